import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver";
import { mlprojectSpec } from "#server/formats/mlproject/keys.ts";
import { policySpec } from "#server/formats/policy/keys.ts";
import { jsonSchema, policyText, projectText } from "./configTexts.ts";
import { type Figure, interleaved, median, ms, times } from "./figure.ts";
import { startOurs, startYaml } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const projects = 100;
const rounds = 5;
const budget = 1500;

/** 100 folders with an MLproject and a slipway.yaml of 60 lines each: from the start of the process until all problems are known. */
export function workspaceFigures(): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const files = await writeFiles(folder);
    const schemas = {
      [await writeSchema(folder, "policy", policySpec)]: ["slipway.yaml"],
      [await writeSchema(folder, "project", mlprojectSpec)]: ["MLproject"],
    };
    const samples = await interleaved(rounds, {
      ours: async () => {
        const server = await startOurs(folder);
        const report = await server.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
        if (report.items.length !== files.length) throw new Error(`${report.items.length} files were looked at`);
        await server.stop();
      },
      peer: async () => {
        const server = await startYaml(folder, schemas);
        // It looks at open files only: an editor would open each.
        await Promise.all(
          files.map(async ({ uri, text }) => {
            const published = server.diagnosed(uri);
            await server.open(uri, "yaml", text);
            await published;
          }),
        );
        await server.stop();
      },
    });
    const [our, their] = [median(samples.ours), median(samples.peer)];
    return [
      {
        what: `a workspace of ${files.length} config files, from starting the server until all are diagnosed, p50`,
        ours: ms(our),
        peer: `yaml-language-server, all opened ${ms(their)}`,
        ratio: times(their / our),
        budget: { text: ms(budget), met: our <= budget },
      },
    ];
  });
}

async function writeFiles(folder: string): Promise<{ uri: string; text: string }[]> {
  const files: { uri: string; text: string }[] = [];
  for (let index = 0; index < projects; index++) {
    const project = join(folder, `project-${index}`);
    await mkdir(project);
    for (const [name, text] of [["slipway.yaml", policyText(60)] as const, ["MLproject", projectText(60)] as const]) {
      await writeFile(join(project, name), text);
      files.push({ uri: pathToFileURL(join(project, name)).href, text });
    }
  }
  return files;
}

async function writeSchema(folder: string, name: string, spec: typeof policySpec): Promise<string> {
  const path = join(folder, `${name}.schema.json`);
  await writeFile(path, JSON.stringify(jsonSchema(spec)));
  return pathToFileURL(path).href;
}
