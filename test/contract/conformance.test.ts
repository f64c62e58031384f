import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import type { Scratch } from "#registry/backend.ts";
import { backends } from "#registry/backends.ts";
import { type Finding, tried } from "#registry/conformance/conformance.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { backendOf } from "#registry/open.ts";
import { slipway } from "../cli/run.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { sharedRegistries } from "./sharedRegistries.ts";

const { signal } = new AbortController();

/** A registry that does one thing in another way, and what is said of it then. */
const lies: readonly (readonly [
  title: string,
  lie: (honest: Registry) => Partial<Registry>,
  found: Readonly<Record<string, Finding["verdict"]>>,
])[] = [
  ["tells nothing apart", ({ runs }) => ({ runs: (query, at) => runs({ ...query, filter: "" }, at) }), { "Runs: filters": "wrong" }],
  [
    "does not sort",
    ({ runs }) => ({ runs: (query, at) => runs({ ...query, orderBy: [] }, at) }),
    { "Runs: order by a metric, those without it last": "wrong" },
  ],
  [
    "gives the first page for each",
    ({ runs }) => ({ runs: ({ pageToken: _, ...query }, at) => runs(query, at) }),
    { "Runs: pages, each run once": "wrong" },
  ],
  [
    "forgets what is deleted",
    ({ runsById }) => ({ runsById: ({ ids, ...rest }, at) => runsById({ ...rest, ids: ids.slice(0, 3) }, at) }),
    { "Runs by id, deleted ones too": "wrong" },
  ],
  [
    "keeps half of a long tag",
    ({ setVersionTag }) => ({
      setVersionTag: (model, version, key, value, at) => setVersionTag(model, version, key, value.slice(0, 2500), at),
    }),
    { "Version tags: set, changed, deleted, 5,000 characters": "wrong" },
  ],
  [
    "does not know aliases",
    () => ({ setAlias: () => Promise.reject(new RegistryError("unsupported", "It does not know this call.", "")) }),
    { "Aliases: set, moved, deleted": "missing" },
  ],
  [
    "says that it did it",
    () => ({ setStage: async () => undefined }),
    { "Stages: a version moves in, the one before is archived": "wrong" },
  ],
  [
    "has no stages",
    ({ capabilities }) => ({ capabilities: async (at) => ({ ...(await capabilities(at)), stages: false }) }),
    { "Stages: a version moves in, the one before is archived": "missing" },
  ],
  [
    "has files that were never written",
    () => ({ modelFile: async () => ({ state: "known", value: "" }) }),
    { "The file MLmodel of a version": "wrong" },
  ],
  [
    "lists the lowest version first",
    ({ versions }) => ({
      versions: async (query, at) => {
        const { items } = await versions(query, at);
        return { items: items.toReversed() };
      },
    }),
    { "Versions of a model, the highest first, and of a run": "wrong" },
  ],
  [
    "has points in any order",
    ({ history }) => ({
      history: async (query, at) =>
        (await history(query, at)).map((one) => ({ ...one, steps: one.steps.toReversed(), values: one.values.toReversed() })),
    }),
    { "Metric histories, in the order of steps": "wrong" },
  ],
  [
    "takes NaN for 0",
    ({ runsById }) => ({
      runsById: async (query, at) => {
        const page = await runsById(query, at);
        const metrics = page.metrics.map((column) => ({
          ...column,
          values: column.values.map((value) => (Number.isNaN(value) ? 0 : value)),
        }));
        return { ...page, metrics };
      },
    }),
    { "Metrics: the latest value, NaN and infinity": "wrong" },
  ],
];

describe("slipway registry conformance", function () {
  this.timeout(300_000);
  let honest: Registry;

  before(async function () {
    honest = (await sharedRegistries(requirePython(this))).mlflow;
  });

  async function scratchFor(lie: (registry: Registry) => Partial<Registry>): Promise<Scratch> {
    const { uri } = honest.source;
    const scratch = await backendOf(uri, backends).scratch?.(uri, openWorld, signal);
    assert.ok(scratch !== undefined);
    return { ...scratch, registry: { ...scratch.registry, ...lie(scratch.registry) } };
  }

  it("finds all of it on a real MLflow, and leaves nothing behind", async () => {
    const { uri } = honest.source;
    const before = await names();
    const { status, stdout, stderr } = await slipway(["registry", "conformance", uri], { cwd: "." });
    assert.match(stdout, /, version 3\.17\.2\n/);
    assert.match(stdout, /\n15 supported, 0 missing, 0 wrong\n$/);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(await names(), before);
  });

  for (const [title, lie, expected] of lies) {
    it(`is not satisfied with a server that ${title}`, async () => {
      const scratch = await scratchFor(lie);
      const findings: Finding[] = [];
      try {
        for await (const finding of tried(scratch, signal)) findings.push(finding);
      } finally {
        assert.deepEqual(await scratch.remove(signal), []);
      }
      const wrong = findings.filter(({ verdict }) => verdict !== "supported");
      assert.deepEqual(Object.fromEntries(wrong.map((finding) => [finding.title, finding.verdict])), expected);
      for (const { detail, without } of wrong) assert.ok(detail !== undefined && without !== undefined);
    });
  }

  it("says that a file is no server", async () => {
    const { status, stdout, stderr } = await slipway(["registry", "conformance", "sqlite:///mlflow.db"], { cwd: "." });
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /mlflow\.db is no server\. To try one over it: mlflow server --backend-store-uri URI/);
  });

  async function names(): Promise<string[]> {
    const experiments = await honest.experiments({ limit: 1000 }, signal);
    const models = await honest.models({ limit: 1000 }, signal);
    return [...experiments.items, ...models.items].map(({ name }) => name).sort();
  }
});
