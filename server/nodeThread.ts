import { Worker } from "node:worker_threads";
import type { Backend } from "#registry/backend.ts";
import { type Thread, threadRegistry } from "#registry/thread/threadRegistry.ts";

/** ms that a thread which was started ahead waits for its registry. */
const kept = 10_000;

/** The same kind of registry, each in a thread of its own. */
export function inThread(backend: Backend, threads: RegistryThreads): Backend {
  return {
    ...backend,
    open(uri) {
      return threadRegistry(backend.describe(uri), () => threads.start(uri));
    },
  };
}

/** Threads that have a registry open; `entry` is the path of `nodeRegistryThread`, as source or as built. */
export class RegistryThreads {
  readonly #entry: string;
  #ahead: Worker | undefined;

  constructor(entry: string) {
    this.#entry = entry;
  }

  /** Starts a thread before it is known for which registry: that is found out meanwhile, which takes as long. One that nobody needs ends by itself. */
  startAhead(): void {
    if (this.#ahead !== undefined) return;
    const worker = this.#newWorker();
    this.#ahead = worker;
    const forget = (): void => {
      if (this.#ahead === worker) this.#ahead = undefined;
    };
    worker.once("error", forget).once("exit", forget);
    setTimeout(() => {
      if (this.#ahead === worker) void worker.terminate();
    }, kept).unref();
  }

  /** A thread that has the registry at `uri` open. */
  start(uri: string): Thread {
    const worker = this.#ahead ?? this.#newWorker();
    this.#ahead = undefined;
    worker.postMessage(uri);
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

  #newWorker(): Worker {
    const worker = new Worker(this.#entry);
    // A registry that is open alone must not keep the process alive.
    worker.unref();
    return worker;
  }
}
