import assert from "node:assert/strict";
import { apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { input, interruptAt, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();

describe("promotion acts on a real store", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person: People["person"] = (...who) => people.person(...who);
  const look: People["look"] = (...who) => people.look(...who);
  const types: People["types"] = (version) => people.types(version);
  const champion = () => people.champion();

  it("asks, approves, moves the alias and records it", async () => {
    const asked = await request(person("ana"), input, signal);
    assert.deepEqual([asked.done, asked.applied, asked.promotion?.state, await champion()], [true, false, "requested", "1"]);
    const approved = await approve(person("bruno"), { ...input, seen: await look(person("bruno")) }, signal);
    assert.deepEqual([approved.done, approved.applied, approved.promotion?.state, await champion()], [true, true, "applied", "2"]);
    assert.deepEqual(await types(), ["request", "approve", "apply"]);
    assert.equal(approved.promotion?.events.at(-1)?.evidence?.incumbent, "1");
  });

  it("lets nobody approve their own request, or without being named, or without a name", async () => {
    await request(person("ana"), input, signal);
    await refuses(approve(person("ana"), input, signal), "forbidden", /someone else/);
    await refuses(approve(person("chen"), input, signal), "forbidden", /ana and bruno/);
    await refuses(approve({ ...person("x"), me: " " }, input, signal), "forbidden", /user\.email/);
    assert.deepEqual([await types(), await champion()], [["request"], "1"]);
  });

  it("writes nothing when the incumbent is another one than was seen", async () => {
    await request(person("ana"), input, signal);
    const seen = await look(person("bruno"));
    await person("dora").registry.setAlias("scorer", "champion", "3", signal);
    const outcome = await approve(person("bruno"), { ...input, seen }, signal);
    assert.deepEqual([outcome.done, outcome.facts.incumbentVersion], [false, "3"]);
    assert.deepEqual(outcome.changes, [{ kind: "incumbent", was: "1", now: "3" }]);
    assert.deepEqual([await types(), await champion()], [["request"], "3"]);
  });

  it("stays consistent when two people approve at once", async () => {
    const environment = { approvers: ["bruno@example.com", "chen@example.com"] };
    await request(person("ana", environment), input, signal);
    const both = await Promise.allSettled([
      approve(person("bruno", environment), input, signal),
      approve(person("chen", environment), input, signal),
    ]);
    assert.ok(both.some((outcome) => outcome.status === "fulfilled"));
    const { promotion } = await comment(
      person("ana", environment),
      { ...input, comment: "thanks", promotionId: await idOfRequest() },
      signal,
    );
    assert.equal(promotion?.state, "applied");
    assert.equal(await champion(), "2");
  });

  async function idOfRequest(): Promise<string> {
    const { tags } = await person("reader").registry.version("scorer", "2", signal);
    return tags.find((tag) => tag.key.endsWith(".request"))?.key.split(".")[2] ?? "";
  }

  it("needs both of two approvals, also when they come at once", async () => {
    const environment = { approvals: 2, approvers: [] };
    await request(person("ana", environment), input, signal);
    await Promise.all([approve(person("bruno", environment), input, signal), approve(person("chen", environment), input, signal)]);
    assert.equal(await champion(), "2");
    assert.deepEqual([...new Set(await types())], ["request", "approve", "apply"]);
  });

  it("completes the record when someone was interrupted after the move", async () => {
    await request(person("ana"), input, signal);
    const bruno = person("bruno");
    const log = interruptAt("apply", bruno.log);
    await refuses(approve({ ...bruno, log }, input, signal), "unavailable", /power/);
    assert.deepEqual([await types(), await champion()], [["request", "approve"], "2"]);
    const outcome = await apply(person("ana"), input, signal);
    assert.deepEqual([outcome.applied, outcome.promotion?.state, await champion()], [true, "applied", "2"]);
    assert.equal(outcome.promotion?.events.at(-1)?.evidence?.incumbent, "1");
  });

  it("keeps approval and application apart where the policy says so", async () => {
    for (const mode of ["manual", "ci"] as const) {
      const version = mode === "manual" ? "2" : "3";
      const target = { ...input, version };
      await request(person("ana", { apply: mode }), target, signal);
      await refuses(apply(person("ana", { apply: "manual" }), target, signal), "conflict", /not approved/);
      const approved = await approve(person("bruno", { apply: mode }), target, signal);
      assert.deepEqual([approved.applied, approved.promotion?.state], [false, "approved"]);
      const context = person("ana", { apply: mode });
      if (mode === "ci") await refuses(apply(context, target, signal), "forbidden", /only CI/);
      const applied = await apply({ ...context, ci: mode === "ci" }, target, signal);
      assert.deepEqual([applied.promotion?.state, await champion()], ["applied", version]);
    }
  });

  it("does not apply on approvals that lapsed", async () => {
    await request(person("ana", { apply: "manual" }), input, signal);
    await approve(person("bruno", { apply: "manual" }), input, signal);
    await person("dora").registry.setAlias("scorer", "champion", "3", signal);
    const outcome = await apply(person("ana", { apply: "manual" }), input, signal);
    assert.deepEqual([outcome.done, outcome.promotion?.state, await champion()], [false, "requested", "3"]);
  });

  it("applies at once where no approval is asked for", async () => {
    const outcome = await request(person("ana", { approvals: 0 }), input, signal);
    assert.deepEqual([outcome.applied, outcome.promotion?.state, await champion()], [true, "applied", "2"]);
  });

  it("needs a reason while a gate fails, and to reject", async () => {
    const gates = { prod: [{ kind: "tag", tag: "bias_review" }] } as const;
    await refuses(request(person("ana", {}, gates), { ...input, comment: " " }, signal), "invalid", /1 gate fails/);
    await request(person("ana", {}, gates), input, signal);
    await refuses(approve(person("bruno", {}, gates), { ...input, comment: "" }, signal), "invalid", /1 gate fails/);
    await refuses(reject(person("bruno", {}, gates), { ...input, comment: "" }, signal), "invalid", /reason/);
    const outcome = await reject(person("bruno", {}, gates), input, signal);
    assert.deepEqual([outcome.promotion?.state, outcome.promotion?.closedBy], ["rejected", "bruno@example.com"]);
  });

  it("lets only the requester take it back, and then ask again", async () => {
    await request(person("ana"), input, signal);
    await refuses(request(person("bruno"), input, signal), "conflict", /ana already asked/);
    await refuses(cancel(person("bruno"), input, signal), "forbidden", /ana made this request/);
    assert.equal((await cancel(person("ana"), input, signal)).promotion?.state, "cancelled");
    await refuses(approve(person("bruno"), input, signal), "notFound", /Nobody asked/);
    assert.equal((await request(person("ana"), input, signal)).promotion?.state, "requested");
  });

  it("refuses what nobody could approve, and what is there already", async () => {
    await refuses(request(person("ana", { approvers: ["ana@example.com"] }), input, signal), "forbidden", /names nobody/);
    await refuses(request(person("ana"), { ...input, version: "1" }, signal), "conflict", /already is in prod/);
    await refuses(request(person("ana"), { ...input, to: "moon" }, signal), "invalid", /no environment moon/);
    await refuses(request(person("ana"), { ...input, version: "9" }, signal), "notFound", /9/);
  });

  it("goes on past tags that are not events", async () => {
    await person("eve").registry.setVersionTag(
      "scorer",
      "2",
      "slipway.promotion.<img src=x onerror=alert(1)>.approve".replaceAll(/[<>=()]/g, "-"),
      "{",
      signal,
    );
    const outcome = await request(person("ana"), input, signal);
    assert.equal(outcome.promotion?.state, "requested");
    assert.equal(outcome.facts.broken.length, 1);
  });
});
