import { Worker } from "node:worker_threads";
import type { Backend } from "#registry/backend.ts";
import { type Thread, threadRegistry } from "#registry/thread/threadRegistry.ts";

/** The same kind of registry, each in a thread of its own; `entry` is the path of `nodeRegistryThread`, as source or as built. */
export function inThread(backend: Backend, entry: string): Backend {
  return {
    ...backend,
    open(uri) {
      return threadRegistry(backend.describe(uri), () => startThread(entry, uri));
    },
  };
}

function startThread(entry: string, uri: string): Thread {
  const worker = new Worker(entry, { workerData: uri });
  // A registry that is open alone must not keep the process alive.
  worker.unref();
  let why: Error | undefined;
  worker.on("error", (error) => {
    why = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    listen: (handler) => void worker.on("message", handler),
    onEnd: (handler) => void worker.on("exit", () => handler(why)),
  };
}
