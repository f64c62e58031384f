import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { seed } from "../generatedCases.ts";
import type { DvcProject } from "./dvcProjects.ts";
import { statusAsDvc } from "./dvcStatuses.ts";
import { toldPipelines } from "./dvcStatusTexts.ts";
import { askDvc, corpusProjects, dvcCases, needsDvc } from "./realDvc.ts";

type Verdict =
  | { readonly folder: string; readonly changes: readonly string[]; readonly status: Readonly<Record<string, unknown>> }
  | { readonly refused: string };

const rounds = Math.ceil(dvcCases / 200);

describe("What is stale, against the real `dvc status`", function () {
  this.timeout(3_600_000);
  let folder: string;
  before(async function () {
    needsDvc(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-status-"));
  });
  after(() => folder && rm(folder, { recursive: true, force: true }));

  it(`is what DVC says, after changes of data, params, commands, locks and caches (${rounds} rounds, seed ${seed})`, async () => {
    const rounded = Array.from({ length: rounds }, () => toldPipelines).flat();
    const projects: readonly DvcProject[] = [...rounded, ...corpusProjects()];
    const verdicts = askDvc("dvcStatusOracle.py", { folder, seed, projects }) as Verdict[];
    const wrong: string[] = [];
    let [judged, unknown] = [0, 0];
    for (const verdict of verdicts) {
      if ("refused" in verdict) continue;
      const ours = await statusAsDvc(pathToFileURL(verdict.folder).href);
      judged++;
      unknown += ours.unknown;
      try {
        assert.deepEqual(ours.without(verdict.status), verdict.status);
      } catch (error) {
        wrong.push(`${verdict.folder} ${verdict.changes.join(", ")}\n${String(error)}`);
      }
    }
    console.log(`      ${judged} of ${verdicts.length} projects, ${unknown} items unknown`);
    assert.equal(wrong.length, 0, `${wrong.length} of ${judged}\n${wrong.slice(0, 5).join("\n\n")}`);
    assert.ok(judged > toldPipelines.length, "DVC refused most of the projects");
  });
});
