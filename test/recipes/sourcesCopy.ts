import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The part of CONTRIBUTING.md under a heading. */
export function recipeOf(heading: string): string {
  const [, recipe = ""] = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").split(`## ${heading}\n`);
  assert.notEqual(recipe, "", `CONTRIBUTING.md has a part "${heading}"`);
  return recipe.split("\n## ")[0] ?? "";
}

/** A copy of parts of the sources, in which a recipe is followed. `node_modules` is that of the checkout. */
export class SourcesCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "slipway-recipe-"));
  readonly #parts: readonly string[];
  readonly #added: string[] = [];

  /** `parts`: folders and files, as paths from the root. */
  constructor(parts: readonly string[]) {
    this.#parts = parts;
    for (const part of parts) cpSync(join(root, part), join(this.folder, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "dir");
  }

  /** Writes the blocks of code that begin with a comment of their path. */
  writeBlocks(recipe: string): readonly string[] {
    for (const [, path = "", code = ""] of recipe.matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
      assert.ok(!existsSync(join(this.folder, path)), `${path} is new`);
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), code);
      this.#added.push(path);
    }
    return this.#added;
  }

  /** Puts `after` in the place of `before`, which the file has exactly once. */
  edit(file: string, before: string, after: string): void {
    const text = readFileSync(join(this.folder, file), "utf8");
    assert.equal(text.split(before).length, 2, `${file} has ${before} once`);
    writeFileSync(join(this.folder, file), text.replace(before, after));
  }

  /** Files that are not as they were, without those of the recipe itself. */
  changed(): string[] {
    const files = this.#parts.flatMap((part) => (part.includes(".") ? [part] : globSync(`${part}/**/*.*`, { cwd: this.folder })));
    const before = (name: string) => (existsSync(join(root, name)) ? readFileSync(join(root, name), "utf8") : undefined);
    // Folders may have a name with a dot too, as those of golden files.
    const isFile = (name: string) => statSync(join(this.folder, name)).isFile();
    return files.filter(
      (name) => isFile(name) && !this.#added.includes(name) && before(name) !== readFileSync(join(this.folder, name), "utf8"),
    );
  }

  node(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): { readonly output: string; readonly status: number | null } {
    const options = { cwd: this.folder, encoding: "utf8", env: environment } as const;
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], options);
    return { output: stdout + stderr, status };
  }

  /** What the compiler says of a project (`tsconfig.<project>.json`); empty when all is well. */
  typeErrors(project: string): string {
    return this.node([join(root, "node_modules/typescript/bin/tsc"), "-p", `tsconfig.${project}.json`, "--noEmit"]).output;
  }

  /** What the linter says of files; empty when all is well. */
  lintErrors(files: readonly string[]): string {
    const { output, status } = this.node([join(root, "node_modules/@biomejs/biome/bin/biome"), "ci", "--colors=off", ...files]);
    return status === 0 ? "" : output;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
