import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
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
/** `~/.mlflow/credentials`; empty: there is none. */
const files = [
  "",
  "[mlflow]\nmlflow_tracking_username = fay\nmlflow_tracking_password = p#w;d = 1\n",
  "# mine\n[other]\nmlflow_tracking_username=x\n[mlflow]\nMLFLOW_TRACKING_USERNAME: fay\nmlflow_tracking_password:\tpw \n",
  "[mlflow]\nmlflow_tracking_username=fay\n",
  "[DEFAULT]\nmlflow_tracking_password = everywhere\n[mlflow]\nmlflow_tracking_username = fay\n  continued\n",
];
const inAddress = ["", "bob:secret@", "bob@", "bob:p%25%3A%40@", "bob:100%@"];

/** Asks for one model with each environment and address; the answers do not matter. */
const script = `
import json, os, sys
from mlflow import MlflowClient
kept = os.path.expanduser("~/.mlflow/credentials")
os.makedirs(os.path.dirname(kept))
for variables, uri, text in json.loads(sys.argv[1]):
    for name in list(os.environ):
        if name.startswith("MLFLOW_TRACKING_"):
            del os.environ[name]
    os.environ.update(variables)
    with open(kept, "w") as file:
        file.write(text)
    MlflowClient(uri, uri).get_registered_model("scorer")
`;

describe("how the real MLflow client, the editor and the command line sign in with the same environment", function () {
  this.timeout(120_000);
  let server: Server;
  let host: string;
  let sent: (string | undefined)[];
  let home: string;

  before(async () => {
    server = createServer((request, response) => {
      sent.push(request.headers.authorization);
      const empty = { registered_model: { name: "scorer" }, registered_models: [], experiments: [] };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(empty));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(async () => {
    sent = [];
    // No credentials of this machine: neither MLflow's file nor a .netrc.
    home = await mkdtemp(join(tmpdir(), "slipway-home-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));
  after(() => {
    server?.closeAllConnections();
    server?.close();
  });

  it("sends the same header", async function () {
    const python = requirePython(this);
    const cases = environments.flatMap((variables) =>
      files.flatMap((text) => inAddress.map((own) => [variables, `http://${own}${host}`, text] as const)),
    );
    const clean = { ...process.env, HOME: home, MLFLOW_DISABLE_TELEMETRY: "true", MLFLOW_HTTP_REQUEST_MAX_RETRIES: "0" };
    await run(python, ["-c", script, JSON.stringify(cases)], { env: clean });
    const theirs = sent.splice(0);
    assert.equal(theirs.length, cases.length);
    for (const [variables, uri, text] of cases) {
      const environment = { ...variables, MLFLOW_TRACKING_URI: uri };
      const readFile = async (path: string) => (path === ".mlflow/credentials" ? text : undefined);
      const store = new CredentialStore({ environment, person: { environment, readFile, run: async () => "" } }, []);
      await openRegistry(uri, { ...openWorld, authorize: async ({ origin, own }) => store.of(origin, own) }, backends).model(
        "scorer",
        signal,
      );
    }
    const told = (headers: readonly unknown[]) => cases.map((each, index) => [each, headers[index]]);
    assert.deepEqual(told(sent), told(theirs));
  });

  it("the command line, too", async function () {
    const python = requirePython(this);
    const both = { ...user, ...password, ...token };
    const file = files[1] ?? "";
    const asked = [
      [both, `http://${host}`, file],
      [{}, `http://${host}`, file],
    ];
    await run(python, ["-c", script, JSON.stringify(asked)], { env: { ...process.env, HOME: home } });
    const theirs = sent.splice(0);
    const cli = ["--disable-warning=ExperimentalWarning", join(repositoryRoot, "cli/main.ts"), "models", "--registry", `http://${host}`];
    for (const variables of [both, {}]) await run(process.execPath, cli, { env: { ...process.env, ...variables, HOME: home } });
    assert.deepEqual([...new Set(sent)], theirs);
  });
});
