/**
 * `npm run bench`: measures what the budgets of the design speak of, against a peer in the same run, and prints one table. With
 * `--write` the table goes to `docs/performance.md` too; `--built` measures `dist/` and the VSIX as they are; names of groups
 * (`start`, `size`, `runs`, `histories`, `files`, `versions`, `writing`, `compare`, `pages`, `wide`, `edits`, `workspace`, `repository`) measure only those. Nothing here fails a build: figures are read by people.
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compareFigures } from "../test/bench/compare.ts";
import { editFigures } from "../test/bench/edits.ts";
import type { Figure } from "../test/bench/figure.ts";
import { fileFigures } from "../test/bench/files.ts";
import { historyFigures } from "../test/bench/histories.ts";
import { load, machine } from "../test/bench/machine.ts";
import { performancePage, tableOf } from "../test/bench/page.ts";
import { repositoryFigures } from "../test/bench/repository.ts";
import { runFigures } from "../test/bench/runs.ts";
import { activationFigures, serverReadyFigures, sizeFigures } from "../test/bench/start.ts";
import { versionFigures } from "../test/bench/versions.ts";
import { webPageFigures } from "../test/bench/webPage.ts";
import { wideFigures } from "../test/bench/wideTable.ts";
import { workspaceFigures } from "../test/bench/workspace.ts";
import { writingFigures } from "../test/bench/writing.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const groups: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start: async () => [...(await activationFigures()), ...(await serverReadyFigures())],
  size: sizeFigures,
  runs: runFigures,
  histories: historyFigures,
  files: fileFigures,
  versions: versionFigures,
  writing: writingFigures,
  compare: compareFigures,
  pages: webPageFigures,
  wide: wideFigures,
  edits: editFigures,
  workspace: workspaceFigures,
  repository: repositoryFigures,
};

async function main(args: readonly string[]): Promise<number> {
  const options = new Set(args.filter((argument) => argument.startsWith("--")));
  const names = args.filter((argument) => !argument.startsWith("--"));
  const unknown = [
    ...names.filter((name) => groups[name] === undefined),
    ...[...options].filter((o) => o !== "--write" && o !== "--built"),
  ];
  if (unknown.length > 0) {
    console.error(`Not known: ${unknown.join(", ")}. Groups: ${Object.keys(groups).join(", ")}. Options: --write, --built.`);
    return 2;
  }
  if (options.has("--write") && names.length > 0) {
    console.error("--write needs all groups: the page is written as a whole.");
    return 2;
  }
  if (!options.has("--built")) {
    const { status } = spawnSync(process.execPath, ["scripts/package.ts"], { cwd: root, stdio: ["ignore", 2, 2] });
    if (status !== 0) return 2;
  }
  const loads = [load()];
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(groups)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.error(`Measuring: ${name}`);
    figures.push(...(await measure()));
    loads.push(load());
  }
  console.log(tableOf(figures));
  if (options.has("--write")) {
    await writeFile(`${root}docs/performance.md`, performancePage(figures, machine(), loads));
    console.error("Wrote docs/performance.md");
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
