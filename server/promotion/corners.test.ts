import assert from "node:assert/strict";
import { apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { readFacts, surroundingsOf } from "#registry/promotion/facts.ts";
import { draftEvent } from "#registry/promotion/record.ts";
import { seenBy } from "#registry/promotion/seen.ts";
import { undo } from "#registry/promotion/undo.ts";
import { input, interruptAt, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();
const atOnce = { approvals: 0 };
const gates = { prod: [{ kind: "tag", tag: "bias_review" }] } as const;

/** Corners that generated histories (test/promotions) led to. */
describe("corners of promotions", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person: People["person"] = (...who) => people.person(...who);
  const types: People["types"] = (version) => people.types(version);
  const champion = () => people.champion();
  const move = (version: string) => person("dora").registry.setAlias("scorer", "champion", version, signal);

  async function moveWithoutRecord(): Promise<void> {
    await request(person("ana"), input, signal);
    const bruno = person("bruno");
    await refuses(approve({ ...bruno, log: interruptAt("apply", bruno.log) }, input, signal), "unavailable", /power/);
  }

  async function newest(name: string, version = "2"): Promise<string> {
    const { promotions } = await readFacts(person(name), { ...input, version }, signal);
    return promotions[0]?.id ?? "";
  }

  const half = 36 * 60 * 60 * 1000;
  it("a new request is open although a clock a day and a half ahead recorded an application before", async () => {
    const ahead = { ...person("chen", atOnce), now: () => people.clock.now() + half };
    await request(ahead, input, signal);
    await move("1");
    const again = await request(person("ana"), input, signal);
    assert.deepEqual([again.promotion?.state, await champion()], ["requested", "1"]);
  });

  it("an application closes another open request although a clock a day and a half ahead made that", async () => {
    const chen = person("chen");
    const before = await readFacts(chen, input, signal);
    await request(person("ana"), input, signal);
    // Chen asked while ana did, with a program that does not look whether others asked.
    const ahead = { ...chen, now: () => people.clock.now() + half };
    await chen.log.append(draftEvent(ahead, before, "request", undefined, "because"), signal);
    const { facts } = await approve(
      person("bruno"),
      { ...input, promotionId: (await readFacts(chen, input, signal)).promotions[1]?.id ?? "" },
      signal,
    );
    assert.deepEqual(
      facts.promotions.map((promotion) => promotion.state),
      ["applied", "applied"],
    );
  });

  it("what was carried out and not recorded can neither be cancelled nor rejected, only applied", async () => {
    await moveWithoutRecord();
    await refuses(cancel(person("ana"), input, signal), "conflict", /v2 already is in prod/);
    await refuses(reject(person("bruno"), input, signal), "conflict", /v2 already is in prod/);
    assert.equal((await apply(person("ana"), input, signal)).promotion?.state, "applied");
  });

  it("a request for a version that somebody moved there by hand can be rejected, and cancelled", async () => {
    await request(person("ana"), input, signal);
    await move("2");
    assert.equal((await reject(person("bruno"), input, signal)).promotion?.state, "rejected");
    await move("1");
    await request(person("ana"), input, signal);
    await move("2");
    assert.equal((await cancel(person("ana"), input, signal)).promotion?.state, "cancelled");
  });

  it("an approval beside an interrupted move leaves the earlier approvals as they are, and undo knows the way back", async () => {
    const two = { approvals: 2, approvers: [] };
    await request(person("ana", two), input, signal);
    await approve(person("bruno", two), input, signal);
    const chen = person("chen", two);
    await refuses(approve({ ...chen, log: interruptAt("apply", chen.log) }, input, signal), "unavailable", /power/);
    const outcome = await approve(person("dora", two), input, signal);
    assert.deepEqual([outcome.promotion?.state, outcome.promotion?.approvedBy.length], ["applied", 3]);
    await undo(person("dora", two), { ...input, promotionId: outcome.promotion?.id ?? "" }, signal);
    assert.equal(await champion(), "1");
  });

  it("an approval by what an event says is stopped by a gate that changed, also where the version already is there", async () => {
    await person("dora").registry.setVersionTag("scorer", "2", "bias_review", "done", signal);
    const { promotion } = await request(person("ana", {}, gates), input, signal);
    const evidence = promotion?.events[0]?.evidence ?? assert.fail();
    await person("dora").registry.deleteVersionTag("scorer", "2", "bias_review", signal);
    await move("2");
    const outcome = await approve(person("bruno", {}, gates), { ...input, seen: seenBy(evidence) }, signal);
    assert.deepEqual([outcome.done, outcome.changes.map((change) => change.kind)], [false, ["gate"]]);
    assert.deepEqual(await types(), ["request"]);
  });

  it("a move back that was interrupted is completed by trying again", async () => {
    await request(person("ana", atOnce), input, signal);
    const ana = person("ana", atOnce);
    const target = { ...input, promotionId: await newest("ana") };
    await refuses(undo({ ...ana, log: interruptAt("rollback", ana.log) }, target, signal), "unavailable", /power/);
    assert.deepEqual([await types(), await champion()], [["request", "apply"], "1"]);
    await undo(ana, target, signal);
    assert.deepEqual([await types(), await champion()], [["request", "apply", "rollback"], "1"]);
  });

  for (const behind of [0, 60 * 60 * 1000]) {
    it(`a move is not taken back once the version before it was promoted anew, by a clock ${behind} ms behind`, async () => {
      await request(person("ana", atOnce), input, signal);
      const late = { ...person("ana", atOnce), now: () => people.clock.now() - behind };
      await request(late, { ...input, version: "1" }, signal);
      await refuses(
        undo(person("ana", atOnce), { ...input, promotionId: await newest("ana") }, signal),
        "conflict",
        /prod holds v1 by now/,
      );
      assert.deepEqual(await types(), ["request", "apply"]);
    });
  }

  it("only the last way into an environment is taken back", async () => {
    await request(person("ana", atOnce), input, signal);
    const first = await newest("ana");
    await request(person("ana", atOnce), { ...input, version: "3" }, signal);
    await request(person("ana", atOnce), input, signal);
    await refuses(undo(person("ana", atOnce), { ...input, promotionId: first }, signal), "conflict", /came into prod again/);
    await undo(person("ana", atOnce), { ...input, promotionId: await newest("ana") }, signal);
    assert.equal(await champion(), "3");
  });

  it("a version that is there is compared with the one that it replaced last, also when that is gone", async () => {
    await request(person("ana", atOnce), input, signal);
    await request(person("ana", atOnce), { ...input, version: "3" }, signal);
    await request(person("ana", atOnce), input, signal);
    const facts = await readFacts(person("ana"), input, signal);
    assert.deepEqual([facts.incumbent?.version, facts.comparedWith, facts.incumbentVersion], ["3", "3", "2"]);
    people.sql("DELETE FROM model_versions WHERE version = 3");
    const gone = await readFacts(person("ana"), input, signal);
    assert.deepEqual([gone.incumbent, surroundingsOf(gone).incumbent], [null, "3"]);
    const { promotion } = await comment(person("ana"), input, signal);
    assert.equal(promotion?.state, "applied");
  });
});
