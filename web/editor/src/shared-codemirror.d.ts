// Made by build.mjs: those parts of CodeMirror that the services use and the editor has loaded already.
declare module "shared-codemirror" {
  export const shared: Record<string, unknown>;
}

/** Where the services are, relative to the page. Set by build.mjs. */
declare const SERVICES_ADDRESS: string;
