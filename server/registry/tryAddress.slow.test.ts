import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Workspace } from "../workspace/workspace.ts";
import { testWorld } from "./testWorld.ts";
import { tryAddress } from "./tryAddress.ts";

const signal = new AbortController().signal;

describe("an address that is tried before it is opened", () => {
  let server: Server;
  let host: string;
  let asked: string[];

  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      const isThere = request.url?.startsWith("/mlflow/api/2.0/mlflow/");
      const isKnown = request.headers.authorization === "Bearer t0ken";
      if (!isThere) response.writeHead(404, { "content-type": "text/html" }).end("<html>");
      else if (!isKnown) response.writeHead(401).end();
      else response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function attempt(uri: string, token?: string, trusted = true) {
    const workspace = { trusted, world: testWorld({ fetch }), folders: [] } as unknown as Workspace;
    return tryAddress({ uri, ...(token === undefined ? {} : { credentials: { origin: host, token } }) }, workspace, signal);
  }

  it("answers: nothing is wrong", async () => assert.deepEqual(await attempt(`${host}/mlflow`, "t0ken"), {}));

  it("asks who it is, does not listen, or is none: it is said, with what to do", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const gone = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const cases: readonly (readonly [string, string | undefined, string, RegExp])[] = [
      [`${host}/mlflow`, undefined, "unauthorized", /asks who you are/],
      [`${host}/mlflow`, "wrong", "unauthorized", /asks who you are/],
      [host, "t0ken", "unsupported", /does not know this call/],
      [gone, "t0ken", "unavailable", /nothing listens there/],
      ["http://no-such-host.invalid", "t0ken", "unavailable", /the name is not known/],
      ["http://", undefined, "invalid", /not valid/],
    ];
    for (const [uri, token, kind, message] of cases) {
      const { problem, better } = await attempt(uri, token);
      assert.equal(problem?.kind, kind, uri);
      assert.match(problem?.message ?? "", message);
      assert.notEqual(problem?.next, "");
      assert.equal(better, undefined);
    }
  });

  it("is that of a page of MLflow's: the server's own is named", async () => {
    for (const page of ["/mlflow/experiments/1", "/mlflow/#/models/scorer", "/mlflow/x?y=1#/z"]) {
      const { better } = await attempt(host + page, "t0ken");
      assert.equal(better, page.includes("/#/models") ? undefined : `${host}/mlflow`, page);
    }
  });

  it("is not contacted before the workspace is trusted", async () => {
    assert.deepEqual(await attempt(`${host}/mlflow`, "t0ken", false), {});
    assert.deepEqual(asked, []);
  });
});
