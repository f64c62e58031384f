import assert from "node:assert/strict";
import fc from "fast-check";
import type { ArtifactSize, ArtifactTable } from "#protocol/views/artifacts.ts";
import { pathGroups, steppedPath } from "./artifactPaths.ts";
import { artifactRows, artifactsSummary } from "./artifactRows.ts";

const runs = ["a", "b", "c"] as const;
const table = (files: Readonly<Record<string, readonly ArtifactSize[]>>): ArtifactTable => ({
  files: Object.entries(files).map(([path, sizes]) => ({ path, sizes })),
  problems: [null, null, null],
  isPartial: [false, false, false],
});
const rowsOf = (of: ArtifactTable, hashes: Readonly<Record<string, string | null>> = {}) =>
  artifactRows(of, runs, runs, "a", (run, path) => hashes[`${run} ${path}`]);

describe("artifacts side by side", () => {
  const cases: readonly (readonly [
    name: string,
    sizes: readonly ArtifactSize[],
    hashes: Readonly<Record<string, string | null>>,
    states: string,
    notes: string,
  ])[] = [
    ["sizes that differ need no reading", [100, 2000, 50], {}, "baseline differs differs", "|+1.90 kB|−50 B"],
    ["equal sizes are not yet known to be equal", [7, 7, 7], {}, "baseline reading reading", "||"],
    ["equal contents are", [7, 7, 7], { "a f": "x", "b f": "x", "c f": "y" }, "baseline same differs", "|same|same size, other content"],
    [
      "what is too large to be read is told by its size",
      [7, 7, 7],
      { "a f": null, "b f": null, "c f": null },
      "baseline sameSize sameSize",
      "|same size, not read|same size, not read",
    ],
    ["a path of one run alone", [null, 7, null], {}, "absent only same", "|only here|"],
    ["a path that the baseline alone has", [7, null, null], {}, "only absent absent", "only here||"],
    ["a path that the baseline lacks", [null, 7, 7], {}, "absent differs differs", "||"],
    ["sizes that are not told", ["unknown", "unknown", 7], {}, "baseline reading reading", "||"],
    ["empty files", [0, 0, 1], {}, "baseline same differs", "|same|+1 B"],
  ];
  for (const [name, sizes, hashes, states, notes] of cases) {
    it(name, () => {
      const [row] = rowsOf(table({ f: sizes }), hashes);
      assert.equal(row?.cells.map(({ state }) => state).join(" "), states);
      assert.equal(row?.cells.map(({ note }) => note).join("|"), notes);
    });
  }

  it("never call what was not listed a difference", () => {
    const of: ArtifactTable = { ...table({ f: [7, null, 7] }), problems: [null, { kind: "unsupported", message: "", next: "" }, null] };
    const [row] = artifactRows(of, runs, runs, "a", () => "x");
    assert.deepEqual(
      row?.cells.map(({ state }) => state),
      ["baseline", "unknown", "same"],
    );
    const [other] = artifactRows(of, runs, runs, "b", () => "x");
    assert.deepEqual(
      other?.cells.map(({ state }) => state),
      ["unknown", "unknown", "unknown"],
      "nor where the baseline was not",
    );
  });

  it("hold the shown runs against the baseline while it is hidden", () => {
    const [row] = artifactRows(table({ f: [7, 8, 7] }), runs, ["b", "c"], "a", () => "x");
    assert.deepEqual(
      row?.cells.map(({ state }) => state),
      ["differs", "same"],
    );
  });

  it("say in one line how they stand", () => {
    const rows = rowsOf(table({ a: [1, 2, 1], b: [null, 1, null], c: [5, 5, 5], d: [6, 6, 6] }), {
      ...{ "a c": null, "b c": null, "c c": null },
      ...{ "a a": "x", "c a": "x" },
    });
    assert.equal(
      artifactsSummary(rows, ["one", "two", "three"]),
      "4 paths · 1 differs · 1 only in two · 1 of equal size, not compared yet · 1 compared by size alone",
    );
    assert.equal(artifactsSummary(rowsOf(table({ a: [0, 0, 0] })), ["one", "two", "three"]), "1 path · all the same");
  });
});

describe("paths of artifacts", () => {
  const uuid = "3e4c88b0-7a10-4a0f-8f31-0f3a53ac4a51";
  const steps: readonly (readonly [path: string, name: string | undefined, step: number])[] = [
    ["img_step_10.png", "img_step_*.png", 10],
    ["plots/roc-step3.svg", "plots/roc-step*.svg", 3],
    ["epoch=7_loss.png", "epoch=*_loss.png", 7],
    ["step_2/plot.png", undefined, 0],
    ["footstep_2.png", undefined, 0],
    ["step_2.txt", undefined, 0],
    [`images/a~b+step+12+timestamp+1700000000000+${uuid}.png`, "images/a/b", 12],
    [`images/a%step%3%timestamp%1700000000000%${uuid}.png`, "images/a", 3],
  ];
  for (const [path, name, step] of steps) {
    it(`name a step, or none: ${path}`, () => {
      assert.deepEqual(steppedPath(path), name === undefined ? undefined : { name, step });
    });
  }

  it("of a picture in steps are one row, those of a model too, and MLflow's small copies none", () => {
    const copies = ["1", "2"].flatMap((step) => {
      const path = `images/x+step+${step}+timestamp+1+${uuid}`;
      return [`${path}.png`, `${path}+compressed.webp`];
    });
    const groups = pathGroups(["b/MLmodel", "b/model.pkl", "a.txt", "img_step_2.png", "img_step_10.png", "one_step_1.png", ...copies]);
    assert.deepEqual(
      groups.map(({ kind, name, paths }) => [kind, name, paths.length]),
      [
        ["file", "a.txt", 1],
        ["folder", "b/", 2],
        ["steps", "images/x", 2],
        ["steps", "img_step_*.png", 2],
        ["file", "one_step_1.png", 1],
      ],
    );
  });

  it("stand in exactly one row each, whatever they are", () => {
    const part = fc.constantFrom("a", "step_1", "step_2.png", "MLmodel", "img_step_3.png", "*", "x+step+1+timestamp+1+a.png");
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), (paths) => {
        assert.deepEqual(
          pathGroups(paths)
            .flatMap((group) => group.paths)
            .sort(),
          paths.toSorted(),
        );
      }),
      { seed: 7 },
    );
  });
});
