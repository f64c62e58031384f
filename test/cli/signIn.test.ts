import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { slipway } from "./run.ts";

describe("credentials of the command line", () => {
  let server: Server;
  let port: number;
  let folder: string;
  let sent: Set<string>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-cli-"));
    server = createServer((request, response) => {
      sent.add(request.headers.authorization ?? "nothing");
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    sent = new Set();
  });
  after(async () => {
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function ask(policyRegistry: string, uri: string, ...args: string[]): Promise<string[]> {
    await writeFile(
      join(folder, "slipway.yaml"),
      `version: 1\nregistry: ${policyRegistry}\nenvironments:\n  dev: {}\n  prod: {alias: champion}\n`,
    );
    const env = { MLFLOW_TRACKING_TOKEN: "t0ken", MLFLOW_TRACKING_URI: uri };
    const { status, stdout, stderr } = await slipway(["models", ...args], { cwd: folder, env });
    assert.equal(status, 0, stderr);
    assert.ok(!(stdout + stderr).includes("hunter2"));
    return [...sent];
  }

  it("that were given for https are not sent to the same host over http, which slipway.yaml names", async () => {
    assert.deepEqual(await ask(`http://127.0.0.1:${port}`, `https://127.0.0.1:${port}`), ["nothing"]);
  });
  it("nor to another port", async () => {
    assert.deepEqual(await ask(`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`), ["nothing"]);
  });
  it("are sent where the variable names the same server, or --registry does", async () => {
    assert.deepEqual(await ask(`http://127.0.0.1:${port}`, `HTTP://127.0.0.1:${port}/`), ["Bearer t0ken"]);
    assert.deepEqual(await ask("http://elsewhere", "http://elsewhere", "--registry", `http://127.0.0.1:${port}`), ["Bearer t0ken"]);
  });
  it("in the address itself go to that server", async () => {
    const basic = `Basic ${Buffer.from("ana:hunter2").toString("base64")}`;
    assert.deepEqual(await ask(`http://ana:hunter2@127.0.0.1:${port}`, `http://127.0.0.1:${port}`), [basic]);
  });
});
