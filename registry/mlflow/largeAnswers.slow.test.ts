import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

/** As the product has it. */
const { fetch } = nodeNetwork({});
const { signal } = new AbortController();
const gigabyte = 1e9;
const chunk = Buffer.alloc(1_000_000, "x");

describe("a server that answers with a gigabyte", function () {
  this.timeout(60_000);
  let server: Server;
  let registry: Registry;
  let saysLength: boolean;
  let requests = 0;
  /** What was handed to the network, over all answers. */
  let sent = 0;

  before(async () => {
    server = createServer((_request, response) => {
      requests++;
      response.writeHead(200, { "content-type": "application/json", ...(saysLength ? { "content-length": String(gigabyte) } : {}) });
      void pour(response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    registry = openMlflowRegistry(url, { fetch, random: () => 0.5, sleep: async () => {}, authorize: async () => undefined });
  });
  after(() => {
    registry.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = 0;
    sent = 0;
  });

  async function pour(response: ServerResponse): Promise<void> {
    for (let at = 0; at < gigabyte && !response.destroyed; at += chunk.length) {
      sent += chunk.length;
      if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  }
  const tooLarge = (error: unknown) =>
    RegistryError.is(error, "unsupported") && /more than 256 MB/.test(error.message) && error.next === "Ask for less at once.";

  it("and says so: nothing of it is read", async () => {
    saysLength = true;
    await assert.rejects(registry.model("scorer", signal), tooLarge);
    await assert.rejects(registry.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal), tooLarge);
    assert.equal(requests, 2, "it is not asked again");
    assert.ok(sent < 50e6, `${sent} bytes were taken`);
  });

  it("without saying so: it is broken off at the limit, and not asked again", async () => {
    saysLength = false;
    await assert.rejects(registry.model("scorer", signal), tooLarge);
    assert.equal(requests, 1);
    assert.ok(sent < 350e6, `${sent} bytes were taken`);
  });

  it("to a change: it is not known whether it was made", async () => {
    saysLength = true;
    const change = registry.setAlias("scorer", "champion", "1", signal);
    await assert.rejects(change, (error) => RegistryError.is(error, "unavailable") && /not known whether/.test(error.message));
  });

  it("for an artifact: its beginning is read, and the rest given up", async () => {
    for (saysLength of [true, false]) {
      const { bytes, isWhole } = await registry.readArtifact({ runId: "r1", path: "model.bin", maxBytes: 1000 }, signal);
      assert.deepEqual([bytes.length, isWhole], [1000, false]);
    }
    assert.ok(sent < 50e6, `${sent} bytes were taken`);
  });
});
