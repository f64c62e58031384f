import type { BuildOptions } from "esbuild";
import type { PanelName } from "#protocol/viewIds.ts";
import { usedCodicons } from "./usedCodicons.ts";

/**
 * How a page is built: one classic script and one style sheet per panel, and the codicon font beside them, all in one flat folder
 * (the only folder that a page may load from). The product build and the browser tests use the same options.
 */
export function webviewBundle(root: string, outdir: string, names: readonly PanelName[]): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: `webviews/${name}/app.ts`, out: name })),
    outdir,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "chrome120",
    minify: true,
    legalComments: "none",
    conditions: ["production"],
    plugins: [usedCodicons(`${root}/webviews`)],
    assetNames: "[name]",
    logLevel: "warning",
  };
}
