import assert from "node:assert/strict";
import { apply, approve, cancel, comment, request } from "#registry/promotion/acts.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { ulidTime } from "#registry/promotion/ulid.ts";
import { input, interruptAt, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();

describe("what was seen before an act", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person: People["person"] = (...who) => people.person(...who);
  const look: People["look"] = (...who) => people.look(...who);
  const types: People["types"] = (version) => people.types(version);
  const champion = () => people.champion();
  const { clock } = people;

  const biasReview: Policy["gates"] = { prod: [{ kind: "tag", tag: "bias_review" }] };

  it("writes nothing when a gate's result is another one than was seen: a tag removed after the reviewer looked", async () => {
    const bruno = person("bruno", {}, biasReview);
    await bruno.registry.setVersionTag("scorer", "2", "bias_review", "done", signal);
    await request(person("ana", {}, biasReview), input, signal);
    const seen = await look(bruno);
    await bruno.registry.deleteVersionTag("scorer", "2", "bias_review", signal);
    const outcome = await approve(bruno, { ...input, seen }, signal);
    assert.equal(outcome.done, false);
    assert.deepEqual(
      outcome.changes.map((change) => change.kind === "gate" && [change.was?.state, change.now?.state]),
      [["pass", "fail"]],
    );
    assert.deepEqual([await types(), await champion()], [["request"], "1"]);
  });

  it("writes nothing when a value or the policy is another one than was seen", async () => {
    const bruno = person("bruno", {}, biasReview);
    await bruno.registry.setVersionTag("scorer", "2", "bias_review", "done", signal);
    const seen = await look(bruno);
    await bruno.registry.setVersionTag("scorer", "2", "bias_review", "revoked", signal);
    const other = await request(bruno, { ...input, seen }, signal);
    assert.deepEqual([other.done, other.changes.map(({ kind }) => kind)], [false, ["gate"]]);
    const again = { ...input, seen: await look(bruno) };
    const loosened = await request({ ...bruno, policyOrigin: { hash: "b", commit: "" } }, again, signal);
    assert.deepEqual([loosened.done, loosened.changes], [false, [{ kind: "policy" }]]);
    assert.deepEqual(await types(), []);
    assert.equal((await request(bruno, again, signal)).done, true);
  });

  it("applies nothing that changed between the request and its application", async () => {
    const ana = person("ana", { approvals: 0 }, biasReview);
    await ana.registry.setVersionTag("scorer", "2", "bias_review", "done", signal);
    const removes: PromotionLog["append"] = async (event, given) => {
      await ana.log.append(event, given);
      await ana.registry.deleteVersionTag("scorer", "2", "bias_review", given);
    };
    const outcome = await request({ ...ana, log: { ...ana.log, append: removes } }, { ...input, comment: "" }, signal);
    assert.deepEqual([outcome.done, outcome.applied, await champion()], [true, false, "1"]);
  });

  it("can be requested where the mark names a version that is gone", async () => {
    const ana = person("ana");
    await ana.registry.setAlias("scorer", "champion", "3", signal);
    people.sql("DELETE FROM model_versions WHERE version = 3");
    const seen = await look(ana);
    assert.equal((await request(ana, { ...input, seen }, signal)).done, true);
    assert.equal((await approve(person("bruno"), { ...input, seen }, signal)).applied, true);
    assert.equal(await champion(), "2");
  });

  it("can be completed by somebody who looked after the interruption", async () => {
    await request(person("ana"), input, signal);
    const bruno = person("bruno");
    const log = interruptAt("apply", bruno.log);
    await refuses(approve({ ...bruno, log }, input, signal), "unavailable", /power/);
    const outcome = await apply(person("ana"), { ...input, seen: await look(person("ana")) }, signal);
    assert.deepEqual([outcome.done, outcome.promotion?.state], [true, "applied"]);
  });

  it("names the policy in what decides", async () => {
    await request({ ...person("ana"), policyOrigin: { hash: "f00d", commit: "91de0b7" } }, input, signal);
    const { facts } = await comment(person("bruno"), input, signal);
    const [asked, said] = facts.promotions[0]?.events ?? [];
    assert.deepEqual([asked?.evidence?.policy, said?.evidence], [{ hash: "f00d", commit: "91de0b7" }, undefined]);
  });

  it("trusts no clock that is a day ahead, and still answers behind a request that such a clock made", async () => {
    const year = 365 * 24 * 60 * 60 * 1000;
    const late = person("ana");
    await request({ ...late, now: () => clock.now() + year }, input, signal);
    const { promotion } = await comment(person("bruno"), input, signal);
    assert.deepEqual(
      promotion?.events.map((event) => event.type),
      ["request", "comment"],
    );
    await cancel(person("ana"), input, signal);
    const next = await request(person("ana"), input, signal);
    assert.ok(ulidTime(next.promotion?.id ?? "") < clock.now() + 1000);
  });
});
