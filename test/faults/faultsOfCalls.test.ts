import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Registry, RegistrySource } from "#registry/api.ts";
import { openUnityCatalog } from "#registry/databricks/unityCatalog.ts";
import { openWorkspaceRegistry } from "#registry/databricks/workspaceRegistry.ts";
import { openGitLabRegistry } from "#registry/gitlab/gitlabRegistry.ts";
import { openMlflowRegistry } from "#registry/mlflow/mlflowRegistry.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { HttpLimits, HttpWorld } from "#registry/rest/http.ts";
import { everyCall, everyWrite } from "#registry/testCalls.ts";
import { endlessLists, type Fault, faults, type Handler, secret } from "#registry/testFaults.ts";
import { nodeNetwork } from "#server/nodeNetwork.ts";

/** As the product has it. */
const { fetch } = nodeNetwork({});
const limits: HttpLimits = { timeout: 10_000, answer: 200_000 };
/** Short, so that what never ends is seen to end. */
const short: HttpLimits = { ...limits, timeout: 250 };
/** So that what is kept is noticed. */
const large: HttpLimits = { ...limits, answer: 500_000 };
const wanted = new AbortController().signal;
const world: HttpWorld = { fetch, random: () => 0.5, sleep: async () => {}, authorize: async () => ({ token: secret }) };
const source: RegistrySource = { uri: "x:", kind: "x", shared: true, label: "the registry" };

interface Backend {
  readonly open: (url: URL, limits: HttpLimits) => Registry;
  /** Calls that are answered without a request: what it says of itself, and what it has not. */
  readonly unasked: readonly string[];
}

const ofRequests = ["transitionRequests", "ask for a stage", "take a request back", "approve a request", "reject a request", "comment"];
const backends: Readonly<Record<string, Backend>> = {
  MLflow: { open: (url, within) => openMlflowRegistry(url, world, within), unasked: ofRequests },
  GitLab: {
    open: (url, within) => openGitLabRegistry(new URL("/api/v4/projects/1/ml/mlflow", url), source, world, within),
    // Of all changes there is one.
    unasked: [
      "capabilities",
      "versionsInStages",
      "transitionRequests",
      ...Object.keys(everyWrite).filter((each) => each !== "setExperimentTag"),
    ],
  },
  "Databricks' registry": {
    open: (url, within) => openWorkspaceRegistry(url, source, world, within),
    unasked: ["capabilities", "modelFile", "readArtifact", "setAlias", "deleteAlias"],
  },
  "Unity Catalog": {
    open: (url, within) => openUnityCatalog(url, source, world, within),
    unasked: ["capabilities", "modelFile", "readArtifact", "versionsInStages", "setStage", ...ofRequests],
  },
};

/** A server for one call, so that all calls are made at once: those to one origin wait for each other. */
interface Scene {
  readonly url: URL;
  readonly seen: { readonly method: string; readonly url: string }[];
  handler: Handler;
  underWay: number;
  readonly server: Server;
}

async function sceneOf(): Promise<Scene> {
  const server = createServer((request, response) => {
    scene.seen.push({ method: request.method ?? "", url: request.url ?? "" });
    scene.underWay++;
    response.once("close", () => scene.underWay--);
    scene.handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const scene: Scene = { url, seen: [], handler: () => {}, underWay: 0, server };
  return scene;
}

/** The broken off connections reach the server a little later. */
async function untilIdle(scene: Scene): Promise<void> {
  for (let look = 0; scene.underWay > 0 && look < 200; look++) await pause(10);
  assert.equal(scene.underWay, 0, "requests are still under way");
}

/** Bytes in use, once nothing is kept that nobody needs: some of it is told in the turns after the first collection that it is not. */
async function inUse(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let time = 1; time <= 3; time++) {
    collect();
    await pause(20);
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

for (const [name, { open, unasked }] of Object.entries(backends)) {
  describe(`every call of ${name}, of a server that`, () => {
    const scenes = new Map<string, Scene>();
    const unhandled: unknown[] = [];
    const keep = (reason: unknown) => void unhandled.push(reason);

    before(async () => {
      process.on("unhandledRejection", keep);
      for (const call of Object.keys(everyCall)) scenes.set(call, await sceneOf());
    });
    after(() => {
      process.off("unhandledRejection", keep);
      for (const { server } of scenes.values()) {
        server.closeAllConnections();
        server.close();
      }
    });

    /** Makes every call at once, each of a server of its own. */
    async function ofEvery(look: (call: string, ask: (typeof everyCall)[string], scene: Scene) => Promise<void>): Promise<void> {
      await Promise.all(
        Object.entries(everyCall).map(async ([call, ask]) => {
          const scene = scenes.get(call) as Scene;
          scene.seen.length = 0;
          await look(call, ask, scene);
          await untilIdle(scene);
        }),
      );
    }

    for (const [title, fault] of Object.entries(faults)) {
      it(`is ${title}: one error with a next step, or nothing that is wrong; a change is sent once`, async () => {
        await ofEvery(async (call, ask, scene) => {
          scene.handler = fault.handler;
          const registry = open(scene.url, fault.isEndless ? short : limits);
          const error: unknown = await ask(registry, wanted).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          registry.close();
          const what = `${call}: ${String(error)}`;
          const isWrite = call in everyWrite;
          if (error !== undefined) checkError(error, isWrite, what);
          if (unasked.includes(call)) {
            assert.deepEqual(scene.seen, [], what);
            assert.ok(error === undefined || RegistryError.is(error, "unsupported"), what);
            return;
          }
          checkKind(error, fault, call, what);
          const changes = scene.seen.filter(({ method, url }) => method !== "GET" && !/search|get-latest/.test(url)).length;
          assert.equal(changes > 1 || (!isWrite && changes > 0), false, `${what} ${changes} changes`);
          // What is given up so soon may not have been sent yet.
          assert.ok(!isWrite || changes === 1 || fault.isEndless || title.startsWith("a redirect"), `${what}: the change was not sent`);
          assert.ok(scene.seen.length <= 12, `${what} ${scene.seen.length} requests`);
        });
      });
    }

    function checkError(error: unknown, isWrite: boolean, what: string): void {
      assert.ok(error instanceof RegistryError, what);
      assert.ok(error.message !== "" && error.next !== "", what);
      assert.ok(!`${error.message} ${error.next}`.includes(secret), what);
      if (isWrite && error.kind === "unavailable") assert.match(error.message, /not known whether the change was made|does not confirm/);
    }

    function checkKind(error: unknown, { kind, fine = [] }: Fault, call: string, what: string): void {
      if (error === undefined) assert.ok(fine.includes(call), `${what}: nothing is said to be wrong`);
      // Of a change of which it is not known whether it was made, that is what is said.
      else assert.ok(RegistryError.is(error, kind) || (call in everyWrite && RegistryError.is(error, "unavailable")), what);
    }

    it("is stalled and not wanted any more: it ends with the reason, on the wire too", async () => {
      await ofEvery(async (call, ask, scene) => {
        if (unasked.includes(call)) return;
        const giveUp = new AbortController();
        const reason = new Error("superseded");
        scene.handler = () => giveUp.abort(reason);
        await assert.rejects(ask(open(scene.url, limits), giveUp.signal), reason, call);
      });
    });

    it("is stalled when the registry is closed: it ends and says so", async () => {
      await ofEvery(async (call, ask, scene) => {
        if (unasked.includes(call)) return;
        const registry = open(scene.url, limits);
        scene.handler = () => registry.close();
        await assert.rejects(ask(registry, wanted), { kind: "unavailable", message: /closed/ }, call);
      });
    });

    it("does not listen: it says so", async () => {
      const gone = await sceneOf();
      await new Promise((resolve) => gone.server.close(resolve));
      for (const [call, ask] of Object.entries(everyCall)) {
        if (unasked.includes(call)) continue;
        await assert.rejects(ask(open(gone.url, limits), wanted), { kind: "unavailable", message: /nothing listens there/ }, call);
      }
    });

    it("sends too much, again and again: nothing of it stays in memory", async function () {
      this.timeout(60_000);
      const round = () =>
        ofEvery(async (_call, ask, scene) => {
          scene.handler = (faults["a huge body"] as Fault).handler;
          const registry = open(scene.url, large);
          await ask(registry, wanted).catch(() => undefined);
          registry.close();
        });
      await round();
      const once = await inUse();
      for (let time = 1; time <= 3; time++) await round();
      const more = (await inUse()) - once;
      assert.ok(more < 20e6, `${more} bytes`);
    });

    for (const [title, answer] of Object.entries(endlessLists)) {
      it(`has lists without an end, of ${title}: a page comes, or it is said, after a few requests`, async () => {
        await ofEvery(async (call, ask, scene) => {
          let at = 0;
          scene.handler = (request, response) => {
            // Older servers have no such call, and then a history has pages.
            const isBulk = request.url?.includes("get-history-bulk") === true;
            response.writeHead(isBulk ? 404 : 200, { "content-type": isBulk ? "text/html" : "application/json" });
            response.end(at < 1000 ? answer(at++) : "enough");
          };
          const error: unknown = await ask(open(scene.url, limits), wanted).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          if (error !== undefined) checkError(error, call in everyWrite, `${call}: ${String(error)}`);
          assert.ok(scene.seen.length < 60, `${call}: ${scene.seen.length} requests`);
        });
      });
    }

    it("leaves no rejection that nobody handles", () => assert.deepEqual(unhandled, []));
  });
}
