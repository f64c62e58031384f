import assert from "node:assert/strict";
import { comment, request } from "#registry/promotion/acts.ts";
import { undo } from "#registry/promotion/undo.ts";
import { input, interruptAt, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();

describe("taking a move back", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person: People["person"] = (...who) => people.person(...who);
  const types: People["types"] = (version) => people.types(version);
  const champion = () => people.champion();

  const atOnce = { approvals: 0 };
  const taken = async (name: string) => {
    const { promotion } = await comment(person(name, atOnce), input, signal);
    return undo(person(name, atOnce), { ...input, promotionId: promotion?.id ?? "" }, signal);
  };

  it("returns the mark and records it", async () => {
    await request(person("ana", atOnce), input, signal);
    const { to } = await taken("ana");
    assert.deepEqual([to, await champion()], ["1", "1"]);
    assert.deepEqual(await types(), ["request", "apply", "comment", "rollback"]);
    const { promotion } = await comment(person("ana", atOnce), input, signal);
    assert.equal(promotion?.state, "rolledBack");
    await refuses(taken("ana"), "conflict", /already taken back/);
  });

  it("removes the mark where there was none before", async () => {
    await person("dora").registry.deleteAlias("scorer", "champion", signal);
    await request(person("ana", atOnce), input, signal);
    assert.deepEqual([(await taken("ana")).to, await champion()], [null, undefined]);
  });

  it("is refused to others, and once the mark has moved on", async () => {
    await request(person("ana", atOnce), input, signal);
    await refuses(taken("bruno"), "forbidden", /ana applied it/);
    await person("dora").registry.setAlias("scorer", "champion", "3", signal);
    await refuses(taken("ana"), "conflict", /prod holds v3/);
    assert.equal(await champion(), "3");
  });

  it("is completed where somebody was interrupted after the mark was back", async () => {
    await request(person("ana", atOnce), input, signal);
    const { promotion } = await comment(person("ana", atOnce), input, signal);
    const ana = person("ana", atOnce);
    const undone = (log: typeof ana.log) => undo({ ...ana, log }, { ...input, promotionId: promotion?.id ?? "" }, signal);
    await refuses(undone(interruptAt("rollback", ana.log)), "unavailable", /power/);
    assert.deepEqual([await champion(), (await types()).includes("rollback")], ["1", false]);
    await undone(ana.log);
    assert.deepEqual([await champion(), (await types()).at(-1)], ["1", "rollback"]);
  });
});
