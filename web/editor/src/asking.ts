// The way from an editor to the page that answers its questions.

import type { Answers, Card, Fixes, Proposals, Renaming } from "./answers";

const NOWHERE = new Uint32Array();

/** Asks the page while there is one. Before it is there, and when the editor is gone, everything gets nothing for an answer. */
export class Asking<Page extends Answers = Answers> implements Answers {
  constructor(public page: Page | null) {}

  hover(text: string, offset: number): Card | null {
    return this.page?.hover(text, offset) ?? null;
  }

  complete(text: string, offset: number): Proposals | null {
    return this.page?.complete(text, offset) ?? null;
  }

  definition(text: string, offset: number): Uint32Array {
    return this.page?.definition(text, offset) ?? NOWHERE;
  }

  references(text: string, offset: number): Uint32Array {
    return this.page?.references(text, offset) ?? NOWHERE;
  }

  rename(text: string, offset: number, name: string): Renaming {
    return this.page?.rename(text, offset, name) ?? { refusal: "", edits: NOWHERE };
  }

  fixes(text: string, offset: number): Fixes | null {
    return this.page?.fixes(text, offset) ?? null;
  }

  fix(text: string, offset: number, index: number): void {
    this.page?.fix(text, offset, index);
  }
}
