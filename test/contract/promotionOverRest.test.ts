import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Registry } from "#registry/api.ts";
import { backends } from "#registry/backends.ts";
import { openRegistry } from "#registry/open.ts";
import { apply, approve, comment, reject, request } from "#registry/promotion/acts.ts";
import { presentOf, readFacts, readHistory, type Target } from "#registry/promotion/facts.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { readSeen, type Seen, seenToken } from "#registry/promotion/seen.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { readPolicy } from "#server/formats/policy/readPolicy.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { openWorld, requirePython } from "./bothRegistries.ts";
import { type MlflowServer, startServer } from "./realMlflow.ts";
import { repositoryRoot } from "./repositoryRoot.ts";

const signal = new AbortController().signal;
const churn = { model: "churn-ranker", version: "4", to: "prod" };
const fraud = { model: "fraud-scorer", version: "13", to: "prod" };
const reason = "Bias review is booked.";

describe("promotions over a real MLflow server", () => {
  let folder: string;
  let server: MlflowServer;
  let remote: Registry;
  let local: Registry;
  let policy: Policy;
  let log: PromotionLog;

  before(async function () {
    const python = requirePython(this);
    folder = await mkdtemp(join(tmpdir(), "slipway-rest-"));
    await makeScratchCopy(folder);
    server = await startServer(python, folder);
    remote = openRegistry(server.url, openWorld, backends);
    local = openRegistry(`sqlite:///${join(folder, "mlflow.db")}`, openWorld, backends);
    log = await logOf(remote, policy, signal);
    const reading = readPolicy(await readFile(join(folder, "slipway.yaml"), "utf8"));
    assert.ok(reading.policy);
    policy = reading.policy;
  });

  after(async () => {
    remote?.close();
    local?.close();
    await server?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const as = (me: string): ActContext => {
    const origin = { policy, policyOrigin: { hash: "a", commit: "" } };
    return { registry: remote, log, ...origin, me, now: Date.now, random: Math.random, pause: async () => undefined };
  };
  const look = async (target: Target): Promise<Seen> =>
    readSeen(seenToken(presentOf(await readFacts(as("bruno@example.com"), target, signal))));

  /** Promotions of a version as both ends tell them, which must be the same. */
  async function promotions(of: { readonly model: string; readonly version: string }) {
    const [there, here] = await Promise.all([remote, local].map((registry) => registry.version(of.model, of.version, signal)));
    assert.ok(there && here);
    const told = await readHistory({ policy, log }, there, signal);
    assert.deepEqual(told, await readHistory({ policy, log: await logOf(local, policy, signal) }, here, signal));
    return told.promotions;
  }

  async function aliasOf(model: string, alias: string): Promise<string | undefined> {
    return (await local.model(model, signal)).aliases.find((each) => each.alias === alias)?.version;
  }

  it("request, comment, approval by someone else: the alias moves, and the file tells the same history", async () => {
    const asked = await request(as("ana@example.com"), { ...churn, comment: "Better ranking." }, signal);
    assert.equal(asked.done, true);
    await comment(as("bruno@example.com"), { ...churn, comment: "Looking." }, signal);
    const approved = await approve(as("bruno@example.com"), { ...churn, comment: "", seen: await look(churn) }, signal);
    assert.equal(approved.applied, true);
    assert.equal(await aliasOf("churn-ranker", "champion"), "4");
    const [promotion] = await promotions(churn);
    assert.equal(promotion?.state, "applied");
    assert.deepEqual(
      promotion.events.map((event) => event.type),
      ["request", "comment", "approve", "apply"],
    );
  });

  it("refuses to approve one's own request where the policy says so", async () => {
    await request(as("ana@example.com"), { ...fraud, comment: reason }, signal);
    await assert.rejects(approve(as("ana@example.com"), { ...fraud, comment: "Mine." }, signal), { kind: "forbidden" });
  });

  it("writes nothing when the incumbent is not the one that was looked at", async () => {
    const seen = await look(fraud);
    await local.setAlias("fraud-scorer", "champion", "11", signal);
    const late = await approve(as("bruno@example.com"), { ...fraud, comment: "Fine.", seen }, signal);
    assert.equal(late.done, false);
    const [promotion] = await promotions(fraud);
    assert.deepEqual(
      promotion?.events.map((event) => event.type),
      ["request"],
    );
    assert.equal(await aliasOf("fraud-scorer", "champion"), "11");
  });

  it("leaves one history when two windows approve at once", async () => {
    const seen = await look(fraud);
    const press = () => approve(as("bruno@example.com"), { ...fraud, comment: "Fine now.", seen }, signal);
    const pressed = await Promise.allSettled([press(), press()]);
    assert.ok(pressed.some((each) => each.status === "fulfilled" && each.value.done));
    const [promotion] = await promotions(fraud);
    assert.equal(promotion?.state, "applied");
    assert.deepEqual(promotion.approvedBy, ["bruno@example.com"]);
    assert.equal(await aliasOf("fraud-scorer", "champion"), "13");
  });

  it("keeps a rejected request closed", async () => {
    const older = { ...churn, version: "3" };
    await request(as("ana@example.com"), { ...older, comment: "Back." }, signal);
    await reject(as("bruno@example.com"), { ...older, comment: "v4 is better." }, signal);
    await assert.rejects(apply(as("bruno@example.com"), { ...older, comment: "" }, signal), { name: "RegistryError" });
    assert.equal(await aliasOf("churn-ranker", "champion"), "4");
  });

  it("is told by the command line against the server", async () => {
    const cli = [join(repositoryRoot, "cli/main.ts"), "promote", "log", "fraud-scorer", "--registry", server.url, "--format", "json"];
    const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", ...cli], { cwd: folder });
    const told = JSON.stringify(JSON.parse(stdout));
    for (const type of ["request", "approve", "apply"]) assert.ok(told.includes(`"${type}"`), told);
  });
});
