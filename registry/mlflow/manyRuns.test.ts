import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;
const ids = Array.from({ length: 20 }, (_, n) => `run${n}`);

/** A server that knows `ids`, the even ones in one experiment, and gives to a search what `search` makes of it. */
function serverOf(search: (found: readonly object[]) => Response): { registry: Registry; requests: string[] } {
  const requests: string[] = [];
  const runOf = (id: string) => ({
    info: { run_id: id, experiment_id: Number(id.slice(3)) % 2 === 0 ? "even" : "odd" },
    data: { metrics: [{ key: "n", value: Number(id.slice(3)) }] },
  });
  const registry = openMlflowRegistry(new URL("http://mlflow.internal"), {
    fetch: async (input, init) => {
      const url = new URL(String(input));
      requests.push(url.pathname.replace(/^.*mlflow\//, ""));
      if (url.pathname.endsWith("runs/get")) return Response.json({ run: runOf(url.searchParams.get("run_id") ?? "") });
      const { filter, experiment_ids: experiments } = JSON.parse(String(init?.body)) as { filter: string; experiment_ids: string[] };
      const named = ids.filter((id) => filter.includes(`'${id}'`)).map(runOf);
      return search(named.filter(({ info }) => experiments.includes(info.experiment_id)));
    },
    random: () => 0,
    sleep: async () => {},
    authorize: async () => undefined,
  });
  return { registry, requests };
}

describe("many runs by id", () => {
  it("take two requests for each experiment, and come in the order asked for", async () => {
    const { registry, requests } = serverOf((runs) => Response.json({ runs }));
    const page = await registry.runsById({ ids }, signal);
    assert.deepEqual(page.ids, ids);
    assert.deepEqual(
      [...(page.metrics[0]?.values ?? [])],
      ids.map((_, n) => n),
    );
    assert.deepEqual(requests, ["runs/get", "runs/search", "runs/get", "runs/search"]);
  });

  for (const [title, status] of [
    ["does not take", 400],
    ["does not know", 404],
  ] as const) {
    it(`are asked for one by one where the server ${title} such a search`, async () => {
      const { registry, requests } = serverOf(() => new Response("<html>", { status, headers: { "content-type": "text/html" } }));
      assert.deepEqual((await registry.runsById({ ids }, signal)).ids, ids);
      assert.equal(requests.length, 21);
    });
  }

  it("are all found where a server gives fewer than it was asked for", async () => {
    const { registry } = serverOf((runs) => Response.json({ runs: runs.slice(0, 3), next_page_token: "more" }));
    assert.deepEqual((await registry.runsById({ ids }, signal)).ids, ids);
  });

  it("fail as one run fails that cannot be read: gates rest on them", async () => {
    const broken = { info: { run_id: "run4", experiment_id: "even" }, data: { metrics: [{ key: "n", value: "high" }] } };
    const { registry } = serverOf((runs) => Response.json({ runs: [...runs, broken] }));
    await assert.rejects(registry.runsById({ ids }, signal), { kind: "unavailable" });
  });

  it("few are asked for one by one", async () => {
    const { registry, requests } = serverOf(() => assert.fail("no search is needed"));
    assert.deepEqual((await registry.runsById({ ids: ["run3", "run1", "run3"] }, signal)).ids, ["run3", "run1"]);
    assert.deepEqual(requests, ["runs/get", "runs/get"]);
  });
});
