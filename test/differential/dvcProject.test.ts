import assert from "node:assert/strict";
import { seed } from "../generatedCases.ts";
import { assertDvcAgrees, type DvcProject, dvcVerdicts, problemsOfProject, stagesOfProject } from "./dvcProjects.ts";
import { toldProjects } from "./dvcProjectTexts.ts";
import { mutatedProjects } from "./mutatedProjects.ts";
import { corpusHistory, corpusProjects, dvcCases, needsDvc } from "./realDvc.ts";

/** A part of the cases that one text stands for. */
const some = Math.ceil(dvcCases / 4);

describe("DVC's files against the real DVC", function () {
  this.timeout(3_600_000);
  before(function () {
    needsDvc(this);
  });

  it("have an error where DVC refuses them, and no other, in those that people wrote", () =>
    assertDvcAgrees([...toldProjects, ...corpusProjects(), ...corpusHistory()], 0));

  it(`have an error where DVC refuses them, in changed projects (${dvcCases} cases, seed ${seed})`, () =>
    assertDvcAgrees(mutatedProjects([...corpusProjects(), ...manyTold()], { seed, cases: dvcCases })));

  it("have the stages, commands and paths that DVC makes of them", async () => {
    const projects = [...toldProjects, ...corpusProjects(), ...mutatedProjects(manyTold(), { seed, cases: some })];
    for (const [index, verdict] of dvcVerdicts(projects).entries()) {
      const project = projects[index] ?? {};
      if ("refused" in verdict) continue;
      const theirs = verdict.stages.filter(({ name }) => !name.endsWith(".dvc"));
      const byName = (stages: readonly { readonly name: string }[]) => stages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      assert.deepEqual(byName(await stagesOfProject(project)), byName(theirs), JSON.stringify(project));
    }
  });

  it("tell which entries of a dvc.lock are of no stage, and are silent where that is not known", async () => {
    const projects = [...toldProjects, ...corpusProjects(), ...mutatedProjects(manyTold(), { seed, cases: some })];
    const found = { named: 0, silent: 0 };
    for (const [index, verdict] of dvcVerdicts(projects).entries()) {
      const project = projects[index] ?? {};
      if (!("dvc.yaml" in project)) continue;
      const stages = "refused" in verdict ? [] : verdict.stages.map(({ name }) => name).filter((name) => !/\.dvc$|:/.test(name));
      const gone = ["gone", ...stages.map((name) => `${name}@gone`)];
      const lock = [...stages, ...gone].map((name) => `  ${JSON.stringify(name)}: {cmd: x}\n`).join("");
      const problems = (await problemsOfProject({ ...project, "dvc.lock": `schema: '2.0'\nstages:\n${lock}` })).get("dvc.lock") ?? [];
      const said = problems.filter(({ code }) => code === "dvc-lock-orphan").map(({ range }) => range.start.line - 2);
      if ("refused" in verdict) continue;
      if (said.length === 0) found.silent++;
      else {
        found.named++;
        assert.deepEqual(
          said,
          [...gone.keys()].map((at) => stages.length + at),
          JSON.stringify(project),
        );
      }
    }
    console.log(`      ${found.named} projects with entries of no stage, ${found.silent} of which nothing is said`);
    assert.ok(found.named > found.silent, `nothing is said of ${found.silent} projects`);
  });
});

/** What is made by hand shows more of DVC than most repositories do: a third of the cases. */
function manyTold(): DvcProject[] {
  return Array.from({ length: 9 }, () => toldProjects).flat();
}
