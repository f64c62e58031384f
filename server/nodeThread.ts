import { Worker } from "node:worker_threads";
import type { Backend } from "#registry/backend.ts";
import { type Thread, threadRegistry } from "#registry/thread/threadRegistry.ts";

/** How long a thread that was started ahead is kept for the first registry of files, ms. */
const spareTime = 60_000;

/**
 * Threads that registries of files are read in. One is started ahead, so that it is there when the first registry is opened: a thread takes
 * as long to start as the first page of runs takes to read.
 */
export class RegistryThreads {
  readonly #entry: string;
  #spare: Worker | undefined;

  /** `entry` is the path of `nodeRegistryThread`, as source or as built. */
  constructor(entry: string) {
    this.#entry = entry;
    this.#spare = this.#begin();
    setTimeout(() => void this.#take()?.terminate(), spareTime).unref();
  }

  /** The same kind of registry, each in a thread of its own. */
  inThread(backend: Backend): Backend {
    return {
      ...backend,
      open: (uri, world) => {
        // Says what it is and what is wrong with its address; nothing is read before the first call.
        const { source } = backend.open(uri, world);
        return threadRegistry(source, () => this.#start(uri));
      },
    };
  }

  #start(uri: string): Thread {
    const worker = this.#take() ?? this.#begin();
    let why: Error | undefined;
    worker.on("error", (error) => {
      why = error instanceof Error ? error : new Error(String(error));
    });
    worker.postMessage(uri);
    return {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      listen: (handler) => void worker.on("message", handler),
      onEnd: (handler) => void worker.on("exit", () => handler(why)),
    };
  }

  #take(): Worker | undefined {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare;
  }

  #begin(): Worker {
    const worker = new Worker(this.#entry);
    // A registry that is open alone must not keep the process alive.
    worker.unref();
    return worker;
  }
}
