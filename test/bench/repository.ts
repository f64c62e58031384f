import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { pipelinePart, policyText, projectText } from "./configTexts.ts";
import { type Figure, median, ms, percentile, timed } from "./figure.ts";
import { startOurs } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const commandLine = fileURLToPath(new URL("../../dist/cli.mjs", import.meta.url));

/** A repository of many pipelines, edited in one of them, and one of many config files, checked whole. */
export async function repositoryFigures(): Promise<Figure[]> {
  return [...(await pipelineFigures()), await checkFigure()];
}

const [folders, stages] = [300, 17];
const [edits, warmUp] = [60, 20];
/** ms; edits that follow each other more quickly are answered when they pause. */
const restBetween = 100;

/** 300 dvc.yaml of 17 stages: each folder's first stage reads what the last one of the folder before writes. The one in the middle is edited. */
function pipelineFigures(): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const texts = await writePipelines(folder);
    const at = folders >> 1;
    const uri = pathToFileURL(join(folder, `part-${at}`, "dvc.yaml")).href;
    const server = await startOurs(folder);
    try {
      await server.open(uri, "dvc-yaml", texts[at] ?? "");
      const ask = () => server.connection.sendRequest<{ items: unknown[] }>("textDocument/diagnostic", { textDocument: { uri } });
      if ((await ask()).items.length > 0) throw new Error("The pipeline has problems.");
      const samples: number[] = [];
      // The key of the first command gets a letter and loses it again: its stage leaves the graph and is back.
      for (let edit = 0; edit < warmUp + edits; edit++) {
        const isBreak = edit % 2 === 0;
        const start = { line: 2, character: 4 };
        const change = { range: { start, end: { line: 2, character: isBreak ? 4 : 5 } }, text: isBreak ? "x" : "" };
        let problems = 0;
        const took = await timed(async () => {
          await server.change(uri, 2 + edit, change);
          problems = (await ask()).items.length;
        });
        if (problems > 0 !== isBreak) throw new Error(`Edit ${edit}: ${problems} problems`);
        if (edit >= warmUp) samples.push(took);
        await setTimeout(restBetween);
      }
      const [p95, memory] = [percentile(samples, 0.95), await server.memory()];
      const what = `${folders} dvc.yaml with ${(folders * stages).toLocaleString("en")} stages`;
      return [
        { what: `edit → diagnostics in a repository of ${what}, p95`, ours: ms(p95), budget: { text: ms(50), met: p95 <= 50 } },
        { what: "memory of the server after that", ours: `${memory.toFixed(0)} MB`, budget: { text: "150 MB", met: memory < 150 } },
      ];
    } finally {
      await server.stop();
    }
  });
}

async function writePipelines(folder: string): Promise<string[]> {
  await mkdir(join(folder, ".dvc"));
  const texts: string[] = [];
  for (let part = 0; part < folders; part++) {
    const input = part === 0 ? "raw.csv" : `../part-${part - 1}/out_${part * stages - 1}.csv`;
    const text = pipelinePart(part * stages, stages, input);
    texts.push(text);
    await mkdir(join(folder, `part-${part}`));
    await writeFile(join(folder, `part-${part}`, "dvc.yaml"), text);
  }
  return texts;
}

const rounds = 5;
const projects = 334;

/** From the start of the process to its end, nothing kept from the round before but what the system has of the files. */
function checkFigure(): Promise<Figure> {
  return inScratch(async (folder) => {
    let files = 0;
    for (let index = 0; index < projects; index++) {
      const project = join(folder, `project-${index}`);
      await mkdir(project);
      const written = [
        ["slipway.yaml", policyText(60)],
        ["MLproject", projectText(60)],
        ["dvc.yaml", pipelinePart(0, 10, "raw.csv")],
      ] as const;
      for (const [name, text] of written) await writeFile(join(project, name), text);
      files += written.length;
    }
    const samples: number[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await timed(() => checked(folder)));
    const took = median(samples);
    const what = `slipway check over ${files.toLocaleString("en")} config files of 60 lines, the whole process, p50`;
    return { what, ours: ms(took), budget: { text: ms(3000), met: took <= 3000 } };
  });
}

/** Rejects where the command finds a problem or fails: then something else was measured. */
function checked(folder: string): Promise<void> {
  const child = spawn(process.execPath, [commandLine, "check", "."], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve() : reject(new Error(`slipway check ended with ${status}: ${said.slice(0, 500)}`)),
    );
  });
}
