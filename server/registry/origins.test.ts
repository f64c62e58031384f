import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { CredentialStore } from "#client/host/secrets.ts";
import type { Credentials } from "#protocol/registryRequests.ts";
import { defaultSettings } from "#protocol/settings.ts";
import { backends } from "#registry/backends.ts";
import { originOf, personalSignIn } from "#registry/model/address.ts";
import { openRegistry } from "#registry/open.ts";
import { generated } from "#test/generatedCases.ts";
import { CredentialStore as SignIns } from "./credentialStore.ts";
import { RegistrySession } from "./registrySession.ts";
import { sleep } from "./sleep.ts";
import { testWorld } from "./testWorld.ts";

const secret = "s3cret";
const basic = (name: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;

/** An address and, told by what it was made of, the server that it means. */
interface Address {
  readonly uri: string;
  readonly server: string;
}

const hosts = ["mlflow.internal", "mlflow.internal.", "mlflow", "sub.mlflow.internal", "127.0.0.1", "localhost", "[::1]", "[::2]"];
const address: fc.Arbitrary<Address> = fc
  .record({
    scheme: fc.constantFrom("http", "https"),
    host: fc.constantFrom(...hosts),
    port: fc.constantFrom(80, 443, 5000),
    writtenOut: fc.boolean(),
    capitals: fc.boolean(),
    path: fc.constantFrom("", "/", "/base", "/base/?x=1#y"),
  })
  .map(({ scheme, host, port, writtenOut, capitals, path }) => {
    const usual = port === (scheme === "http" ? 80 : 443);
    const start = `${scheme}://${host}`;
    const uri = `${capitals ? start.toUpperCase() : start}${usual && !writtenOut ? "" : `:${port}`}${path}`;
    return { uri, server: `${scheme} ${host} ${port}` };
  });

/** A keychain and a memento as VS Code has them. */
function keychain() {
  const secrets = new Map<string, string>();
  const state = new Map<string, unknown>();
  const context = {
    secrets: {
      get: async (key: string) => secrets.get(key),
      store: async (key: string, value: string) => void secrets.set(key, value),
      delete: async (key: string) => void secrets.delete(key),
    },
    globalState: {
      get: (key: string, fallback: unknown) => state.get(key) ?? fallback,
      update: async (key: string, value: unknown) => void state.set(key, value),
    },
  } as unknown as ConstructorParameters<typeof CredentialStore>[0];
  return { secrets, state, store: new CredentialStore(context) };
}

describe("what was given for one origin", () => {
  let server: Server;
  let loopback: string;
  let redirectTo: string | undefined;
  let caseNumber = 0;
  let received: { to: string; authorization: string | undefined }[];

  before(async () => {
    server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? "", "http://loopback");
      const to = searchParams.get("to") ?? "";
      // A registry that was closed may still have requests under way.
      if (searchParams.get("case") === String(caseNumber)) received.push({ to, authorization: request.headers.authorization });
      const moved = redirectTo !== undefined && !to.includes("moved");
      response.writeHead(moved ? 307 : 200, { "content-type": "application/json", ...(moved && { location: `${redirectTo}?moved` }) });
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    loopback = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    nextCase();
    redirectTo = undefined;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function nextCase(): void {
    caseNumber++;
    received = [];
  }

  /** The real `fetch`, to a server of ours that is told where the request was meant to go. */
  function fetchHere(): typeof globalThis.fetch {
    const start = `${loopback}/?case=${caseNumber}&to=`;
    return (input, init) => fetch(start + encodeURIComponent(String(input)), init);
  }

  /** Opens `uri` as the editor does, from a setting or from slipway.yaml. */
  async function openInEditor(uri: string, from: "setting" | "policy", environment: Record<string, string>, given: readonly Credentials[]) {
    const world = testWorld({ fetch: fetchHere(), environment });
    const session = new RegistrySession(world, { sourceChanged: () => {}, registryChanged: () => {} }, new SignIns(world, given));
    const settings = { ...defaultSettings, registry: from === "setting" ? uri : "" };
    await session.configure({ trusted: true, folder: "file:///ws", settings, policyRegistry: from === "policy" ? uri : undefined });
    session.close();
    assert.ok(!JSON.stringify([session.state, session.registry?.source, world.logged]).includes(secret), "it is shown or logged");
  }

  /** Every request that carried the secret went to the server that it was given for; says how many there were. */
  function checkReceived(given: Address, all: readonly Address[]): number {
    const carrying = received.filter(({ authorization }) => authorization !== undefined);
    for (const { to } of carrying) {
      const servers = new Set(all.filter(({ uri }) => originOf(uri) === originOf(to)).map((each) => each.server));
      assert.deepEqual([...servers], [given.server], `${to} was sent what was given for ${given.uri}`);
    }
    return carrying.length;
  }

  it("and kept in the keychain is sent there, and nowhere else", async () => {
    const from = fc.constantFrom("setting" as const, "policy" as const);
    await fc.assert(
      fc.asyncProperty(address, address, from, fc.option(address), async (given, opened, place, redirect) => {
        nextCase();
        redirectTo = redirect?.uri.replace(/[?#].*$/, "");
        const { store, state, secrets } = keychain();
        state.set("slipway.hosts", [new URL(opened.uri).host]);
        secrets.set(`slipway.credentials:${new URL(opened.uri).host}`, JSON.stringify({ host: new URL(opened.uri).host, token: secret }));
        await store.set({ origin: originOf(given.uri) ?? "", token: secret });
        await openInEditor(opened.uri, place, {}, await store.all());
        const sent = checkReceived(given, [given, opened, ...(redirect ? [redirect] : [])]);
        assert.equal(sent > 0, given.server === opened.server);
      }),
      generated(150),
    );
  });

  it("by the environment is sent there, and nowhere else, by the editor and the command line", async () => {
    await fc.assert(
      fc.asyncProperty(address, address, async (given, opened) => {
        nextCase();
        const environment = { MLFLOW_TRACKING_URI: given.uri, MLFLOW_TRACKING_TOKEN: secret };
        await openInEditor(opened.uri, "policy", environment, []);
        const editor = checkReceived(given, [given, opened]);
        nextCase();
        const registry = openRegistry(
          opened.uri,
          {
            ...testWorld({ fetch: fetchHere() }),
            sleep,
            authorize: async ({ origin, own }) => own ?? personalSignIn({ environment }, origin, [undefined, given.uri]),
          },
          backends,
        );
        await registry.experiments({ limit: 1 }, new AbortController().signal);
        assert.deepEqual([editor > 0, checkReceived(given, [given, opened]) > 0], Array(2).fill(given.server === opened.server));
      }),
      generated(100),
    );
  });

  it("in an address is sent there alone, after what the user gave and before the environment", async () => {
    const environment = { MLFLOW_TRACKING_URI: "https://host", MLFLOW_TRACKING_USERNAME: "env", MLFLOW_TRACKING_PASSWORD: secret };
    redirectTo = "https://ana:s3cret@elsewhere";
    const cases: readonly (readonly [string, readonly Credentials[], string | undefined])[] = [
      [`https://own:${secret}@host`, [{ origin: "https://host", username: "given", password: secret }], basic("given")],
      [`https://own:${secret}@host`, [], basic("own")],
      ["https://host", [], basic("env")],
      ["https://own@host", [], basic("env")],
      [`http://own:${secret}@host`, [{ origin: "https://host", token: secret }], basic("own")],
    ];
    for (const [uri, given, expected] of cases) {
      nextCase();
      await openInEditor(uri, "setting", environment, given);
      assert.deepEqual([...new Set(received.map(({ authorization }) => authorization))], [expected], uri);
      assert.ok(received.every(({ to }) => originOf(to) === originOf(uri)));
    }
  });
});

describe("the keychain", () => {
  it("forgets what earlier versions kept for a host of unknown scheme", async () => {
    const { store, state, secrets } = keychain();
    state.set("slipway.hosts", ["host:5000", "other"]);
    for (const host of ["host:5000", "other"]) secrets.set(`slipway.credentials:${host}`, JSON.stringify({ host, token: secret }));
    assert.deepEqual(await store.all(), []);
    assert.equal(secrets.size, 0);
  });

  it("keeps one entry for an origin however it is spelt, and none after signing out", async () => {
    const { store, secrets } = keychain();
    await store.set({ origin: "HTTPS://Host:443", token: "old" });
    await store.set({ origin: "https://host", username: "ana", password: secret });
    assert.deepEqual(await store.all(), [{ origin: "https://host", username: "ana", password: secret }]);
    await store.set({ origin: "https://host/" });
    assert.deepEqual(await store.all(), []);
    assert.equal(secrets.size, 0);
  });

  it("refuses credentials for nothing in particular", async () => {
    await assert.rejects(keychain().store.set({ origin: "host:5000", token: secret }));
  });
});
