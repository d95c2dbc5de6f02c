// What the page's frame shows of the first example before the program is there (web/frame), taken from the page of the program.

import type { Page } from "@playwright/test";

/** The files of web/frame and where each stands in the frame. */
export const PARTS = {
  "figures.html": ".frame-figures",
  "steps.html": ".frame-steps",
  "explanation.html": ".frame-explanation",
} as const;

export type Parts = Record<keyof typeof PARTS, string>;

/** The same of the program's page, before its second half adds to it. Nothing in a frame can be pressed. */
export function partsOfProgram(page: Page): Promise<Parts> {
  return page.evaluate(() => {
    const still = (html: string): string => html.replaceAll('<button type="button"', "<span").replaceAll("</button>", "</span>");
    const figures = document.querySelector(".bench > section:has(> .stats)")?.outerHTML ?? "";
    // A row for each line: no style can say how far down one is.
    const rows = new Map<number, string>();
    for (const row of document.querySelectorAll<HTMLElement>(".ledger .row")) {
      const line = Number(/^Line (\d+)/.exec(row.textContent)?.[1]);
      rows.set(line, `<div class="${row.className}">${row.innerHTML}</div>`);
    }
    const lines = [...document.querySelectorAll('.cm-content[aria-label="Dockerfile"] > .cm-line')];
    const steps = lines.map((_, place) => rows.get(place + 1) ?? '<div class="row"></div>');
    // As far as why the line runs, and what it adds.
    const told = [...document.querySelectorAll("#panel-explain > .explain > *")];
    const end = told.findIndex((part) => !part.matches("h2, .cause, .size-reason"));
    return {
      "figures.html": still(figures),
      "steps.html": still(steps.join("\n")),
      "explanation.html": still(told.slice(0, end).map((part) => part.outerHTML).join("\n")),
    };
  });
}

export async function partsOfFrame(page: Page): Promise<Parts> {
  const parts: Partial<Parts> = {};
  for (const [name, place] of Object.entries(PARTS)) {
    const html = await page.locator(place).evaluate((element) => element.innerHTML);
    // The editor of the frame makes rows as high as their lines.
    parts[name as keyof Parts] = html.trim().replaceAll(/ style="height: \d+px;"/g, "");
  }
  return parts as Parts;
}
