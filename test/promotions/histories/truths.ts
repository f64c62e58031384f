import assert from "node:assert/strict";
import { foldHistory, readFacts } from "#registry/promotion/facts.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import type { PromotionEvent } from "#registry/promotion/types.ts";
import { modelOf, policyOf, type Rules, sightOf, sightText, type World } from "./world.ts";

const { signal } = new AbortController();

/** What was written so far, and what it says about where the marks are. */
export class Kept {
  readonly #keys = new Map<string, Set<string>>();
  readonly #marks = new Map<string, string | null>();
  readonly #loose = new Set<string>();
  readonly #before = new Map<string, string | null>();

  landed(event: PromotionEvent): void {
    const keys = this.#keys.get(event.version) ?? new Set();
    const key = `slipway.promotion.${event.id}.${event.type}`;
    const all = [...this.#keys.values()].flatMap((each) => [...each]);
    assert.ok(!all.some((each) => each.includes(event.id)), `${event.id} is written twice`);
    this.#keys.set(event.version, keys.add(key));
    if (event.type !== "apply" && event.type !== "rollback") return;
    this.#loose.delete(event.to);
    if (event.type === "apply") this.#marks.set(event.to, event.version);
    else this.#marks.set(event.to, this.#before.get(event.request) ?? null);
    if (event.type === "apply") this.#before.set(event.request, event.evidence?.incumbent ?? null);
  }

  /** Somebody moved the mark of this environment by hand, or an act ended between its move and its event. */
  meddled(environment: string): void {
    this.#loose.add(environment);
  }

  meddledAll(): void {
    for (const environment of ["staging", "prod"]) this.meddled(environment);
  }

  keysOf(version: string): readonly string[] {
    return [...(this.#keys.get(version) ?? [])].sort();
  }

  /** By environment; what nobody knows is left out. */
  marks(): [environment: string, version: string | null][] {
    return [...this.#marks].filter(([environment]) => !this.#loose.has(environment));
  }
}

/** No event lost, none doubled; each mark is where the last record says. */
export function checkMarks(kept: Kept, world: World): void {
  for (const [version, keys] of world.keys) {
    const ours = keys.filter((key) => key.startsWith("slipway.promotion.") && !key.includes(".01ZZZZZZZZ")).sort();
    assert.deepEqual(ours, kept.keysOf(version), `the events of v${version}`);
  }
  for (const [environment, version] of kept.marks()) assert.equal(world.marks.get(environment), version, `who is in ${environment}`);
}

/** What Slipway folds is what the rules say, in whatever order the tags are listed. */
export async function checkState(
  source: ActContext,
  model: string,
  rules: Rules,
  world: World,
  where: readonly { readonly version: string; readonly to: string }[],
): Promise<void> {
  for (const { version, to } of where) {
    const facts = await readFacts(source, { model, version, to }, signal);
    const told = facts.promotions.map(({ id, state, approvedBy, events }) => {
      return { id, state, approvedBy: [...approvedBy].sort(), events: events.map((event) => event.id) };
    });
    const expected = modelOf(world, rules, version, to).map(({ request, ...rest }) => ({ id: request.id, ...rest }));
    assert.deepEqual(
      told.toReversed(),
      expected.map(({ id, state, approvedBy, events }) => ({ id, state, approvedBy, events })),
      to,
    );
    const tags = facts.version.tags.toSorted((left, right) => (left.key.slice(-9) < right.key.slice(-9) ? 1 : -1));
    const entries = await source.log.of({ ...facts.version, tags }, signal);
    const again = foldHistory(policyOf(rules), entries, { to, present: { incumbent: facts.incumbentVersion, gates: facts.gates } });
    assert.deepEqual(again.promotions, facts.promotions, "in another order of tags");
  }
}

/** A mark may move now: the promotion is approved on what is there, which is what this act decided on. */
export function checkMove(
  world: World,
  rules: Rules,
  { version, to }: { readonly version: string; readonly to: string },
  written: readonly PromotionEvent[],
): void {
  const approved = modelOf(world, rules, version, to).filter((each) => each.request.to === to && each.state === "approved");
  assert.ok(approved.length > 0, `v${version} moves into ${to} without being approved`);
  const evidence = written.at(-1)?.evidence;
  if (evidence) assert.equal(sightText(evidence), sightText(sightOf(world, rules, version, to)), "it is not what was decided on");
}
