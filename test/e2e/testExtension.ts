import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { repositoryRoot } from "./editorWindow.ts";

/** A test extension of `test/host` as VS Code loads it: its folder, with one file of JavaScript. */
export async function testExtension(name: string, target: string): Promise<string> {
  const source = join(repositoryRoot, "test/host", name);
  await mkdir(target, { recursive: true });
  await copyFile(join(source, "package.json"), join(target, "package.json"));
  const outfile = join(target, "extension.cjs");
  await build({
    entryPoints: [join(source, "extension.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  });
  return target;
}
