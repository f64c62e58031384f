import assert from "node:assert/strict";
import { apply, approve, comment, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import { seenBy } from "#registry/promotion/seen.ts";
import { undo } from "#registry/promotion/undo.ts";
import { input, interruptAt, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();
const gates = { prod: [{ kind: "tag", tag: "review" }] } as const;

describe("finishing what was interrupted, on what was decided", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const person = (name: string) => people.person(name, {}, gates);

  it("records what the approval was given on, whatever has changed since the move", async () => {
    await person("dora").registry.setVersionTag("scorer", "2", "review", "done", signal);
    await request(person("ana"), input, signal);
    const bruno = person("bruno");
    await refuses(approve({ ...bruno, log: interruptAt("apply", bruno.log) }, input, signal), "unavailable", /power/);
    await comment(person("chen"), input, signal);
    await person("dora").registry.deleteVersionTag("scorer", "2", "review", signal);
    const [promotion] = (await readFacts(person("ana"), input, signal)).promotions;
    const evidence = promotion?.events.find((event) => event.type === "approve")?.evidence ?? assert.fail();
    const outcome = await apply(person("ana"), { ...input, seen: seenBy(evidence) }, signal);
    assert.deepEqual([outcome.done, outcome.applied, outcome.promotion?.state], [true, true, "applied"]);
    assert.deepEqual(outcome.promotion?.events.at(-1)?.evidence, evidence);
    assert.deepEqual(outcome.promotion?.approvedBy, ["bruno@example.com"]);
  });

  it("does not move the mark again", async () => {
    await person("dora").registry.setVersionTag("scorer", "2", "review", "done", signal);
    await request(person("ana"), input, signal);
    const bruno = person("bruno");
    await refuses(approve({ ...bruno, log: interruptAt("apply", bruno.log) }, input, signal), "unavailable", /power/);
    const ana = person("ana");
    const registry = new Proxy(ana.registry, {
      get: (target, name) => (name === "setAlias" ? assert.fail("moved again") : Reflect.get(target, name).bind?.(target)),
    });
    assert.equal((await apply({ ...ana, registry }, input, signal)).promotion?.state, "applied");
  });

  it("an approval by what the request says is stopped by another incumbent, which is not the version itself", async () => {
    const { promotion } = await request(person("ana"), input, signal);
    const evidence = promotion?.events[0]?.evidence ?? assert.fail();
    await person("dora").registry.setAlias("scorer", "champion", "3", signal);
    const outcome = await approve(person("bruno"), { ...input, seen: seenBy(evidence) }, signal);
    assert.deepEqual([outcome.done, outcome.changes], [false, [{ kind: "incumbent", was: "1", now: "3" }, ...outcome.changes.slice(1)]]);
    assert.deepEqual(await people.types(), ["request"]);
  });

  it("a look at everything stops an approval where the version came in since then", async () => {
    await request(person("ana"), input, signal);
    const seen = await people.look(person("bruno"));
    await person("dora").registry.setAlias("scorer", "champion", "2", signal);
    assert.equal((await approve(person("bruno"), { ...input, seen }, signal)).done, false);
  });

  it("a move back asks nothing of other environments", async () => {
    const ana = people.person("ana", { approvals: 0 });
    await request(ana, input, signal);
    const promotionId = (await readFacts(ana, input, signal)).promotions[0]?.id ?? "";
    await request(ana, { ...input, to: "staging" }, signal);
    await request(ana, { ...input, version: "1", to: "staging" }, signal);
    assert.equal((await undo(ana, { ...input, promotionId }, signal)).to, "1");
    assert.equal((await readFacts(ana, input, signal)).comparedWith, "1");
  });
});

describe("facts about one environment", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  it("say nothing about promotions into another", async () => {
    const manual = { apply: "manual" } as const;
    await request(people.person("ana", manual), input, signal);
    await approve(people.person("bruno", manual), input, signal);
    const facts = await readFacts(people.person("ana", manual), { ...input, to: "staging" }, signal);
    assert.deepEqual(
      facts.promotions.map(({ to, state, approvedBy }) => [to, state, approvedBy.length]),
      [["prod", "approved", 1]],
    );
  });
});

describe("what a version is compared with", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());
  const notWorse = { prod: [{ kind: "metric", metric: "auc", notWorseThan: "current", tolerance: 0 }] } as const;
  const why = async (version: string) => {
    const facts = await readFacts(people.person("ana", {}, notWorse), { ...input, version }, signal);
    return [facts.gates[0]?.state, facts.gates[0]?.why];
  };

  it("is the incumbent; nothing where there is none, and unknown where it is gone", async () => {
    assert.deepEqual(await why("2"), ["pass", undefined]);
    assert.deepEqual(await why("1"), ["pass", "itself"]);
    people.sql("DELETE FROM model_versions WHERE version = 1");
    assert.deepEqual(await why("2"), ["unknown", "gone"]);
    await people.person("dora").registry.deleteAlias("scorer", "champion", signal);
    assert.deepEqual(await why("2"), ["pass", "nothingThere"]);
  });

  it("is, for a version that is there, what it replaced in this environment, not in another one", async () => {
    const ana = people.person("ana", { approvals: 0 }, notWorse);
    await ana.registry.setAlias("scorer", "challenger", "3", signal);
    await request(ana, input, signal);
    await request(ana, { ...input, to: "staging" }, signal);
    assert.deepEqual([(await readFacts(ana, input, signal)).comparedWith, await why("2")], ["1", ["pass", undefined]]);
  });

  it("an error of the registry is no version that is gone, and the commit of the run is recorded", async () => {
    people.sql("INSERT INTO tags VALUES ('mlflow.source.git.commit', '91de0b7', 'r1')");
    const ana = people.person("ana");
    const { promotion } = await request(ana, input, signal);
    assert.equal(promotion?.events[0]?.evidence?.commit, "91de0b7");
    people.sql("UPDATE model_versions SET run_id = NULL WHERE version = 3");
    const other = await request(ana, { ...input, version: "3" }, signal);
    assert.equal(other.promotion?.events[0]?.evidence?.commit, "");
    const registry = new Proxy(ana.registry, {
      get(target, name) {
        const call = Reflect.get(target, name).bind?.(target);
        if (name !== "version") return call;
        return (model: string, version: string) =>
          version === "1" ? Promise.reject(new Error("the disk is gone")) : call(model, version, signal);
      },
    });
    await assert.rejects(readFacts({ ...ana, registry }, input, signal), /the disk is gone/);
  });
});
