// Scripts that are loaded when they are needed.

/**
 * The module of a script beside the page. A browser keeps such files for ever, also one that came damaged, so after a failure it
 * is asked for anew, and once more under an address of its own: what failed under its first one fails there for this visit.
 */
export async function script<Module>(path: string): Promise<Module> {
  const { href } = new URL(path, document.baseURI);
  try {
    return (await import(href)) as Module;
  } catch {
    await fetch(href, { cache: "reload" });
    return (await import(`${href}?again=${Date.now()}`)) as Module;
  }
}
