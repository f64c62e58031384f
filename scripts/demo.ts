/**
 * `npm run demo`: a real VS Code with Slipway on a scratch copy of the sample project, until Ctrl-C.
 * `--screenshot DIR` takes the pictures of the README instead, `--theme dark|light|hc-dark|hc-light|all` in other themes.
 */
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openOnProduct } from "./demo/firstScreen.ts";
import { demoFolder, removeLeftovers } from "./demo/leftovers.ts";
import { takePictures } from "./demo/pictures.ts";
import { makeDemoProject, reader } from "./demo/project.ts";
import { isThemeName, type ThemeName, themes } from "./demo/themes.ts";
import { workbenchAddress } from "./editor/address.ts";
import { startEditor } from "./editor/editorServer.ts";
import { gitIdentity } from "./editor/gitIdentity.ts";

const root = resolve(import.meta.dirname, "..");

/** Opens the editor and waits for Ctrl-C or a request to end. */
async function show(scratch: string): Promise<void> {
  const ended = new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
  });
  const folder = await makeDemoProject(scratch);
  const dataFolder = join(scratch, "editor");
  await openOnProduct(dataFolder);
  const editor = await startEditor({ dataFolder, environment: gitIdentity(reader, scratch) });
  console.log(`\nSlipway in VS Code, until Ctrl-C:\n\n  ${workbenchAddress(editor.address, { folder, extension: root })}\n`);
  console.log(`There you are ${reader}, and a request waits for you. The project is a copy that goes away: ${folder}`);
  await ended;
  await editor.stop();
}

function build(): void {
  const { status } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, "scripts/build.ts")], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("The build failed.");
}

function themesOf(name: string): readonly ThemeName[] {
  if (name === "all") return themes;
  if (isThemeName(name)) return [name];
  throw new Error(`There is no theme ${name}. Themes: ${themes.join(", ")}, all.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { screenshot: { type: "string" }, theme: { type: "string", default: "dark" } } });
  const wanted = themesOf(values.theme);
  build();
  await removeLeftovers();
  const scratch = await demoFolder();
  try {
    if (values.screenshot === undefined) await show(scratch);
    else await takePictures(scratch, resolve(values.screenshot), wanted);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

await main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
