import assert from "node:assert/strict";
import fc from "fast-check";
import { toDiagnostic } from "#server/features/provideDiagnostics.ts";
import { recognise } from "#server/formats/formats.ts";
import { Disk, top } from "#server/workspace/testDisk.ts";
import { toldProjects } from "../differential/dvcProjectTexts.ts";
import { seed } from "../generatedCases.ts";
import { anyChange } from "./wildTexts.ts";

/** Of each a dozen files are edited; `SLIPWAY_DOCUMENTS` lengthens the run in proportion. */
const stories = Math.ceil(Number(process.env["SLIPWAY_DOCUMENTS"] ?? 100_000) / 500);

const start: Readonly<Record<string, string>> = {
  ...toldProjects[0],
  // Problems that several files make together, which each edit may end.
  "a/dvc.yaml": "stages:\n  one:\n    cmd: run\n    deps: [../b/out.csv]\n    outs: [out.csv, ../shared]\n",
  "b/dvc.yaml": "stages:\n  two:\n    cmd: run\n    deps: [../a/out.csv]\n    outs: [out.csv, ../shared/x.csv, ../data/x.csv]\n",
  "data/x.csv.dvc": "outs:\n- md5: 1e8fbb6e58a4de8a8e6bdcb0b8a0db4a\n  path: x.csv\n",
  "slipway.yaml": "version: 1\nenvironments:\n  dev: {}\n  prod:\n    alias: champion\nmodels:\n  fraud: {}\n",
  "sub/MLproject": "python_env: python_env.yaml\nentry_points:\n  main:\n    parameters: {lr: 0.1}\n    command: python train.py {lr}\n",
  "sub/python_env.yaml": "python: '3.11'\ndependencies:\n  - -r requirements.txt\n",
};
const paths = Object.keys(start);
const ours = paths.filter((path) => recognise(path, start[path]) !== undefined);

type Step = readonly [path: string, change: (text: string) => string, asks: boolean];

describe(`a workspace after any sequence of edits (seed ${seed})`, function () {
  this.timeout(3_600_000);

  it(`says what one says that is opened with the last texts (${stories} sequences)`, async () => {
    const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...paths), anyChange, fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const edited = new Disk({ ...start, ".dvc/": "" });
        const texts: Record<string, string> = { ...start };
        for (const [path, change, asks] of steps) {
          texts[path] = change(texts[path] ?? "").slice(0, 5000);
          edited.edit(path, texts[path]);
          await edited.isFelt(path);
          // What was asked between is remembered, and must not be believed too long.
          if (asks) await answersOf(edited);
        }
        const fresh = new Disk({ ...start, ".dvc/": "" });
        for (const [path, text] of Object.entries(texts)) if (text !== start[path]) fresh.edit(path, text);
        assert.deepEqual(await answersOf(edited), await answersOf(fresh), JSON.stringify(texts));
      }),
      { seed, numRuns: stories },
    );
  });
});

/** Problems of all files, and all names that they tell of. */
async function answersOf({ checks }: Disk): Promise<unknown> {
  const problems: unknown[] = [];
  for (const path of ours) {
    const uri = `${top}/${path}`;
    const document = await checks.document(uri);
    const open = checks.open(uri);
    const format = document?.format ?? recognise(uri, "");
    if (format === undefined) continue;
    const found = open === undefined ? await checks.onDisk({ uri, format }) : await checks.ofOpen(open);
    problems.push([path, found.problems.map(toDiagnostic)]);
  }
  const names = [...(await checks.names.all()).declared()].map(({ uri, start, kind, thing, name, teller }) => ({
    uri,
    start,
    kind,
    thing,
    name,
    teller,
  }));
  return { problems, names };
}
