import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CancellationTokenSource } from "vscode-jsonrpc";
import { runsRequest } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { compareDataRequest, curvesRequest } from "#protocol/views/compare.ts";
import { promotionPageRequest } from "#protocol/views/promotion.ts";
import { LspClient } from "./client.ts";

describe("a question that is given up", () => {
  let folder: string;
  let server: Server;
  let client: LspClient;
  /** Requests that the registry is working on, and those that were broken off. */
  let open = 0;
  let broken = 0;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-cancel-"));
    open = broken = 0;
    server = createServer((request, response) => {
      if (request.url?.includes("experiments/search")) return response.end("{}");
      open++;
      response.once("close", () => {
        open--;
        if (!response.writableEnded) broken++;
      });
      return undefined;
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = await LspClient.start(folder, { settings: { ...defaultSettings, registry, pollingInterval: 3600 } });
  });
  afterEach(async () => {
    await client.stop();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const until = async (what: () => boolean) => {
    while (!what()) await new Promise((done) => setTimeout(done, 10));
  };
  const questions: readonly (readonly [string, unknown])[] = [
    [compareDataRequest.method, { runIds: ["a", "b"] }],
    [curvesRequest.method, { runIds: ["a", "b"], metric: "auc", maxPoints: 10 }],
    [runsRequest.method, { experimentId: "1" }],
    [promotionPageRequest.method, { model: "m", version: "1" }],
  ];
  for (const [method, params] of questions) {
    it(`${method}: its requests are broken off on the wire`, async () => {
      await until(() => open > 0);
      const watching = open;
      const token = new CancellationTokenSource();
      const answer = client.connection.sendRequest(method, params, token.token).catch(() => "given up");
      await until(() => open > watching || broken > 0);
      token.cancel();
      assert.equal(await answer, "given up");
      await until(() => broken > 0);
    });
  }
});
