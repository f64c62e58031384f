import assert from "node:assert/strict";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;

/** A server that has its calls under `there` alone; what it was asked, without the words that all calls have. */
function serverWith(there: string) {
  const asked: string[] = [];
  const registry = openMlflowRegistry(new URL("http://mlflow.internal/tracking"), {
    fetch: async (input) => {
      const { pathname } = new URL(String(input));
      asked.push(pathname.replace("/2.0/mlflow", ""));
      if (pathname.startsWith(there)) return Response.json({ registered_model: { name: "scorer" } });
      return new Response("<html>Not found</html>", { status: 404, headers: { "content-type": "text/html" } });
    },
    random: () => 0,
    sleep: async () => {},
    authorize: async () => undefined,
  });
  return { registry, asked };
}

describe("a server with --static-prefix before 3.17, at the address that a browser has for it", () => {
  it("has its calls under /ajax-api alone: they are found once, and used from then on", async () => {
    const { registry, asked } = serverWith("/tracking/ajax-api/2.0/mlflow/");
    assert.equal((await registry.model("scorer", signal)).name, "scorer");
    await registry.setAlias("scorer", "champion", "1", signal);
    assert.deepEqual(asked, [
      "/tracking/api/registered-models/get",
      "/tracking/ajax-api/experiments/search",
      "/tracking/ajax-api/registered-models/get",
      "/tracking/ajax-api/registered-models/alias",
    ]);
  });

  it("is used by all who ask at the same time, and nobody is sent elsewhere meanwhile", async () => {
    for (const there of ["/tracking/ajax-api/2.0/mlflow/", "/tracking/api/2.0/mlflow/registered-models"]) {
      const { registry, asked } = serverWith(there);
      const answers = await Promise.allSettled([
        registry.model("scorer", signal),
        registry.experiment("1", signal),
        registry.model("scorer", signal),
        registry.model("scorer", signal),
      ]);
      const models = answers.filter((_, at) => at !== 1).map(({ status }) => status);
      assert.deepEqual(models, ["fulfilled", "fulfilled", "fulfilled"]);
      assert.equal(asked.filter((path) => path.endsWith("experiments/search")).length, 1);
    }
  });

  it("that is none says so, and is looked at once", async () => {
    const { registry, asked } = serverWith("/elsewhere");
    for (let time = 1; time <= 2; time++) await assert.rejects(registry.model("scorer", signal), { kind: "unsupported" });
    assert.equal(asked.length, 3);
  });
});
