import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import type { Registry } from "#registry/api.ts";
import { noChange } from "#registry/model/changes.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { MetricHistory } from "#registry/model/types.ts";
import { buffersIn, type Port } from "./port.ts";
import { serveRegistry } from "./serveRegistry.ts";
import { type Thread, threadRegistry } from "./threadRegistry.ts";

const source = { uri: "sqlite:////x/mlflow.db", kind: "sqlite", shared: false, label: "mlflow.db" };
const never = new AbortController().signal;

/** A registry behind a line, on this thread: `calls` are what reached it. */
function behind(part: Partial<Registry>) {
  const calls: string[] = [];
  const ends: ((why?: Error) => void)[] = [];
  let started = 0;
  const named = Object.fromEntries(
    Object.entries(part).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name);
        return (method as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  );
  const start = (): Thread => {
    started++;
    const { port1, port2 } = new MessageChannel();
    const portOf = (port: typeof port1): Port => ({
      post: (message, transfer = []) => port.postMessage(message, [...transfer]),
      listen: (handler) => void port.on("message", handler),
    });
    const registry = { ...named, close: () => calls.push("close") } as unknown as Registry;
    serveRegistry(
      portOf(port2),
      registry,
      () => turn(),
      () => port2.close(),
    );
    port2.unref();
    port1.unref();
    return {
      ...portOf(port1),
      onEnd: (handler) => {
        ends.push(handler);
        port1.on("close", () => handler());
      },
    };
  };
  return { registry: threadRegistry(source, start), calls, ends, started: () => started };
}

describe("a registry in another thread", () => {
  it("is not started before the first call, and answers with what the registry answers, columns not copied", async () => {
    const history: MetricHistory = {
      runId: "r",
      metric: "loss",
      steps: Float64Array.of(1, 2),
      timestamps: Float64Array.of(3, 4),
      values: new Float64Array(10_000).fill(Number.NaN),
      total: 2,
    };
    const { registry, calls, started } = behind({ history: async () => [history] });
    assert.deepEqual([registry.source, started()], [source, 0]);
    const expected = structuredClone(history);
    assert.deepEqual(await registry.history({ runIds: ["r"], metrics: ["loss"], maxPoints: 2 }, never), [expected]);
    assert.equal(history.values.length, 0, "the buffer changed hands");
    assert.deepEqual([calls, started()], [["history"], 1]);
    registry.close();
  });

  it("fails as the registry fails, with its next step; another error keeps its message and its place", async () => {
    const { registry } = behind({
      model: async () => {
        throw new RegistryError("rateLimited", "Too many.", "Wait.", { retryAfter: 5 });
      },
      changes: async () => {
        throw new TypeError("ours");
      },
    });
    const said = { kind: "rateLimited", message: "Too many.", next: "Wait.", retryAfter: 5 };
    await assert.rejects(registry.model("a", never), (error) => RegistryError.is(error));
    await assert.rejects(registry.model("a", never), said);
    await assert.rejects(
      registry.changes(never),
      (error: Error) => error.message === "ours" && /threadRegistry\.test/.test(error.stack ?? ""),
    );
  });

  it("does not begin what was given up while another call held the thread, and ends what it has begun", async () => {
    let begun: AbortSignal | undefined;
    const { registry, calls } = behind({
      model: (_name, signal) => {
        begun = signal;
        return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
      experiments: async () => ({ items: [] }),
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = registry.model("a", first.signal);
    const dropped = registry.experiments({ limit: 1 }, second.signal);
    second.abort(new Error("superseded"));
    await assert.rejects(dropped, { message: "superseded" });
    while (begun === undefined) await turn();
    first.abort(new Error("enough"));
    await assert.rejects(asked, { message: "enough" });
    while (!begun.aborted) await turn();
    assert.deepEqual(calls, ["model"]);
    await assert.rejects(registry.experiments({ limit: 1 }, AbortSignal.abort(new Error("before"))), { message: "before" });
  });

  it("says so when the thread dies, and the next call starts another one", async () => {
    const hang = new Promise<never>(() => {});
    let isDying = true;
    const { registry, ends, started } = behind({ changes: () => (isDying ? hang : Promise.resolve(noChange)) });
    const asked = registry.changes(never);
    await turn();
    isDying = false;
    ends[0]?.(new Error("out of memory"));
    await assert.rejects(asked, { kind: "unavailable", message: "Reading mlflow.db stopped: out of memory." });
    assert.deepEqual(await registry.changes(never), noChange);
    assert.equal(started(), 2);
  });

  it("reads histories that are asked for together in two threads, and everything else in one", async () => {
    let finish: () => void = () => {};
    const until = new Promise<void>((resolve) => (finish = resolve));
    const { registry, started } = behind({ history: () => until.then(() => []), experiments: () => until.then(() => ({ items: [] })) });
    const query = { runIds: ["r"], metrics: ["loss"], maxPoints: 2 };
    const lists = [registry.experiments({ limit: 1 }, never), registry.experiments({ limit: 2 }, never)];
    assert.equal(started(), 1);
    const histories = [1, 2, 3].map(() => registry.history(query, never));
    assert.equal(started(), 2);
    finish();
    assert.deepEqual(await Promise.all([...lists, ...histories]), [{ items: [] }, { items: [] }, [], [], []]);
    registry.close();
    await assert.rejects(registry.history(query, never), { kind: "unavailable" });
  });

  it("answers what is under way when it is closed, and nothing after", async () => {
    let write: () => void = () => {};
    const { registry, calls } = behind({ setAlias: () => new Promise((resolve) => (write = resolve)) });
    const asked = registry.setAlias("a", "champion", "1", never);
    while (calls.length === 0) await turn();
    registry.close();
    while (calls.length === 1) await turn();
    write();
    await asked;
    await assert.rejects(registry.changes(never), { kind: "unavailable", message: "mlflow.db was closed." });
    assert.deepEqual(calls, ["setAlias", "close"]);
  });

  it("hands over the large buffers, each once", () => {
    const [values, small] = [new Float64Array(10_000), new Float64Array(50)];
    const page = {
      ids: ["a"],
      metrics: [{ values, steps: values, has: small }],
      startTimes: new Float64Array(8192),
      absent: undefined,
      none: null,
    };
    assert.deepEqual([...buffersIn(page)], [values.buffer, page.startTimes.buffer]);
  });
});
