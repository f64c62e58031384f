import { fork } from "node:child_process";
import { unlessGivenUp } from "#registry/model/unlessGivenUp.ts";
import type { RangedFile } from "./artifacts/parquet/pages.ts";
import { Unread } from "./artifacts/parquet/unread.ts";
import type { TableHead } from "./artifacts/tableHead.ts";

/** From the reader: a part of the file is wanted, or how it ended. */
export type FromReader =
  | { readonly id: number; readonly from: number; readonly to: number }
  | { readonly head: TableHead }
  | { readonly unread: string; readonly isTooLarge: boolean };

/** To the reader: a part of the file. */
export interface ToReader {
  readonly id: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the reader may take: ms of its own work, and MB. */
const mostTime = 8000;
const mostMemory = 256;

/**
 * Reads the head of a Parquet file in a process of its own, which is ended when it takes too long: a few bytes of a stranger can stand for
 * gigabytes, and a thread that runs out of memory takes its process along. `entry` is the path of `nodeParquetReader`, as source or as built.
 * Rejects with an `Unread`, with what `file` rejects with, or with the reason of `signal`.
 */
export function readParquetApart(entry: string, file: RangedFile, signal: AbortSignal): Promise<TableHead> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<TableHead>();
  const reader = fork(entry, [String(file.size)], {
    execArgv: [`--max-old-space-size=${mostMemory}`],
    // In VS Code the program is Electron, which is Node where it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  // Time that the registry takes is not the reader's.
  const watch = () => {
    clearTimeout(timer);
    if (waiting === 0) timer = setTimeout(() => reject(new Unread("reading it takes too long", true)), mostTime);
  };
  const give = async (id: number, from: number, to: number) => {
    waiting++;
    watch();
    const bytes = await file.slice(from, to);
    waiting--;
    watch();
    if (reader.connected) reader.send({ id, bytes } satisfies ToReader);
  };
  reader.on("message", (message: FromReader) => {
    if ("id" in message) give(message.id, message.from, message.to).catch(reject);
    else if ("head" in message) resolve(message.head);
    else reject(new Unread(message.unread, message.isTooLarge));
  });
  reader.on("error", () => reject(new Unread("its reader does not start")));
  reader.on("exit", () => reject(new Unread("reading it takes too much memory", true)));
  watch();
  return unlessGivenUp(promise, signal).finally(() => {
    clearTimeout(timer);
    reader.kill("SIGKILL");
  });
}
