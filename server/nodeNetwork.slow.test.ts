import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { defaultProxySettings, type ProxySettings } from "#protocol/proxySettings.ts";
import { mlflowBackend } from "#registry/mlflow/backend.ts";
import { nodeNetwork } from "./nodeNetwork.ts";

const certificate = (name: string) => fileURLToPath(new URL(`../test/fixtures/tls/${name}.pem`, import.meta.url));
const signal = new AbortController().signal;
const model = '{"registered_model":{"name":"scorer"}}';

/** What came to a server or a proxy. */
interface Came {
  readonly what: string;
  readonly authorization: string | undefined;
  readonly proxyAuthorization: string | undefined;
  /** Name in the client certificate. */
  readonly client: string | undefined;
}

describe("the network of this computer", () => {
  const open: (Server | TlsServer)[] = [];
  const sockets = new Set<Socket>();
  let came: Came[];
  let plain: number;
  let encrypted: number;
  /** Wants a certificate of the client. */
  let strict: number;
  let proxy: number;
  let proxyAnswer: number | undefined;

  const keep = (what: string, message: IncomingMessage): void => {
    const peer = "getPeerCertificate" in message.socket ? (message.socket as import("node:tls").TLSSocket).getPeerCertificate() : undefined;
    const { authorization, "proxy-authorization": proxyAuthorization } = message.headers;
    came.push({ what, authorization, proxyAuthorization, client: String(peer?.subject?.CN ?? "") || undefined });
  };
  const answer = (what: string) => (message: IncomingMessage, response: ServerResponse) => {
    keep(what, message);
    response.writeHead(200, { "content-type": "application/json" }).end(model);
  };

  async function listen(server: Server | TlsServer): Promise<number> {
    open.push(server);
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  before(async () => {
    const pem = readFileSync(certificate("server"), "utf8");
    plain = await listen(createServer(answer("server")));
    encrypted = await listen(createTlsServer({ cert: pem, key: pem, requestCert: true, rejectUnauthorized: false }, answer("server")));
    const ca = readFileSync(certificate("authority"), "utf8");
    strict = await listen(createTlsServer({ cert: pem, key: pem, ca, requestCert: true }, answer("server")));
    proxy = await listen(forwardingProxy());
  });
  beforeEach(() => {
    came = [];
    proxyAnswer = undefined;
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of open) server.close();
  });

  /** Knows every name as this computer. */
  function forwardingProxy(): Server {
    const server = createServer((message, response) => {
      keep(`proxy ${message.method} ${message.url}`, message);
      if (proxyAnswer !== undefined) return response.writeHead(proxyAnswer).end();
      const { port, pathname, search } = new URL(message.url ?? "");
      const onward = request({ port, host: "127.0.0.1", path: pathname + search, method: message.method, headers: message.headers });
      onward.on("response", (inner) => inner.pipe(response.writeHead(inner.statusCode ?? 502, inner.headers)));
      return message.pipe(onward);
    });
    server.on("connect", (message: IncomingMessage, socket: Socket) => {
      keep(`proxy CONNECT ${message.url}`, message);
      if (proxyAnswer !== undefined) return socket.end(`HTTP/1.1 ${proxyAnswer} No\r\n\r\n`);
      const onward = connect(Number(message.url?.split(":")[1]), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
      sockets.add(onward);
      return onward.on("error", () => socket.destroy());
    });
    return server;
  }

  async function ask(uri: string, environment: Record<string, string>, settings: Partial<ProxySettings> = {}): Promise<string> {
    const network = nodeNetwork(environment);
    network.useProxy({ ...defaultProxySettings, ...settings });
    const world = {
      fetch: network.fetch,
      now: Date.now,
      random: () => 0,
      sleep: async () => {},
      authorize: async () => ({ token: "t0ken" }),
    };
    const registry = mlflowBackend.open(uri, world);
    try {
      return (await registry.model("scorer", signal)).name;
    } catch (error) {
      const { message, next } = error as Error & { next: string };
      assert.notEqual(next ?? "", "", message);
      return message.replace(/^\S+ cannot be reached: /, "");
    } finally {
      registry.close();
    }
  }

  const authority = { MLFLOW_TRACKING_SERVER_CERT_PATH: certificate("authority") };
  const client = { MLFLOW_TRACKING_CLIENT_CERT_PATH: certificate("client") };

  it("trusts an authority that the person named, for the server that he named", async () => {
    const uri = `https://127.0.0.1:${encrypted}`;
    const own = { MLFLOW_TRACKING_URI: uri };
    const elsewhere = { MLFLOW_TRACKING_URI: "https://127.0.0.1:1" };
    const missing = "/no/such/file.pem";
    const cases: readonly (readonly [Record<string, string>, string])[] = [
      [own, "its certificate is not trusted."],
      [{ ...own, ...authority }, "scorer"],
      [{ ...elsewhere, ...authority }, "its certificate is not trusted."],
      [{ ...own, MLFLOW_TRACKING_INSECURE_TLS: "true" }, "scorer"],
      [{ ...elsewhere, MLFLOW_TRACKING_INSECURE_TLS: "true" }, "its certificate is not trusted."],
      [{ REQUESTS_CA_BUNDLE: certificate("authority") }, "scorer"],
      [
        { ...own, MLFLOW_TRACKING_SERVER_CERT_PATH: missing },
        `The file that MLFLOW_TRACKING_SERVER_CERT_PATH names cannot be read: ${missing}.`,
      ],
    ];
    for (const [environment, said] of cases) assert.equal(await ask(uri, environment), said, JSON.stringify(environment));
  });

  it("says where a certificate is for another name, and where no HTTPS is spoken", async () => {
    const uri = `https://[::1]:${encrypted}`;
    assert.match(await ask(uri, { MLFLOW_TRACKING_URI: uri, ...authority }), /nothing listens|another name/);
    const other = `https://other.test:${encrypted}`;
    const viaProxy = { HTTPS_PROXY: `127.0.0.1:${proxy}` };
    assert.equal(await ask(other, { MLFLOW_TRACKING_URI: other, ...authority, ...viaProxy }), "its certificate is for another name.");
    assert.equal(await ask(`https://127.0.0.1:${plain}`, {}), "it does not speak HTTPS there.");
  });

  it("shows the client certificate to the server that the person named, and to no other", async () => {
    const uri = `https://127.0.0.1:${strict}`;
    assert.equal(await ask(uri, { MLFLOW_TRACKING_URI: uri, ...authority, ...client }), "scorer");
    assert.equal(came.at(-1)?.client, "ana");
    assert.match(await ask(uri, { MLFLOW_TRACKING_URI: uri, ...authority }), /the connection broke off|wants one/);
    const asking = `https://127.0.0.1:${encrypted}`;
    assert.equal(await ask(asking, { MLFLOW_TRACKING_URI: uri, REQUESTS_CA_BUNDLE: certificate("authority"), ...client }), "scorer");
    assert.equal(came.at(-1)?.client, undefined);
  });

  it("goes through the proxy of the environment or of VS Code, but not to itself or where it shall not", async () => {
    const via = { HTTP_PROXY: `http://127.0.0.1:${proxy}` };
    const uri = `http://mlflow.test:${plain}`;
    const dead = "http://127.0.0.1:9";
    const cases: readonly (readonly [string, Record<string, string>, Partial<ProxySettings>, string])[] = [
      [uri, via, {}, "scorer"],
      [uri, { http_proxy: via.HTTP_PROXY, HTTP_PROXY: dead }, {}, "scorer"],
      [uri, { ALL_PROXY: via.HTTP_PROXY }, {}, "scorer"],
      [uri, {}, { url: via.HTTP_PROXY }, "scorer"],
      [uri, { HTTP_PROXY: dead }, { url: via.HTTP_PROXY }, "scorer"],
      [uri, via, { support: "off" }, "the name is not known."],
      [uri, { HTTPS_PROXY: via.HTTP_PROXY }, {}, "the name is not known."],
      [uri, { ...via, NO_PROXY: "mlflow.test" }, {}, "the name is not known."],
      [uri, via, { without: ["*.test"] }, "the name is not known."],
      [uri, { HTTP_PROXY: dead }, {}, "the proxy 127.0.0.1:9 cannot be reached, nothing listens there."],
      [`http://127.0.0.1:${plain}`, { HTTP_PROXY: dead }, {}, "scorer"],
      [`http://localhost:${plain}`, {}, { url: dead }, "scorer"],
    ];
    for (const [to, environment, settings, said] of cases) {
      came = [];
      assert.equal(await ask(to, environment, settings), said, JSON.stringify([to, environment, settings]));
      assert.equal(
        came.some(({ what }) => what.startsWith("proxy")),
        said === "scorer" && to === uri,
      );
    }
  });

  it("tunnels what is encrypted: the proxy sees the name of the server, and no credential", async () => {
    const uri = `https://mlflow.test:${encrypted}`;
    const through = { MLFLOW_TRACKING_URI: uri, ...authority, HTTPS_PROXY: `http://per:pr0xy@127.0.0.1:${proxy}` };
    assert.equal(await ask(uri, through), "scorer");
    const [tunnel, served] = came;
    assert.deepEqual([tunnel?.what, tunnel?.authorization], [`proxy CONNECT mlflow.test:${encrypted}`, undefined]);
    assert.equal(tunnel?.proxyAuthorization, `Basic ${Buffer.from("per:pr0xy").toString("base64")}`);
    assert.deepEqual([served?.authorization, served?.proxyAuthorization], ["Bearer t0ken", undefined]);
    proxyAnswer = 407;
    const refused = await ask(uri, through);
    assert.match(refused, /the proxy 127\.0\.0\.1:\d+ asks who you are\./);
    assert.ok(!refused.includes("pr0xy"));
    proxyAnswer = 403;
    assert.match(await ask(uri, through), /the proxy 127\.0\.0\.1:\d+ refuses to connect there \(HTTP 403\)\./);
  });

  it("takes another proxy at once", async () => {
    const network = nodeNetwork({});
    const uri = `http://mlflow.test:${plain}/`;
    network.useProxy({ ...defaultProxySettings, url: `http://127.0.0.1:${proxy}` });
    assert.equal((await network.fetch(uri)).status, 200);
    network.useProxy(defaultProxySettings);
    await assert.rejects(network.fetch(uri));
  });
});
