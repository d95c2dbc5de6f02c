// Made by build.mjs: those parts of CodeMirror that the services use and the editor has loaded already.
declare module "shared-codemirror" {
  export const shared: Record<string, unknown>;
}
