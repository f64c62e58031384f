import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { CredentialStore } from "#server/registry/credentialStore.ts";
import { openWorld, requirePython } from "../contract/bothRegistries.ts";
import { repositoryRoot } from "../contract/repositoryRoot.ts";

const run = promisify(execFile);
const signal = new AbortController().signal;

type Variables = Readonly<Record<string, string>>;
const user = { MLFLOW_TRACKING_USERNAME: "ana" };
const password = { MLFLOW_TRACKING_PASSWORD: "hunter2" };
const token = { MLFLOW_TRACKING_TOKEN: "t0ken" };
const environments: readonly Variables[] = [
  {},
  user,
  password,
  token,
  { ...user, ...password },
  { ...user, ...token },
  { ...password, ...token },
  { ...user, ...password, ...token },
  { ...user, MLFLOW_TRACKING_PASSWORD: "", ...token },
  { MLFLOW_TRACKING_USERNAME: "", ...password, ...token },
  { MLFLOW_TRACKING_USERNAME: "änne", MLFLOW_TRACKING_PASSWORD: "schlüssel:ü" },
];
const inAddress = ["", "bob:secret@", "bob@", "bob:p%25%3A%40@", "bob:100%@"];

/** Asks for one model with each environment and address; the answers do not matter. */
const script = `
import json, os, sys
from mlflow import MlflowClient
for variables, uri in json.loads(sys.argv[1]):
    for name in list(os.environ):
        if name.startswith("MLFLOW_TRACKING_"):
            del os.environ[name]
    os.environ.update(variables)
    MlflowClient(uri, uri).get_registered_model("scorer")
`;

describe("how the real MLflow client, the editor and the command line sign in with the same environment", function () {
  this.timeout(120_000);
  let server: Server;
  let host: string;
  let sent: (string | undefined)[];

  before(async () => {
    server = createServer((request, response) => {
      sent.push(request.headers.authorization);
      const empty = { registered_model: { name: "scorer" }, registered_models: [], experiments: [] };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(empty));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    sent = [];
  });
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  it("sends the same header", async function () {
    const python = requirePython(this);
    const cases = environments.flatMap((variables) => inAddress.map((own) => [variables, `http://${own}${host}`] as const));
    // No credentials of this machine: neither MLflow's file nor a .netrc.
    const clean = { ...process.env, HOME: "/nonexistent", MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0" };
    await run(python, ["-c", script, JSON.stringify(cases)], { env: clean });
    const theirs = sent.splice(0);
    assert.equal(theirs.length, cases.length);
    for (const [variables, uri] of cases) {
      const store = new CredentialStore({ ...variables, MLFLOW_TRACKING_URI: uri }, []);
      await openRegistry(uri, { ...openWorld, authorize: async ({ origin, own }) => store.of(origin, own) }, backends).model(
        "scorer",
        signal,
      );
    }
    const told = (headers: readonly unknown[]) => cases.map(([variables, uri], index) => [variables, uri, headers[index]]);
    assert.deepEqual(told(sent), told(theirs));
  });

  it("the command line, too", async function () {
    const python = requirePython(this);
    const both = { ...user, ...password, ...token };
    await run(python, ["-c", script, JSON.stringify([[both, `http://${host}`]])], { env: { ...process.env, HOME: "/nonexistent" } });
    const theirs = sent.splice(0);
    const cli = ["--disable-warning=ExperimentalWarning", join(repositoryRoot, "cli/main.ts"), "models", "--registry", `http://${host}`];
    await run(process.execPath, cli, { env: { ...process.env, ...both } });
    assert.deepEqual([...new Set(sent)], theirs);
  });
});
