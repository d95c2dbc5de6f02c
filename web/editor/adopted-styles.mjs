// The page's Content-Security-Policy says `style-src 'self'`, which forbids <style> elements made by scripts. CodeMirror
// adds its styles through the package style-mod, which knows adopted style sheets (allowed by that policy) but uses them
// only in shadow roots. This esbuild plugin lifts that one condition, so that they are used in documents too. A shadow
// root would serve as well, but hides the text from tools that read the page.
import { readFile } from "node:fs/promises";

const CONDITION = "!root.head && root.adoptedStyleSheets";

export const adoptedStyles = {
  name: "adopted-styles",
  setup(build) {
    build.onLoad({ filter: /[\\/]style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (source.split(CONDITION).length !== 2) {
        throw new Error(`${path} no longer contains "${CONDITION}" once: adopted-styles.mjs has to be revised`);
      }
      return { contents: source.replace(CONDITION, "root.adoptedStyleSheets"), loader: "js" };
    });
  },
};
