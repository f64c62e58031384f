import assert from "node:assert/strict";
import type { NamedRunsQuery, Registry } from "../api.ts";
import type { Knowledge, ModelVersion, RunPage } from "../model/types.ts";
import type { Need } from "./gates/gateKind.ts";
import { everything, readVersions } from "./versionFacts.ts";

const { signal } = new AbortController();
const modelFile = 'signature:\n  inputs: \'[{"type":"long","name":"a"}]\'\n';

const page = {
  ids: ["r1", "r2"],
  names: ["first"],
  metrics: [{ key: "auc", rows: Uint32Array.of(0), values: Float64Array.of(0.9) }],
  params: [{ key: "depth", rows: Uint32Array.of(0), values: ["6"] }],
  tags: [
    { key: "mlflow.source.git.commit", rows: Uint32Array.of(0), values: ["abc"] },
    { key: "mlflow.source.git.dirty", rows: Uint32Array.of(0), values: ["False"] },
  ],
  datasets: [[{ name: "d" }]],
} as unknown as RunPage;

function version(name: string, runId: string): ModelVersion {
  return { model: "m", version: name, runId, tags: [{ key: "review", value: "done" }] } as unknown as ModelVersion;
}

/** A registry that answers from `runs`, and writes down what it was asked. */
function source(asked: string[], runs: RunPage = page, file: Knowledge<string> = { state: "known", value: modelFile }) {
  const registry = {
    runsById: async ({ ids }: NamedRunsQuery) => {
      asked.push(`runs ${ids.join()}`);
      return runs;
    },
    modelFile: async (_model: string, name: string) => {
      asked.push(`file ${name}`);
      return file;
    },
  } as unknown as Registry;
  return { registry };
}

const wanted = (versions: readonly ModelVersion[], needs: ReadonlySet<Need> = everything) =>
  versions.map((each) => ({ version: each, needs }));
const signature = {
  state: "known",
  value: { inputs: [{ name: "a", type: { kind: "scalar", name: "long" }, required: true }], outputs: [] },
};

describe("the facts of versions", () => {
  it("are read with one question for the runs of all", async () => {
    const asked: string[] = [];
    const facts = await readVersions(
      source(asked),
      wanted([version("2", "r1"), version("1", "r2"), version("3", "r1"), version("4", "")]),
      signal,
    );
    assert.deepEqual(asked, ["runs r1,r2", "file 2", "file 1", "file 3", "file 4"]);
    const first = {
      ...{ id: "r1", name: "first", metrics: new Map([["auc", 0.9]]), params: new Map([["depth", "6"]]), datasets: [{ name: "d" }] },
      ...{ commit: "abc", dirty: false },
    };
    const second = { id: "r2", name: "", metrics: new Map(), params: new Map(), datasets: [], commit: "" };
    const tags = new Map([["review", "done"]]);
    assert.deepEqual(facts, [
      { version: "2", runId: "r1", tags, run: { state: "known", value: first }, signature },
      { version: "1", runId: "r2", tags, run: { state: "known", value: second }, signature },
      { version: "3", runId: "r1", tags, run: { state: "known", value: first }, signature },
      { version: "4", runId: "", tags, run: { state: "absent" }, signature },
    ]);
  });

  it("are not asked for where nobody needs them", async () => {
    const asked: string[] = [];
    const notAsked = { state: "unknown", why: "it was not asked for" };
    const [tags] = await readVersions(source(asked), wanted([version("2", "r1")], new Set<Need>(["tags"])), signal);
    assert.deepEqual([asked, tags?.run, tags?.signature], [[], notAsked, notAsked]);
    const [run] = await readVersions(source(asked), wanted([version("2", "r1")], new Set<Need>(["run"])), signal);
    assert.deepEqual([asked, run?.run.state, run?.signature], [["runs r1"], "known", notAsked]);
    const [none] = await readVersions(source(asked), wanted([version("4", "")], new Set<Need>(["run"])), signal);
    assert.deepEqual([asked.length, none?.run], [1, { state: "absent" }]);
  });

  it("say what is gone, and what cannot be read", async () => {
    const file: Knowledge<string> = { state: "unknown", why: "it is on s3" };
    const [lost] = await readVersions(source([], page, file), wanted([version("2", "r9")]), signal);
    assert.deepEqual([lost?.run, lost?.signature], [{ state: "unknown", why: "its run is gone" }, file]);
    const [none] = await readVersions(source([], page, { state: "absent" }), wanted([version("2", "r1")]), signal);
    assert.deepEqual(none?.signature, { state: "unknown", why: "it has no MLmodel file" });
    const cached = { ...source([]), modelFile: async () => ({ state: "known" as const, value: "flavors: {}" }) };
    assert.deepEqual((await readVersions(cached, wanted([version("2", "r1")]), signal))[0]?.signature, { state: "absent" });
  });

  const dirt: readonly (readonly [Readonly<Record<string, string>>, boolean | undefined])[] = [
    [{}, undefined],
    [{ dirty: "True" }, true],
    [{ dirty: "true" }, true],
    [{ dirty: "False" }, false],
    [{ dirty: "maybe" }, undefined],
    [{ diff: "--- a" }, true],
    [{ diff: " \n" }, undefined],
    [{ dirty: "false", diff: "--- a" }, true],
    [{ dirty: "false", diff: "" }, false],
  ];
  for (const [logged, expected] of dirt) {
    it(`${JSON.stringify(logged)} says ${expected} of uncommitted code`, async () => {
      const tags = Object.entries(logged).map(([key, value]) => ({
        key: `mlflow.source.git.${key}`,
        rows: Uint32Array.of(0),
        values: [value],
      }));
      const [facts] = await readVersions(source([], { ...page, tags } as unknown as RunPage), wanted([version("2", "r1")]), signal);
      assert.equal(facts?.run.state === "known" ? facts.run.value.dirty : "no run", expected);
    });
  }
});
