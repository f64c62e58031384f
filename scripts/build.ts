import { rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, context, type Plugin } from "esbuild";
import { panelNames } from "./panelNames.ts";
import { shipSample } from "./sample/ship.ts";
import { vscodeNames } from "./vscodeNames.ts";
import { webviewBundle } from "./webviewBundle.ts";

/**
 * Bundles the product into `dist/`: the extension, the background process, the pages, the command line, the sample. `--test` adds the suite that
 * runs inside the extension host; `--watch` builds again after every change; `--package` takes the time to
 * make the files that ship as small as they get.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const watch = process.argv.includes("--watch");
const withTests = process.argv.includes("--test");
const forPackage = process.argv.includes("--package");

/** The bundles have the parts of undici that are used, not its index. */
const undiciParts: Plugin = {
  name: "undici-parts",
  setup: ({ onResolve }) => onResolve({ filter: /^undici$/ }, () => ({ path: `${root}scripts/undiciParts.cjs` })),
};

/** Node 22 is what the oldest supported VS Code (1.103) runs on. */
const forNode: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node22",
  minify: true,
  legalComments: "none",
  // Dependencies' ES modules are preferred: unused parts of them can be left out.
  mainFields: ["module", "main"],
  plugins: [undiciParts],
  logLevel: "warning",
};

/** The language client library is most of the client's code and not needed for activation: a file of its own, loaded with the server. */
const libraryFile = "./languageClient.cjs";
const languageClient: BuildOptions = {
  ...forNode,
  entryPoints: ["vscode-languageclient/node"],
  outfile: "dist/languageClient.cjs",
  format: "cjs",
  external: ["vscode"],
};

const client: BuildOptions = {
  ...forNode,
  entryPoints: ["client/extension.ts"],
  outfile: "dist/client.cjs",
  format: "cjs",
  alias: { "vscode-languageclient/node": libraryFile },
  plugins: [vscodeNames, undiciParts],
  external: [libraryFile],
  // As `require`: an `import()` of a CommonJS file does not see its names.
  supported: { "dynamic-import": false },
};

const server: BuildOptions = { ...forNode, entryPoints: ["server/nodeMain.ts"], outfile: "dist/server.cjs", format: "cjs" };

/** The thread of the server in which files of a registry are read. */
const registryThread: BuildOptions = {
  ...forNode,
  entryPoints: ["server/nodeRegistryThread.ts"],
  outfile: "dist/registryThread.cjs",
  format: "cjs",
};

/** The process in which the server has the head of a Parquet file read; it lasts as long as that. */
const parquetReader: BuildOptions = {
  ...forNode,
  entryPoints: ["server/nodeParquetReader.ts"],
  outfile: "dist/parquetReader.cjs",
  format: "cjs",
};

/** Bundled CommonJS dependencies call `require`, which an ES module does not have. */
const requireForEsm =
  'import { createRequire as slipwayCreateRequire } from "node:module"; const require = slipwayCreateRequire(import.meta.url);';
const cli: BuildOptions = {
  ...forNode,
  entryPoints: ["cli/main.ts"],
  outfile: "dist/cli.mjs",
  format: "esm",
  banner: { js: `#!/usr/bin/env node\n${requireForEsm}` },
};

const hostTests: BuildOptions = {
  ...forNode,
  entryPoints: ["test/host/index.ts"],
  outfile: "dist/test/host/index.cjs",
  format: "cjs",
  minify: false,
  sourcemap: "inline",
  // Mocha finds its reporters and interfaces by path.
  external: ["vscode", "mocha"],
};

const bundles = [
  client,
  languageClient,
  server,
  registryThread,
  parquetReader,
  webviewBundle(root, "dist/webviews", panelNames(root)),
  cli,
  ...(withTests ? [hostTests] : []),
];

if (watch) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await rm(`${root}/dist`, { recursive: true, force: true });
  await Promise.all([...bundles.map((options) => build(options)), shipSample(`${root}/dist/sample`, forPackage ? 11 : 9)]);
  for (const file of ["client.cjs", "languageClient.cjs", "server.cjs", "registryThread.cjs", "parquetReader.cjs", "cli.mjs"]) {
    console.error(`dist/${file} ${Math.round((await stat(`${root}/dist/${file}`)).size / 1024)} kB`);
  }
}
