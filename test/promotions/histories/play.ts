import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { presentOf, readFacts } from "#registry/promotion/facts.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { readSeen, seenToken } from "#registry/promotion/seen.ts";
import { testClock } from "#registry/promotion/testEvents.ts";
import type { Environment, PromotionEvent } from "#registry/promotion/types.ts";
import { undo } from "#registry/promotion/undo.ts";
import { type Attempt, expectedEvents } from "./acts.ts";
import { meddle } from "./meddle.ts";
import type { Sight } from "./rules.ts";
import type { Place } from "./store.ts";
import { type ActStep, actNames, people, type Step, type Story } from "./story.ts";
import { checkMarks, checkMove, checkState, Kept } from "./truths.ts";
import { PowerGone, watched } from "./watched.ts";
import { policyOf, type Rules, readWorld, sightOf, sightText, type World } from "./world.ts";

const { signal } = new AbortController();
const hour = 3_600_000;
const acts = { request, approve, reject, cancel, comment, apply } as const;
const everywhere = ["2", "3"].flatMap((version) => ["staging", "prod"].map((to) => ({ version, to })));
/** No gate of a story asks for a signature, and no version of one has artifacts, which a server takes long to say. */
const pause = async (): Promise<void> => undefined;
const modelFile: Registry["modelFile"] = async () => ({ state: "absent" });
let models = 0;

interface Look {
  readonly token: string;
  readonly sight: Sight;
  readonly policy: string;
}

/** Three people, each with a connection and a clock of their own, and one who only reads. */
export class Players {
  readonly place: Place;
  readonly connections: readonly Registry[];
  readonly reader: Registry;

  constructor(place: Place) {
    this.place = place;
    this.connections = people.map(() => place.connect());
    this.reader = place.connect();
  }

  /** Plays a story on a model of its own; throws where the registry, the rules and what was recorded disagree. */
  async play(story: Story): Promise<void> {
    const name = `m${++models}`;
    await this.place.newModel(name);
    const game = new Game(this, name, story);
    await game.begin();
    for (const step of story.steps) await game.step(step);
    await game.end();
  }
}

class Game {
  readonly #players: Players;
  readonly #name: string;
  readonly #clocks: readonly { now(): number; random(): number }[];
  readonly #time: ReturnType<typeof testClock>;
  readonly #looks = new Map<string, Look>();
  readonly #kept = new Kept();
  #rules: Rules;
  #policy = 0;
  #world: World | undefined;

  constructor(players: Players, name: string, story: Story) {
    this.#players = players;
    this.#name = name;
    this.#time = testClock(1_764_244_716_000);
    const ahead = [0, 5 * hour, story.far ? 36 * hour : 0];
    this.#clocks = ahead.map((ms, i) => ({ now: () => this.#time.now() + ms, random: testClock(0, story.seed + i * 7919).random }));
    const marks = (alias: string, stage: string) => (story.marks === "alias" ? { alias } : { stage });
    const staging: Environment = {
      ...{ name: "staging", ...marks("challenger", "Staging"), approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" },
    };
    this.#rules = { environments: [staging, { name: "prod", ...marks("champion", "Production"), ...story.prod }], asked: story.asked };
  }

  async begin(): Promise<void> {
    await meddle(this.#players, this.#name, this.#rules, { kind: "mark", to: "prod", version: "1" });
    this.#kept.meddledAll();
  }

  async step(step: Step): Promise<void> {
    this.#time.advance(1);
    await this.#do(step);
    this.#world = undefined;
    const world = await this.#now();
    const touched = step.kind === "act" || step.kind === "look" ? [step] : step.kind === "race" ? step.acts : everywhere;
    await checkState(this.#source(), this.#name, this.#rules, world, touched);
    checkMarks(this.#kept, world);
  }

  /** In the end all is as it should be, not only what was touched last. */
  async end(): Promise<void> {
    await checkState(this.#source(), this.#name, this.#rules, await this.#now(), everywhere);
  }

  async #do(step: Step): Promise<void> {
    if (step.kind === "act") await this.#actAlone(step);
    else if (step.kind === "race") await this.#race(step.acts);
    else if (step.kind === "look") await this.#look(step);
    else if (step.kind === "wait") this.#time.advance(step.ms);
    else if (step.kind === "policy") {
      const [staging] = this.#rules.environments;
      const prod = { ...this.#rules.environments[1], ...step.prod } as Environment;
      this.#rules = { environments: [...(staging ? [staging] : []), prod], asked: step.asked };
      this.#policy++;
    } else {
      await meddle(this.#players, this.#name, this.#rules, step);
      if (step.kind === "mark" || step.kind === "delete") this.#kept.meddledAll();
    }
  }

  /** How things are; read again once something may have been written. */
  async #now(): Promise<World> {
    this.#world ??= await readWorld(this.#players.reader, this.#name, this.#rules);
    return this.#world;
  }

  #byStage(): boolean {
    return this.#rules.environments.some((each) => each.stage !== undefined);
  }

  #source(): ActContext {
    const { reader } = this.#players;
    const policyOrigin = { hash: String(this.#policy), commit: "" };
    const clock = this.#clocks[0] ?? assert.fail();
    const log = versionTags.in(reader);
    return { registry: reader, log, modelFile, policy: policyOf(this.#rules), policyOrigin, me: "reader", pause, ...clock };
  }

  async #look({ who, version, to }: { who: number; version: string; to: string }): Promise<Look> {
    const world = await this.#now();
    const facts = await readFacts(this.#source(), { model: this.#name, version, to }, signal);
    const look = { token: seenToken(presentOf(facts)), sight: sightOf(world, this.#rules, version, to), policy: String(this.#policy) };
    assert.equal(sightText({ incumbent: facts.incumbentVersion, gates: facts.gates }), sightText(look.sight), "what is seen");
    this.#looks.set(`${who} ${version} ${to}`, look);
    return look;
  }

  async #seen(step: ActStep): Promise<Look | undefined> {
    if (step.look === "none") return undefined;
    const last = this.#looks.get(`${step.who} ${step.version} ${step.to}`);
    return step.look === "stale" && last ? last : this.#look(step);
  }

  /** One act with nothing beside it: it writes what the rules say, neither more nor less. */
  async #actAlone(given: ActStep): Promise<void> {
    const step = await this.#chosen(given);
    const seen = await this.#seen(step);
    const world = await this.#now();
    const attempt: Attempt = { ...step, me: people[step.who] ?? "", seen, promotion: undoes(world, step) };
    const expected = expectedEvents(attempt, world, this.#rules, String(this.#policy));
    const written = await this.#act(step, seen, true);
    const what = `${step.act} v${step.version} to ${step.to} by ${attempt.me}`;
    if (step.interference === undefined) {
      assert.deepEqual(
        written.map((event) => event.type),
        expected,
        what,
      );
    }
    for (const event of written.filter(({ type }) => type === "request" || type === "approve")) {
      if (seen && event.evidence)
        assert.equal(sightText({ ...event.evidence, incumbent: seen.sight.incumbent }), sightText(seen.sight), what);
    }
  }

  /** The step itself, or the nearest that the rules allow now. */
  async #chosen(step: ActStep): Promise<ActStep> {
    if (!step.sensible) return step;
    const world = await this.#now();
    const others = actNames.flatMap((_, i) =>
      people.map((__, j) => {
        const act = actNames[(actNames.indexOf(step.act) + i) % actNames.length] ?? step.act;
        return { ...step, act, who: (step.who + j) % people.length };
      }),
    );
    const allowed = others.find((each) => {
      const attempt = { ...each, me: people[each.who] ?? "", seen: undefined, promotion: undoes(world, each) };
      return expectedEvents(attempt, world, this.#rules, "").length > 0;
    });
    return allowed ?? step;
  }

  async #race(both: readonly [ActStep, ActStep]): Promise<void> {
    const steps = [await this.#chosen(both[0]), await this.#chosen(both[1])] as const;
    const seen = [await this.#seen(steps[0]), await this.#seen(steps[1])];
    // Without a compare-and-set two moves in one moment may leave a mark where the last record does not say.
    this.#kept.meddledAll();
    await Promise.all(steps.map((step, i) => this.#act({ ...step, interference: undefined }, seen[i], false)));
    this.#kept.meddledAll();
  }

  /** Tries it and returns what it wrote. */
  async #act(step: ActStep, seen: Look | undefined, alone: boolean): Promise<PromotionEvent[]> {
    const written: PromotionEvent[] = [];
    const { interference } = step;
    const { registry, log } = watched(this.#players.connections[step.who] ?? assert.fail(), {
      before: async (n, move) => {
        if (interference?.at === n && interference.how === "dies before") throw new PowerGone();
        if (move && alone && step.act !== "undo") await this.#mayMove(step, written);
      },
      after: async (n) => {
        if (interference?.at !== n || interference.how === "dies before") return;
        if (interference.how === "dies after") throw new PowerGone();
        await meddle(this.#players, this.#name, this.#rules, interference.how);
        this.#kept.meddledAll();
      },
      landed: (event) => {
        written.push(event);
        this.#kept.landed(event);
      },
    });
    const context = { ...this.#source(), ...{ registry, log, me: people[step.who] ?? "", ci: step.ci }, ...this.#clocks[step.who] };
    try {
      await this.#try(context, step, seen);
    } catch (error) {
      if (error instanceof PowerGone) this.#kept.meddledAll();
      else if (!(error instanceof RegistryError) || error.kind === "unavailable") throw error;
    }
    if (interference !== undefined) this.#kept.meddledAll();
    // A version is in one stage at a time: it leaves the one where it was.
    if (this.#byStage() && written.some(({ type }) => type === "apply" || type === "rollback")) {
      this.#kept.meddled(step.to === "prod" ? "staging" : "prod");
    }
    return written;
  }

  async #try(context: ActContext, step: ActStep, seen: Look | undefined): Promise<void> {
    const target = { model: this.#name, version: step.version, to: step.to };
    if (step.act !== "undo") {
      await acts[step.act](context, { ...target, comment: step.comment, ...(seen ? { seen: readSeen(seen.token) } : {}) }, signal);
      return;
    }
    const promotionId = undoes(await this.#now(), step);
    if (promotionId) await undo(context, { ...target, promotionId }, signal);
  }

  /** In the moment in which a mark moves: it is approved on what is there, and that is what was decided on in this act. */
  async #mayMove(step: ActStep, written: readonly PromotionEvent[]): Promise<void> {
    const world = await readWorld(this.#players.reader, this.#name, this.#rules);
    checkMove(world, this.#rules, step, written);
  }
}

/** The newest or the oldest promotion of the version that was applied. */
function undoes(world: World, { version, to, ci }: ActStep): string | undefined {
  const applied = (world.events.get(version) ?? [])
    .filter((event) => event.type === "apply" && event.to === to)
    .map((event) => event.request);
  return ci ? applied[0] : applied.at(-1);
}
