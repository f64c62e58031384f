import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import type { SignIn } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { openRegistry } from "#registry/open.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";
import { CredentialStore } from "#server/registry/credentialStore.ts";
import { admin, requireBasicAuth, startWithUsers } from "./basicAuth.ts";
import { openWorld } from "./bothRegistries.ts";
import type { MlflowServer } from "./realMlflow.ts";
import { restoreStore } from "./recorded.ts";
import { repositoryRoot } from "./repositoryRoot.ts";

const signal = new AbortController().signal;
const certificate = (name: string) => join(repositoryRoot, "test/fixtures/tls", `${name}.pem`);
const prefix = "/tracking";

describe("a real MLflow with --app-name basic-auth and --static-prefix, behind TLS and a proxy", function () {
  this.timeout(300_000);
  let folder: string;
  let server: MlflowServer;
  let address: string;
  let front: Server;
  let proxy: Server;
  let tunnels: string[];

  before(async function () {
    const python = await requireBasicAuth(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-reach-"));
    restoreStore(folder);
    server = await startWithUsers(python, folder, ["--static-prefix", prefix]);
    address = server.url + prefix;
    const pem = readFileSync(certificate("server"), "utf8");
    const { port, hostname } = new URL(server.url);
    front = createTlsServer({ cert: pem, key: pem }, (message, response) => {
      const { url, method, headers } = message;
      const onward = request({ port, hostname, path: url, method, headers: { ...headers, host: `${hostname}:${port}` } });
      onward.on("response", (inner) => inner.pipe(response.writeHead(inner.statusCode ?? 502, inner.headers)));
      message.pipe(onward);
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    tunnels = [];
    proxy = createServer().on("connect", (message, socket: Socket) => {
      tunnels.push(message.url ?? "");
      const onward = connect((front.address() as AddressInfo).port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [onward, socket]) end.on("error", () => end.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    front?.closeAllConnections();
    front?.close();
    proxy?.closeAllConnections();
    proxy?.close();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** As the editor opens it, on a computer with these variables and this home folder. */
  function open(uri: string, environment: Record<string, string> = {}, given?: SignIn, home?: string): Registry {
    const readFileOfHome = async (path: string) => (home === undefined ? undefined : readFile(join(home, path), "utf8"));
    const person = { environment, readFile: readFileOfHome, run: async () => "" };
    const store = new CredentialStore({ environment, person }, given === undefined ? [] : [{ ...given, origin: new URL(uri).origin }]);
    const { fetch } = nodeNetwork(environment);
    return openRegistry(uri, { ...openWorld, fetch, authorize: ({ origin, own }) => store.of(origin, own) }, backends);
  }

  const names = async (registry: Registry) => (await registry.models({ limit: 100 }, signal)).items.map(({ name }) => name);
  const kind = (call: Promise<unknown>) =>
    call.then(
      () => "answered",
      (error: unknown) => (error instanceof RegistryError ? error.kind : String(error)),
    );

  it("knows who is given, in the environment, in MLflow's file, or in the address, and nobody else", async () => {
    const variables = { MLFLOW_TRACKING_USERNAME: admin.username, MLFLOW_TRACKING_PASSWORD: admin.password };
    const here = { MLFLOW_TRACKING_URI: address };
    const home = join(folder, "home");
    await mkdir(join(home, ".mlflow"), { recursive: true });
    const file = `[mlflow]\nmlflow_tracking_username = ${admin.username}\nmlflow_tracking_password = ${admin.password}\n`;
    await writeFile(join(home, ".mlflow/credentials"), file);
    const cases: readonly (readonly [Registry, string])[] = [
      [open(address), "unauthorized"],
      [open(address, {}, { ...admin, password: "wrong" }), "unauthorized"],
      [open(address, {}, admin), "answered"],
      [open(address, { ...variables, ...here }), "answered"],
      [open(address, { ...variables, MLFLOW_TRACKING_URI: "http://elsewhere" }), "unauthorized"],
      [open(address, here, undefined, home), "answered"],
      [open(address, {}, undefined, home), "unauthorized"],
      [open(address.replace("//", `//${admin.username}:${admin.password}@`)), "answered"],
    ];
    for (const [index, [registry, expected]] of cases.entries()) assert.equal(await kind(names(registry)), expected, `case ${index}`);
  });

  async function asAdmin(call: string, body: Readonly<Record<string, string>>): Promise<void> {
    const authorization = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString("base64")}`;
    const headers = { "content-type": "application/json", authorization };
    const made = await fetch(address + call, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(made.ok, await made.text());
  }

  it("refuses those who may only read", async () => {
    await asAdmin("/api/2.0/mlflow/users/create", { username: "ben", password: "a long password" });
    const readOnly = { resource_type: "registered_model", resource_id: "fraud-scorer", permission: "READ" };
    await asAdmin("/api/3.0/mlflow/users/permissions/grant", { username: "ben", ...readOnly });
    const ben = open(address, {}, { username: "ben", password: "a long password" });
    assert.ok((await names(ben)).includes("fraud-scorer"));
    await assert.rejects(ben.setVersionTag("fraud-scorer", "1", "by", "ben", signal), { kind: "forbidden" });
    await open(address, {}, admin).setVersionTag("fraud-scorer", "1", "by", "admin", signal);
    assert.ok((await ben.version("fraud-scorer", "1", signal)).tags.some(({ key, value }) => key === "by" && value === "admin"));
  });

  it("is found under its prefix with all of its calls, and nowhere else", async () => {
    const prefixed = open(address, {}, admin);
    assert.equal((await prefixed.capabilities(signal)).version, "3.17.2");
    await prefixed.setAlias("fraud-scorer", "prefixed", "1", signal);
    assert.ok((await prefixed.model("fraud-scorer", signal)).aliases.some(({ alias }) => alias === "prefixed"));
    const { ids } = await prefixed.runs({ experimentIds: ["1"], filter: "", orderBy: [], limit: 5 }, signal);
    assert.ok((await prefixed.history({ runIds: ids, metrics: ["val_auc"], maxPoints: 5 }, signal)).length > 0);
    assert.equal((await prefixed.modelFile("fraud-scorer", "3", signal)).state, "known");
    assert.equal(await kind(names(open(new URL(address).origin, {}, admin))), "unsupported");
  });

  it("shows the workspace that MLFLOW_WORKSPACE names, on the server that the person named", async () => {
    const theirs = { MLFLOW_WORKSPACE: "team-b" };
    assert.ok((await names(open(address, { ...theirs, MLFLOW_TRACKING_URI: address }, admin))).includes("theirs"));
    assert.ok(!(await names(open(address, theirs, admin))).includes("theirs"));
  });

  it("answers over TLS with an authority of its own, through the proxy", async () => {
    const uri = `https://mlflow.test${prefix}`;
    const { port } = proxy.address() as AddressInfo;
    const environment = {
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_SERVER_CERT_PATH: certificate("authority"),
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
    };
    assert.deepEqual(await names(open(uri, environment, admin)), await names(open(address, {}, admin)));
    assert.deepEqual([...new Set(tunnels)], ["mlflow.test:443"]);
    const { MLFLOW_TRACKING_SERVER_CERT_PATH: _, ...untrusting } = environment;
    await assert.rejects(names(open(uri, untrusting, admin)), { message: /its certificate is not trusted/ });
  });
});
