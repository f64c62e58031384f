import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { slipway } from "./run.ts";
import { sampleCopy } from "./sampleCopy.ts";

describe("slipway promote", () => {
  const sample = sampleCopy();
  const as = (who: string, ...args: string[]) => slipway(["promote", ...args], { cwd: sample(), env: { SLIPWAY_USER: who } });
  const ana = (...args: string[]) => as("ana@example.com", ...args);
  const bruno = (...args: string[]) => as("bruno@example.com", ...args);
  const champion = async (model: string): Promise<string> => {
    const { stdout } = await slipway(["models", "--format", "json"], { cwd: sample() });
    const found = JSON.parse(stdout).models.find((each: { name: string }) => each.name === model);
    return found.aliases.find((each: { alias: string }) => each.alias === "champion").version;
  };

  /** As somebody does by hand. */
  const moveChampion = async (model: string, version: string): Promise<void> => {
    const registry = openSqliteRegistry(join(sample(), "mlflow.db"), Date.now);
    await registry.setAlias(model, "champion", version, new AbortController().signal);
    registry.close();
  };

  it("shows the gates and requests nothing while one fails and no reason is given", async () => {
    const ended = await ana("request", "fraud-scorer", "13", "prod");
    assert.deepEqual({ status: ended.status, stdout: ended.stdout }, { status: 1, stdout: "" });
    assert.match(ended.stderr, /^Fail +Tag bias_review present: not set/m);
    assert.match(ended.stderr, /^Pass +val_auc not worse than prod/m);
    assert.equal((await ana("log")).stdout, "");
  });

  it("goes from request over approval by someone else to the moved alias", async () => {
    const requested = await ana("request", "churn-ranker", "4", "prod");
    assert.equal(requested.status, 0);
    const id = requested.stdout.trim();
    assert.match(id, /^[0-9A-Z]{26}$/);

    const own = await ana("approve", id);
    assert.equal(own.status, 2);
    assert.match(own.stderr, /you made this request/i);
    assert.equal((await as("eve@example.com", "approve", id)).status, 2);
    assert.equal(await champion("churn-ranker"), "3");

    const approved = await bruno("approve", id, "--format", "json");
    assert.equal(approved.status, 0);
    const answer = JSON.parse(approved.stdout);
    assert.deepEqual([answer.done, answer.applied, answer.promotion.state], [true, true, "applied"]);
    assert.equal(await champion("churn-ranker"), "4");

    const again = await bruno("approve", id);
    assert.equal(again.status, 1);
    const { stdout } = await ana("log", "churn-ranker", "--format", "json");
    assert.deepEqual(
      JSON.parse(stdout).events.map((event: { type: string; by: string }) => [event.type, event.by]),
      [
        ["request", "ana@example.com"],
        ["approve", "bruno@example.com"],
        ["apply", "bruno@example.com"],
      ],
    );
  });

  it("does not approve another move than the one that was asked for, unless it was looked at", async () => {
    const id = (await ana("request", "churn-ranker", "5", "prod", "--reason", "Only a rehearsal.")).stdout.trim();
    await moveChampion("churn-ranker", "3");
    const blind = await bruno("approve", id, "--comment", "Seen.");
    assert.equal(blind.status, 1);
    assert.match(blind.stderr, /Nothing was written\. prod has changed since you looked: the incumbent is now v3, no longer v4\./);
    assert.match((await ana("status")).stdout, new RegExp(`${id} +churn-ranker v5 → prod +requested`));
    const [open] = JSON.parse((await bruno("status", "--format", "json")).stdout).promotions;
    await moveChampion("churn-ranker", "4");
    assert.equal((await bruno("approve", id, "--comment", "Seen.", "--seen", open.seen)).status, 1);
    assert.equal((await bruno("approve", id, "--comment", "Seen.", "--seen", "seen1.nonsense")).status, 2);
    assert.equal((await bruno("reject", id)).status, 2);
    assert.equal((await bruno("reject", id, "--comment", "Rehearsed.")).status, 0);
    assert.match((await ana("status")).stderr, /No promotion is open/);
  });

  it("approves what was looked at, and says each event's policy in the log", async () => {
    const id = (await ana("request", "churn-ranker", "5", "prod", "--reason", "Better ranking.")).stdout.trim();
    await moveChampion("churn-ranker", "3");
    const [open] = JSON.parse((await bruno("status", "--format", "json")).stdout).promotions;
    const approved = await bruno("approve", id, "--comment", "Seen.", "--seen", open.seen);
    assert.equal(approved.status, 0);
    assert.match(approved.stderr, /@champion is v5/);
    await moveChampion("churn-ranker", "4");
    const { events } = JSON.parse((await ana("log", "churn-ranker", "--format", "json")).stdout);
    assert.ok(events.every((event: { policy: string }) => ["committed", "notCommitted", "unknown"].includes(event.policy)));
  });

  it("lets the requester alone take a request back", async () => {
    const id = (await ana("request", "fraud-scorer", "v13", "prod", "--reason", "The review is booked.")).stdout.trim();
    assert.equal((await bruno("cancel", id)).status, 2);
    assert.equal((await ana("cancel", id)).status, 0);
    assert.equal(await champion("fraud-scorer"), "12");
  });

  it("refuses to act for nobody", async () => {
    const { status, stderr } = await slipway(["promote", "request", "churn-ranker", "5", "staging"], { cwd: sample() });
    assert.equal(status, 2);
    assert.match(stderr, /user\.email/);
  });

  for (const [what, args] of [
    ["an environment that the policy does not have", ["request", "churn-ranker", "5", "production"]],
    ["a version that does not exist", ["request", "churn-ranker", "99", "prod"]],
    ["a request that does not exist", ["approve", "01M83D5S3S39N92S3MWVGKQ24N"]],
    ["a missing argument", ["request", "churn-ranker"]],
  ] as const) {
    it(`ends with 2, a sentence and no stack on ${what}`, async () => {
      const { status, stdout, stderr } = await ana(...args);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
      assert.notEqual(stderr.trim(), "");
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }

  it("follows the committed policy, not the file that somebody loosened here, and says so", async () => {
    const path = join(sample(), "slipway.yaml");
    const committed = await readFile(path, "utf8");
    await writeFile(path, committed.replaceAll("approvals: 1", "approvals: 0"));
    const asked = await ana("request", "churn-ranker", "5", "prod", "--reason", "Only a rehearsal.");
    assert.match(asked.stderr, /^slipway\.yaml here differs from main: 1 environment\. Promotions follow main\.$/m);
    assert.equal(await champion("churn-ranker"), "4", "nothing was applied without an approval");
    const [open] = JSON.parse((await ana("status", "--format", "json")).stdout).promotions;
    const { commit } = open.events[0].evidence.policy;
    assert.match(commit, /^[0-9a-f]{40}$/);
    const events = JSON.parse((await ana("log", "churn-ranker", "--format", "json")).stdout).events;
    assert.equal(events.at(-1).policy, "committed");
    assert.equal((await ana("cancel", asked.stdout.trim())).status, 0);
    await writeFile(path, committed);
  });

  it("follows the branch that is named, or says that it is not here", async () => {
    const missing = await slipway(["promote", "request", "churn-ranker", "5", "prod"], {
      cwd: sample(),
      env: { SLIPWAY_USER: "ana@example.com", SLIPWAY_POLICY_REF: "origin/release" },
    });
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /slipway\.policyRef names origin\/release|origin\/release, which this clone does not have/);
    const named = await ana("status", "--policy-ref", "HEAD");
    assert.equal(named.status, 0);
  });

  it("does not fall back to the policy of a folder above where the nearest one cannot be read", async () => {
    const below = join(sample(), "experiments");
    await mkdir(join(below, "slipway.yaml"), { recursive: true });
    const { status, stderr } = await slipway(
      ["promote", "request", "churn-ranker", "5", "prod", "--registry", `sqlite:///${join(sample(), "mlflow.db")}`],
      {
        cwd: below,
        env: { SLIPWAY_USER: "ana@example.com" },
      },
    );
    assert.equal(status, 2);
    assert.match(stderr, /slipway\.yaml cannot be read: it is a folder/);
  });

  const broken: readonly (readonly [text: string, says: RegExp])[] = [
    ["version: 1\nenvironments\n  dev: {}\n", /^Line 2 of slipway\.yaml: A colon is missing after `environments`\.\n/],
    ["version: 1\nenvironments:\n  dev: {}\n  prod: {alias: 'champion}\n", /^Line 4 of slipway\.yaml: This quote is never closed\.\n/],
    [
      "version: 1\n<<<<<<< HEAD\nenvironments: {}\n=======\n>>>>>>> theirs\n",
      /^Line 2 of slipway\.yaml: A merge conflict is not resolved here\./,
    ],
  ];
  for (const [text, says] of broken) {
    it(`says what keeps a policy from being read, where, and what to do: ${JSON.stringify(text)}`, async () => {
      const below = join(sample(), "not kept");
      await mkdir(below, { recursive: true });
      await writeFile(join(below, "slipway.yaml"), text);
      const registry = `sqlite:///${join(sample(), "mlflow.db")}`;
      for (const act of [["request", "churn-ranker", "5", "prod"], ["status"]]) {
        const { status, stderr } = await slipway(["promote", ...act, "--registry", registry], {
          cwd: below,
          env: { SLIPWAY_USER: "a@example.com" },
        });
        assert.equal(status, 2);
        assert.match(stderr, says);
        assert.match(stderr, /Nothing can be promoted until that is corrected\. See all of it: slipway check slipway\.yaml\n$/);
      }
    });
  }

  it("does not use a committed policy that has problems", async () => {
    await writeFile(join(sample(), "slipway.yaml"), "version: 1\nenvironments: {dev: {}, prod: {alias: 7}}\n");
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "commit", "-q", "-a", "-m", "broken"], {
      cwd: sample(),
    });
    const { status, stderr } = await ana("request", "churn-ranker", "5", "prod");
    assert.equal(status, 2);
    assert.match(stderr, /Line 2 of slipway\.yaml on main: /);
  });
});
