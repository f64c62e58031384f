import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";
import { restoreStore } from "./recorded.ts";
import { type Exchange, readExchanges, requestText, wireQuestions, writeExchanges } from "./wire.ts";

/** `UPDATE=1` records what the server answers now. */
const update = process.env["UPDATE"] === "1";

describe("the recorded answers over HTTP", function () {
  this.timeout(300_000);
  let folder: string;
  let server: MlflowServer;

  before(async function () {
    const python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-wire-"));
    restoreStore(folder);
    server = await startServer(python, folder, { MLFLOW_ENABLE_WORKSPACES: "true" });
  });
  after(async () => {
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it("are what a real MLflow 3.17.2 answers", async () => {
    const found: Record<string, readonly Exchange[]> = {};
    for (const [title, { ask }] of Object.entries(wireQuestions)) found[title] = await exchangesOf(ask);
    if (update) writeExchanges(found);
    assert.deepEqual(found, readExchanges());
  });

  async function exchangesOf(ask: (typeof wireQuestions)[string]["ask"]): Promise<readonly Exchange[]> {
    const exchanges = new Map<string, unknown>();
    const registry = openRegistry(
      server.url,
      {
        ...openWorld,
        fetch: async (input, init) => {
          const answer = await fetch(input, init);
          const text = (await answer.clone().text()).replaceAll(folder, "{folder}").replace(/\bNaN\b(?=[,}])/g, '"NaN"');
          exchanges.set(requestText(String(input), init), JSON.parse(text));
          return answer;
        },
      },
      backends,
    );
    await ask(registry);
    registry.close();
    return [...exchanges].sort(([one], [other]) => (one < other ? -1 : 1));
  }
});
