import assert from "node:assert/strict";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Registry, RegistrySource } from "#registry/api.ts";
import { openUnityCatalog } from "#registry/databricks/unityCatalog.ts";
import { openWorkspaceRegistry } from "#registry/databricks/workspaceRegistry.ts";
import { openGitLabRegistry } from "#registry/gitlab/gitlabRegistry.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { HttpWorld } from "#registry/rest/http.ts";
import { everyCall, everyWrite } from "#registry/testCalls.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";

const secret = "s3cret-token";
const { signal } = new AbortController();
const world: HttpWorld = { ...nodeNetwork({}), random: () => 0.5, sleep: async () => {}, authorize: async () => ({ token: secret }) };
const source: RegistrySource = { uri: "x:", kind: "x", shared: true, label: "the registry" };

const backends: Readonly<Record<string, (url: URL) => Registry>> = {
  GitLab: (url) => openGitLabRegistry(new URL("/api/v4/projects/1/ml/mlflow", url), source, world),
  "Databricks' registry": (url) => openWorkspaceRegistry(url, source, world),
  "Unity Catalog": (url) => openUnityCatalog(url, source, world),
};

function says(status: number, body: string, type = "application/json"): RequestListener {
  return (_request, response) => void response.writeHead(status, { "content-type": type }).end(body);
}

const faults: Readonly<Record<string, RequestListener>> = {
  "reset at once": (_request, response) => void response.destroy(),
  "reset half-way": (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"a":', () => response.destroy());
  },
  "429": says(429, ""),
  "500": says(500, `token ${secret} failed`),
  "503": says(503, "<html>", "text/html"),
  "401": says(401, '{"message":"401 Unauthorized"}'),
  "403": says(403, '{"error":"insufficient_scope"}'),
  "404 without a word of MLflow's": says(404, '{"error":"404 Not Found"}'),
  "a web page": says(200, "<html>Sign in</html>", "text/html"),
  "truncated JSON": says(200, '{"registered_model": {"name": "sco'),
  "JSON of another kind": says(200, "[]"),
  "wrong types": says(
    200,
    '{"runs": 7, "experiments": "x", "registered_models": {}, "model_versions": 1, "requests": true, "metrics": "m", "files": 3}',
  ),
  "another one than was asked for": says(
    200,
    '{"registered_model": {"name": "other"}, "model_version": {"name": "other", "version": "9"}}',
  ),
};

describe("every call of a registry that is no MLflow server", () => {
  let server: Server;
  let handler: RequestListener;
  const seen: { readonly method: string; readonly url: string }[] = [];

  before(async () => {
    server = createServer((request, response) => {
      seen.push({ method: request.method ?? "", url: request.url ?? "" });
      handler(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const [name, open] of Object.entries(backends)) {
    for (const [title, own] of Object.entries(faults)) {
      it(`${name}, ${title}: an answer, or one error with a next step; a change is sent once`, async () => {
        handler = own;
        for (const [call, ask] of Object.entries(everyCall)) {
          const registry = open(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
          seen.length = 0;
          const error: unknown = await ask(registry, signal).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          registry.close();
          const what = `${call}: ${String(error)}`;
          if (error !== undefined) {
            assert.ok(error instanceof RegistryError, what);
            assert.ok(error.message !== "" && error.next !== "", what);
            assert.ok(!`${error.message} ${error.next}`.includes(secret), what);
          }
          const changes = seen.filter(({ method, url }) => method !== "GET" && !/search|get-latest/.test(url));
          assert.ok(changes.length <= (call in everyWrite ? 1 : 0), `${what} ${changes.length} changes`);
          assert.ok(seen.length <= 12, `${what} ${seen.length} requests`);
        }
      });
    }
  }
});
