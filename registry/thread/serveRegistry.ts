import type { Registry } from "#registry/api.ts";
import { callByName } from "#registry/callsByName.ts";
import { buffersIn, type FromThread, type Port, sentError, type ToThread } from "./port.ts";

/**
 * Answers the calls of a `threadRegistry` with a registry of this thread. `turn` resolves when the messages that have arrived were heard: a
 * call that was given up while another one held the thread is not begun. `closed` is called after the
 * registry was closed and the last call answered.
 */
export function serveRegistry(port: Port, registry: Registry, turn: () => Promise<void>, closed: () => void): void {
  const underWay = new Map<number, AbortController>();
  let isClosed = false;
  port.listen((message) => {
    const given = message as ToThread;
    if (given.kind === "call") void answer(given.id, given.method, given.args);
    else if (given.kind === "abort") underWay.get(given.id)?.abort();
    else {
      registry.close();
      isClosed = true;
      endWhenIdle();
    }
  });

  function endWhenIdle(): void {
    if (isClosed && underWay.size === 0) closed();
  }

  async function answer(id: number, method: string, args: readonly unknown[]): Promise<void> {
    const wanted = new AbortController();
    underWay.set(id, wanted);
    const reply = await turn()
      .then(() => {
        wanted.signal.throwIfAborted();
        return callByName(registry, method, [...args, wanted.signal]);
      })
      .then(
        (value): FromThread => ({ kind: "value", id, value }),
        (error: unknown): FromThread => ({ kind: "error", id, error: sentError(error) }),
      );
    underWay.delete(id);
    if (!wanted.signal.aborted) send(reply);
    endWhenIdle();
  }

  function send(reply: FromThread): void {
    try {
      port.post(reply, reply.kind === "value" ? [...buffersIn(reply.value)] : []);
    } catch (error) {
      // A value that cannot cross: who waits is told.
      port.post({ kind: "error", id: reply.id, error: sentError(error) } satisfies FromThread);
    }
  }
}
