import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import subsetFont from "subset-font";

const rule = /^\.codicon-([\w-]+):before \{ content: "\\([0-9a-f]+)" \}\n?/gm;

/**
 * Of the codicons (126 kB, and a rule for each of 700) the pages get those that they can draw: whose name stands in their sources as a text
 * of its own. A page that draws another one shows nothing in its place: the browser tests look for that (`test/webviews/accessibility.ts`).
 */
export function usedCodicons(webviews: string): Plugin {
  return {
    name: "used codicons",
    setup(build) {
      let names: Promise<ReadonlySet<string>> | undefined;
      build.onStart(() => {
        names = textsIn(webviews);
      });
      build.onLoad({ filter: /codicon\.css$/ }, async ({ path }) => {
        const used = (await names) ?? new Set();
        const css = (await readFile(path, "utf8")).replaceAll(rule, (line, name: string) => (used.has(name) ? line : ""));
        return { contents: css, loader: "css" };
      });
      build.onLoad({ filter: /codicon\.ttf$/ }, async ({ path }) => {
        const used = (await names) ?? new Set();
        const css = await readFile(join(dirname(path), "codicon.css"), "utf8");
        const characters = [...css.matchAll(rule)].flatMap(([, name = "", code = ""]) =>
          used.has(name) ? String.fromCodePoint(Number.parseInt(code, 16)) : [],
        );
        return { contents: await subsetFont(await readFile(path), characters.join(""), { targetFormat: "truetype" }), loader: "file" };
      });
    },
  };
}

/** Every text in quotes that could be the name of an icon. */
async function textsIn(folder: string): Promise<ReadonlySet<string>> {
  const texts = new Set<string>();
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith(".ts")) continue;
    const source = await readFile(join(folder, name), "utf8");
    for (const [, text = ""] of source.matchAll(/"([a-z][a-z0-9-]*)"/g)) texts.add(text);
  }
  return texts;
}
