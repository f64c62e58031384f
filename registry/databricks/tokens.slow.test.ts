import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { faults, type Handler, secret } from "#registry/testFaults.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";
import { nodePerson } from "#server/nodePerson.ts";
import type { Profile } from "./profile.ts";
import { Tokens } from "./tokens.ts";

/** ms; short, so that what never ends is seen to end. */
const short = 300;
/** ms; nothing is proved by it. */
const long = 20_000;
const unhandled: unknown[] = [];
const keep = (reason: unknown) => void unhandled.push(reason);

/** Asks for a token; what came instead is one error with a next step, which repeats no secret. */
async function refusalOf(tokens: Tokens, host: string): Promise<RegistryError> {
  const error: unknown = await tokens.token(host).then(
    (token) => assert.fail(`a token came: ${token}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RegistryError, String(error));
  assert.ok(error.message !== "" && error.next !== "" && !`${error.message} ${error.next}`.includes(secret), String(error));
  return error;
}

before(() => void process.on("unhandledRejection", keep));
after(() => void process.off("unhandledRejection", keep));

describe("the place where a machine gets its tokens", () => {
  let server: Server;
  let handler: Handler;
  let asked = 0;
  let host = "";

  before(async () => {
    server = createServer((request, response) => {
      asked++;
      handler(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function tokensWithin(timeout: number): Tokens {
    const profile: Profile = { name: "ci", host, token: "", clientId: "id", clientSecret: secret, authType: "" };
    const world = { ...nodeNetwork({}), now: () => 0, random: () => 0, sleep: async () => {}, authorize: async () => undefined };
    return new Tokens(world, async () => profile, timeout);
  }

  /** A busy server is a passing failure; whatever else is no token, is a refusal. */
  const kinds: Readonly<Record<string, RegistryErrorKind>> = { rateLimited: "unavailable", unavailable: "unavailable" };
  const isToken = /^(empty|JSON|missing|wrong|another|truncated)/;
  for (const [title, fault] of Object.entries(faults)) {
    const kind = title === "a huge body" ? "unsupported" : isToken.test(title) ? "unauthorized" : (kinds[fault.kind] ?? "unauthorized");
    const wanted = title === "501" ? "unavailable" : kind;
    it(`is ${title}: ${wanted}, asked once, and asked again for the next call`, async () => {
      handler = fault.handler;
      asked = 0;
      const tokens = tokensWithin(fault.isEndless ? short : long);
      const all = await Promise.all([1, 2, 3].map(() => refusalOf(tokens, host)));
      assert.deepEqual(
        all.map((error) => error.kind),
        [wanted, wanted, wanted],
      );
      assert.equal(asked, 1);
      handler = (_request, response) => response.end('{"access_token":"good","expires_in":3600}');
      assert.equal(await tokens.token(host), "good");
    });
  }
});

describe("the program of Databricks that gives tokens", () => {
  const host = "https://workspace.example";
  const started: AbortSignal[] = [];

  /** As the product starts it, but for the script in place of the program. */
  function tokensFrom(script: string, timeout: number, name: string | undefined = "mine"): Tokens {
    const profile: Profile = { name, host, token: "", clientId: "", clientSecret: "", authType: "databricks-cli" };
    const { run } = nodePerson({});
    const person = {
      environment: {},
      readFile: async () => undefined,
      run: (_program: string, args: readonly string[], signal: AbortSignal) => {
        started.push(signal);
        return run(process.execPath, ["-e", script, "--", ...args], signal);
      },
    };
    const world = { ...nodeNetwork({}), now: () => 0, random: () => 0, sleep: async () => {}, authorize: async () => undefined, person };
    return new Tokens(world, async () => profile, timeout);
  }

  const noToken = /^databricks auth token gives no token \(the profile mine\)\.$/;
  const late = /^databricks auth token did not end within 0\.3 s\.$/;
  const ends: Readonly<Record<string, readonly [script: string, said: RegExp]>> = {
    "says nothing": ["", noToken],
    "prints rubbish": [`console.log("Opening the browser… ${secret}")`, noToken],
    "prints half of it": [`process.stdout.write('{"access_token":"x')`, noToken],
    "prints JSON of another kind": ["console.log('[]')", noToken],
    "prints an answer without a token": [`console.log('{"expiry":"2026-01-01T00:00:00Z"}')`, noToken],
    "prints without an end": ["setInterval(() => process.stdout.write('x'.repeat(65536)), 0)", noToken],
    "prints bytes that are no text": ["process.stdout.write(Buffer.alloc(1000, 0xff))", noToken],
    "ends with 1": [`console.error("${secret}"); process.exit(1)`, noToken],
    "ends with 1 after a token": [`console.log('{"access_token":"x"}'); process.exitCode = 1`, noToken],
    "is killed": ["process.kill(process.pid, 'SIGKILL')", noToken],
    "asks a question": [`process.stdin.on("data", () => {}).on("end", () => process.exit(1))`, noToken],
  };
  for (const [title, [script, said]] of Object.entries(ends)) {
    it(`${title}: no token, said once with what to do`, async () => {
      const error = await refusalOf(tokensFrom(script, long), host);
      assert.match(error.message, said);
      assert.deepEqual([error.kind, error.next], ["unauthorized", "Correct it, or run databricks auth login --profile mine."]);
    });
  }

  const hangs: Readonly<Record<string, string>> = {
    hangs: "setInterval(() => {}, 1000)",
    "prints a token and stays": `console.log('{"access_token":"x"}'); setInterval(() => {}, 1000)`,
    "does not want to be ended": "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    "leaves another that holds its output": `
      require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 3000)"], { stdio: "inherit" });
      setInterval(() => {}, 1000)`,
  };
  for (const [title, script] of Object.entries(hangs)) {
    it(`${title}: given up in time, with a command that shows what it waits for`, async () => {
      const error = await refusalOf(tokensFrom(script, short), host);
      assert.match(error.message, late);
      assert.equal(error.next, "Run databricks auth token --profile mine in a terminal to see what it waits for.");
    });
  }

  it("is started once for all that wait, and again for the next call", async () => {
    started.length = 0;
    const tokens = tokensFrom("process.exit(1)", long);
    await Promise.all([1, 2, 3].map(() => refusalOf(tokens, host)));
    assert.equal(started.length, 1);
    await refusalOf(tokens, host);
    assert.equal(started.length, 2);
  });

  it("leaves no rejection that nobody handles", async () => {
    await pause(0);
    assert.deepEqual(unhandled, []);
  });
});
