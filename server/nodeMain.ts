import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./main.ts";
import { nodeWorld } from "./nodeWorld.ts";

const connection = createConnection(ProposedFeatures.all);
const log = {
  info: (message: string) => connection.console.info(message),
  warn: (message: string) => connection.console.warn(message),
  error: (message: string) => connection.console.error(message),
};
// A mistake in one answer must not end the process and every view with it.
process.on("unhandledRejection", (reason) => log.error(`Unhandled: ${reason instanceof Error ? reason.stack : reason}`));
startServer(connection, nodeWorld(log));
