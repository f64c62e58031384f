import assert from "node:assert/strict";
import { RegistryError } from "#registry/model/errors.ts";
import { type ActInput, apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import type { Environment } from "#registry/promotion/types.ts";
import { undo } from "#registry/promotion/undo.ts";
import { input, People } from "../../test/promotions/people.ts";

const { signal } = new AbortController();
const acts = { request, approve, reject, cancel, comment, apply };
type Try = readonly [name: string, act: keyof typeof acts, more?: Partial<ActInput & Environment>];

/** What was done before, who then tries what, and what they are told. */
const cases: readonly (readonly [before: readonly Try[], attempt: Try, told: string])[] = [
  [[], ["ana", "approve"], "notFound: Nobody asked for scorer v2 → prod. Request the promotion first."],
  [[], ["ana", "comment"], "notFound: Nobody asked for scorer v2 → prod. Request the promotion first."],
  [
    [["ana", "request"]],
    ["bruno", "comment", { to: "staging" }],
    "notFound: Nobody asked for scorer v2 → staging. Request the promotion first.",
  ],
  [
    [["ana", "request", { to: "staging" }]],
    ["bruno", "approve"],
    "notFound: Nobody asked for scorer v2 → prod. Request the promotion first.",
  ],
  [[["ana", "request"]], ["bruno", "comment", { comment: " " }], "invalid: The comment is empty. Write something, or leave it."],
  [[["ana", "request"]], ["bruno", "reject", { comment: " " }], "invalid: A rejection needs a reason. Say in the comment what is missing."],
  [
    [["ana", "request"]],
    ["ana", "reject"],
    "forbidden: You made this request; the policy asks for someone else. Ask someone who may decide.",
  ],
  [[["ana", "request"]], ["bruno", "cancel"], "forbidden: ana made this request. Reject it, or ask them to cancel it."],
  [[["ana", "request"]], ["ana", "apply"], "conflict: scorer v2 → prod is not approved. Ask someone who may to approve it."],
  [
    [["ana", "request", { apply: "ci" }]],
    ["ana", "apply", { apply: "ci" }],
    "forbidden: The policy lets only CI apply to prod. CI runs: slipway promote apply.",
  ],
  [
    [],
    ["ana", "request", { to: "dev" }],
    "invalid: Nothing marks the versions that are in dev. Give it an alias or a stage in slipway.yaml.",
  ],
  [[], ["ana", "request", { to: "moon" }], "invalid: The policy has no environment moon. Name one of the environments in slipway.yaml."],
  [
    [["ana", "request"]],
    ["", "comment"],
    "forbidden: Git knows no user.email, so nobody would know who did this. Set it: git config user.email you@example.com",
  ],
];

describe("what is refused", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  const context = (name: string, { apply: mode }: Partial<Environment> = {}): ActContext => {
    const person = people.person(name, mode ? { apply: mode } : {});
    return name === "" ? { ...person, me: " " } : person;
  };
  const attempt = ([name, act, more = {}]: Try) => acts[act](context(name, more), { ...input, ...more }, signal);
  const told = (act: Promise<unknown>) =>
    act.then(
      () => "",
      (error) => (error instanceof RegistryError ? `${error.kind}: ${error.message} ${error.next}` : String(error)),
    );
  const newest = async () => (await readFacts(context("ana"), input, signal)).promotions[0]?.id ?? "";

  for (const [before, last, expected] of cases) {
    it(expected, async () => {
      for (const each of before) await attempt(each);
      const types = await people.types();
      assert.equal(await told(attempt(last)), expected);
      assert.deepEqual(await people.types(), types);
    });
  }

  it("says of a named promotion that is closed what became of it", async () => {
    await attempt(["ana", "request"]);
    await attempt(["bruno", "reject"]);
    const promotionId = await newest();
    const expected = "conflict: scorer v2 → prod is already rejected by bruno. Look at its history; a new request can be made.";
    assert.equal(await told(attempt(["bruno", "approve", { promotionId }])), expected);
    assert.equal(
      await told(attempt(["bruno", "approve", { promotionId: "none" }])),
      "notFound: Nobody asked for scorer v2 → prod. Request the promotion first.",
    );
  });

  it("takes the oldest open request where none is named, and any for a comment", async () => {
    await attempt(["ana", "request"]);
    await attempt(["bruno", "reject"]);
    assert.equal((await attempt(["chen", "comment"])).promotion?.state, "rejected");
    await attempt(["ana", "request"]);
    const { promotion } = await attempt(["bruno", "approve"]);
    assert.deepEqual([promotion?.id, promotion?.state], [await newest(), "applied"]);
  });

  it("writes one approval of one person, however often they press", async () => {
    const two = { approvals: 2, approvers: [] };
    await request(people.person("ana", two), input, signal);
    const first = await approve(people.person("bruno", two), input, signal);
    const again = await approve({ ...people.person("bruno", two), me: " Bruno@example.com " }, input, signal);
    assert.deepEqual([first.done, first.applied, first.changes], [true, false, []]);
    assert.deepEqual([again.done, again.applied, again.changes, await people.types()], [true, false, [], ["request", "approve"]]);
  });

  it("says why a move cannot be taken back", async () => {
    const ana = people.person("ana", { approvals: 0 });
    await request(ana, { ...input, version: "3" }, signal);
    await request(people.person("ana"), input, signal);
    const back = (name: string, version: string, promotionId: string) =>
      told(undo({ ...people.person("ana"), me: name }, { ...input, version, promotionId }, signal));
    const nothing = "notFound: scorer v2 → prod was not applied. There is nothing to undo.";
    assert.deepEqual([await back(ana.me, "2", await newest()), await back(ana.me, "2", "none")], [nothing, nothing]);
    const applied = (await readFacts(ana, { ...input, version: "3" }, signal)).promotions[0]?.id ?? "";
    const next = "Request the promotion of the version that should be there.";
    assert.equal(await back("bruno@example.com", "3", applied), `forbidden: ana applied it. ${next}`);
    assert.match(await back(" ", "3", applied), /^forbidden: Git knows no user\.email/);
    people.sql("DELETE FROM model_versions WHERE version = 1");
    assert.equal(await back(ana.me, "3", applied), "conflict: v1, which was in prod before, no longer exists. Promote another version.");
    await ana.registry.deleteAlias("scorer", "champion", signal);
    assert.equal(await back(ana.me, "3", applied), `conflict: prod holds no version by now. ${next}`);
    await ana.registry.setAlias("scorer", "champion", "2", signal);
    assert.equal(await back(ana.me, "3", applied), `conflict: prod holds v2 by now. ${next}`);
  });

  it("leaves a stage empty again where nothing was in it before", async () => {
    const stage = { ...({ alias: undefined, stage: "Production" } as unknown as Partial<Environment>), approvals: 0 };
    const ana = people.person("ana", stage);
    await request(ana, input, signal);
    const promotionId = (await readFacts(ana, input, signal)).promotions[0]?.id ?? "";
    assert.deepEqual((await undo(ana, { ...input, promotionId }, signal)).move, { kind: "stage", name: "Production", from: "2", to: "2" });
    assert.deepEqual(
      [(await ana.registry.version("scorer", "2", signal)).stage, await told(undo(ana, { ...input, promotionId }, signal))],
      ["None", "conflict: scorer v2 → prod was already taken back. Look at its history."],
    );
  });

  it("records who, why and on what, as it was meant", async () => {
    const { promotion } = await request({ ...people.person("ana"), me: " ana@example.com " }, { ...input, comment: " because " }, signal);
    const { promotion: closed } = await cancel(people.person("ana"), { ...input, comment: " " }, signal);
    const [asked, cancelled] = closed?.events ?? [];
    assert.deepEqual(
      [asked?.by, asked?.comment, asked?.evidence?.incumbent, asked?.evidence?.runId],
      ["ana@example.com", "because", "1", "r1"],
    );
    assert.deepEqual([cancelled?.comment, cancelled?.evidence, promotion?.from], [undefined, undefined, "dev"]);
  });

  it("an id a little less than a day ahead is trusted, and one a day ahead is not", async () => {
    const day = 24 * 60 * 60 * 1000;
    for (const [version, ahead, behind] of [
      ["2", day - 1, true],
      ["3", day, false],
    ] as const) {
      const target = { ...input, version };
      const asked = await request({ ...people.person("ana"), now: () => people.clock.now() + ahead }, { ...target, to: "staging" }, signal);
      const other = await request(people.person("ana"), target, signal);
      assert.equal((other.promotion?.id ?? "") > (asked.facts.promotions[0]?.id ?? ""), behind, version);
    }
  });

  it("looks only at what the gates ask for, where only these are wanted", async () => {
    const gates = { prod: [{ kind: "tag", tag: "review" }] } as const;
    const facts = await readFacts(people.person("ana", {}, gates), input, signal, "gates");
    assert.deepEqual(facts.candidate.run, { state: "unknown", why: "it was not asked for" });
    assert.equal((await readFacts(people.person("ana", {}, gates), input, signal)).candidate.run.state, "known");
    assert.deepEqual(facts.incumbentEntries, { events: [], newer: [], broken: [] });
  });
});
