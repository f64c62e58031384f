import { dirname, extname, join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { backends } from "#registry/backends.ts";
import { startServer } from "./main.ts";
import { readParquetApart } from "./nodeParquet.ts";
import { inThread, RegistryThreads } from "./nodeThread.ts";
import { nodeWorld } from "./nodeWorld.ts";

const connection = createConnection(ProposedFeatures.all);
const log = {
  info: (message: string) => connection.console.info(message),
  warn: (message: string) => connection.console.warn(message),
  error: (message: string) => connection.console.error(message),
};
// A mistake in one answer must not end the process and every view with it.
process.on("unhandledRejection", (reason) => log.error(`Unhandled: ${reason instanceof Error ? reason.stack : reason}`));
const program = process.argv[1] ?? "";
const beside = (source: string, built: string) => join(dirname(program), extname(program) === ".ts" ? source : built);
const threads = new RegistryThreads(beside("nodeRegistryThread.ts", "registryThread.cjs"));
const offThread = backends.map((backend) => (backend.blocks ? inThread(backend, threads) : backend));
const parquetReader = beside("nodeParquetReader.ts", "parquetReader.cjs");
startServer(connection, {
  ...nodeWorld(log, offThread),
  parquetHead: (file, signal) => readParquetApart(parquetReader, file, signal),
  expectFiles: () => threads.startAhead(),
});
