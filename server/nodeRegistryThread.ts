/** The entry of the thread that has a registry which reads files: a query may take long there, and holds nobody up. */
import { setImmediate as turn } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { fileBackends } from "#registry/fileBackends.ts";
import { openRegistry } from "#registry/open.ts";
import { serveRegistry } from "#registry/thread/serveRegistry.ts";
import { sleep } from "./registry/sleep.ts";

const port = parentPort;
if (port === null) throw new Error("This file is the entry of a thread.");

const world = {
  fetch: () => Promise.reject(new Error("A registry that reads files asks no server.")),
  now: () => Date.now(),
  random: () => Math.random(),
  sleep,
  authorize: async () => undefined,
};
// The first message says which registry: the thread may have been started before that was known.
port.once("message", (uri: unknown) => {
  serveRegistry(
    { post: (message, transfer = []) => port.postMessage(message, [...transfer]), listen: (handler) => void port.on("message", handler) },
    openRegistry(String(uri), world, fileBackends),
    () => turn(),
    () => port.close(),
  );
});
