import assert from "node:assert/strict";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

const signal = new AbortController().signal;

/** A server that has its calls under `there` alone; what it was asked, without the words that all calls have. */
function serverWith(there: string) {
  const asked: string[] = [];
  const scene = { asked, there, whenAsked: (_path: string): unknown => undefined };
  const registry = openMlflowRegistry(new URL("http://mlflow.internal/tracking"), {
    fetch: async (input, init) => {
      const { pathname } = new URL(String(input));
      asked.push(pathname.replace("/2.0/mlflow", ""));
      scene.whenAsked(pathname);
      init?.signal?.throwIfAborted();
      if (pathname.startsWith(scene.there)) return Response.json({ registered_model: { name: "scorer" } });
      return new Response("<html>Not found</html>", { status: 404, headers: { "content-type": "text/html" } });
    },
    random: () => 0,
    sleep: async () => {},
    authorize: async () => undefined,
  });
  return Object.assign(scene, { registry });
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

  it("is found by those who wait, where the one who began to look gives up", async () => {
    const scene = serverWith("/tracking/ajax-api/2.0/mlflow/");
    const first = new AbortController();
    const reason = new Error("superseded");
    scene.whenAsked = (path) => path.endsWith("/experiments/search") && first.abort(reason);
    const given = scene.registry.model("scorer", first.signal);
    const wanted = [scene.registry.model("scorer", signal), scene.registry.model("scorer", signal)];
    await assert.rejects(given, reason);
    assert.deepEqual(
      (await Promise.all(wanted)).map(({ name }) => name),
      ["scorer", "scorer"],
    );
  });

  it("is found when it is there again: until a server has answered something, it is looked for at each question", async () => {
    const scene = serverWith("/nowhere yet");
    for (let time = 1; time <= 2; time++) await assert.rejects(scene.registry.model("scorer", signal), { kind: "unsupported" });
    assert.equal(scene.asked.length, 4);
    scene.there = "/tracking/ajax-api/2.0/mlflow/";
    assert.equal((await scene.registry.model("scorer", signal)).name, "scorer");
  });

  it("is not looked for again where the server has answered here: that is a call which it does not know", async () => {
    const { registry, asked } = serverWith("/tracking/api/2.0/mlflow/registered-models");
    await registry.model("scorer", signal);
    for (let time = 1; time <= 3; time++) await assert.rejects(registry.experiment("1", signal), { kind: "unsupported" });
    assert.equal(asked.filter((path) => path.endsWith("experiments/search")).length, 1);
  });
});
