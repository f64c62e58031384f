import assert from "node:assert/strict";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Registry } from "#registry/api.ts";
import { openMlflowRegistry } from "#registry/mlflow/mlflowRegistry.ts";
import { anyChange, noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { packed } from "#registry/thread/packed.ts";
import type { SentError } from "#registry/thread/port.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";
import { wireQuestions } from "../contract/wire.ts";
import { bothEnds } from "./bothEnds.ts";

const signal = new AbortController().signal;

describe("read access to the open registry", () => {
  const store = openSqliteRegistry(join(repositoryRoot, "examples/fraud-detection/mlflow.db"), Date.now);
  after(() => store.close());

  async function readsOf(opened: Registry) {
    const ends = bothEnds();
    ends.opened = opened;
    const reads = await ends.api.registry();
    assert.ok(reads);
    return { ...ends, ends, reads };
  }

  it("is undefined where none is open", async () => {
    assert.equal(await bothEnds().api.registry(), undefined);
  });

  for (const [title, { ask }] of Object.entries(wireQuestions)) {
    it(`gives what the registry gives: ${title}`, async () => {
      const { reads } = await readsOf(store);
      const plain = await ask(store).catch((error: unknown) => error);
      const read = await ask(reads as Registry).catch((error: unknown) => error);
      if (RegistryError.is(plain)) assert.deepEqual({ ...(read as object) }, { ...plain });
      else assert.deepEqual(read, plain);
    });
  }

  it("has no call that writes, closes or takes changes away, nor does the server answer one", async () => {
    const { reads, say, said } = await readsOf(store);
    assert.deepEqual(
      Object.keys(reads).filter((name) => /^(set|delete|restore|act|close|changes)/.test(name)),
      [],
    );
    assert.throws(() => Object.assign(reads, { runs: 1 }), TypeError);
    const writes = ["setAlias", "deleteRun", "setVersionTag", "changes", "constructor", "__proto__", "toString"];
    for (const [id, method] of writes.entries()) {
      say({
        // Each its own: the window ends a link that it does not know at the first answer over it.
        link: `odd-${id}`,
        about: { registry: store.source.uri },
        message: packed({ kind: "call", id, method, args: ["m", "champion", "1"] }),
      });
    }
    const answered = () => said.flatMap(({ message }) => (message === undefined ? [] : [message as { id: number; error?: SentError }]));
    while (answered().length < writes.length) await turn();
    const answers = answered()
      .sort((a, b) => a.id - b.id)
      .map(({ error }) => error?.message);
    assert.deepEqual(
      answers,
      writes.map((method) => `There is no call ${method} here.`),
    );
  });

  it("can be given up, and fails as the registry fails", async () => {
    let given: AbortSignal | undefined;
    const { reads } = await readsOf({
      source: store.source,
      model: (_name: string, asked: AbortSignal) => {
        given = asked;
        return new Promise((_, reject) => asked.addEventListener("abort", () => reject(asked.reason)));
      },
      version: async () => {
        throw new RegistryError("forbidden", "Not you.", "Ask ana.");
      },
      runsById: async () => {
        throw new TypeError("ours");
      },
    } as unknown as Registry);
    const stop = new AbortController();
    const asked = reads.model("m", stop.signal);
    while (given === undefined) await turn();
    stop.abort(new Error("enough"));
    await assert.rejects(asked, { message: "enough" });
    while (!given.aborted) await turn();
    await assert.rejects(reads.version("m", "1", signal), { kind: "forbidden", message: "Not you.", next: "Ask ana." });
    await assert.rejects(reads.runsById({ ids: [] }, signal), { kind: "invalid", message: "Slipway could not answer runsById." });
  });

  it("says so when the registry is not open any more, and goes on over a server that starts anew", async () => {
    const { ends, reads } = await readsOf(store);
    ends.opened = undefined;
    await assert.rejects(reads.experiments({ limit: 1 }, signal), { kind: "unavailable", message: "That registry is not open any more." });
    ends.opened = store;
    assert.equal((await reads.experiments({ limit: 1 }, signal)).items.length, 1);
    ends.restart();
    assert.equal((await reads.experiments({ limit: 1 }, signal)).items.length, 1);
  });

  it("takes odd questions without harm", async () => {
    const { reads } = await readsOf(store);
    const odd = [undefined, null, 5, "x", {}, { limit: "many" }, { limit: Number.NaN }, () => 1, Symbol("s"), 1n];
    for (const question of odd) {
      for (const call of ["experiments", "runs", "history", "model", "versions"] as const) {
        const asked = (reads[call] as unknown as (...args: unknown[]) => Promise<unknown>)(question, signal);
        await asked.catch((error: unknown) => assert.ok(RegistryError.is(error), `${call} ${String(error)}`));
      }
    }
    assert.equal((await reads.experiments({ limit: 1 }, signal)).items.length, 1);
  });

  it("gives no credential, in no answer and in no error", async () => {
    const secrets = ["hunter2", "dapi-secret", "ana-the-user"];
    const sent: string[] = [];
    const server = openMlflowRegistry(new URL("http://ana-the-user:hunter2@mlflow.internal/base"), {
      fetch: async (url, init) => {
        sent.push(`${String(url)} ${JSON.stringify(init?.headers)}`);
        return sent.length % 2 === 0 ? new Response("nothing for you", { status: 403 }) : new Response('{"experiments": []}');
      },
      random: () => 0,
      sleep: async () => undefined,
      authorize: async () => ({ token: "dapi-secret" }),
    });
    const { reads, logged } = await readsOf(server);
    const told: unknown[] = [{ ...reads.source }, Object.keys(reads)];
    for (const { ask } of Object.values(wireQuestions)) {
      await ask(reads as Registry).then(
        (value) => told.push(value),
        (error: Error) => told.push({ ...error }, error.message, error.stack, String(error.cause)),
      );
    }
    server.close();
    assert.match(sent.join("\n"), /dapi-secret/);
    const all = JSON.stringify([told, logged]);
    for (const secret of [...secrets, btoa("ana-the-user:hunter2")]) assert.ok(!all.includes(secret), secret);
  });

  it("tells what changed, to every listener, until it is disposed of", async () => {
    const { api, window, failures } = bothEnds();
    const heard: unknown[] = [];
    api.onDidChange(() => {
      throw new Error("theirs");
    });
    const listening = api.onDidChange((change) => heard.push(change));
    window.changed({ ...noChange, runs: ["r"], registry: "sqlite:////x/mlflow.db" });
    window.changed(anyChange);
    listening.dispose();
    window.changed(anyChange);
    assert.deepEqual(heard, [{ ...noChange, runs: ["r"], registry: "sqlite:////x/mlflow.db" }, anyChange]);
    assert.equal(failures.length, 3);
  });
});
