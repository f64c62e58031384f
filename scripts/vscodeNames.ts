import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

/**
 * The editor's API as a module of single names. Of an external CommonJS module esbuild copies every name for every file that imports it:
 * five hundred names in thirty files, while a window waits for its start. The names are those of `@types/vscode`; one that an older
 * editor does not have is undefined, as it is there.
 */
export const vscodeNames: Plugin = {
  name: "vscode-names",
  setup({ onResolve, onLoad }) {
    const own = "vscode-names";
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === own ? { path: "vscode", external: true } : { path: "vscode", namespace: own, sideEffects: false },
    );
    onLoad({ filter: /./, namespace: own }, async () => {
      const names = valuesOf(await readFile(createRequire(import.meta.url).resolve("@types/vscode/index.d.ts"), "utf8"));
      const lines = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
      return { contents: `const api = require("vscode");\n${lines.join("\n")}` };
    });
  },
};

/** Names of the module that are there when it runs: types are not. */
function valuesOf(declarations: string): string[] {
  const found = declarations.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm);
  return [...new Set([...found].map(([, name = ""]) => name))];
}
