import type { Registry } from "#registry/api.ts";
import { metricAt } from "#registry/model/columns.ts";
import type { Environment, Policy } from "#registry/promotion/types.ts";
import { type GateSeen, type ModelPromotion, promotionsOf, type Sight, type Told, toldBy } from "./rules.ts";

const { signal } = new AbortController();

/** What the gates of a case ask for. */
export interface Asked {
  readonly tag: boolean;
  readonly min: number | undefined;
  readonly notWorse: boolean;
}

/** The policy of a case at one moment. */
export interface Rules {
  readonly environments: readonly Environment[];
  readonly asked: Asked;
}

export function policyOf({ environments, asked }: Rules): Policy {
  const prod = [
    ...(asked.tag ? [{ kind: "tag", tag: "bias_review" }] : []),
    ...(asked.min === undefined ? [] : [{ kind: "metric", metric: "auc", min: asked.min, tolerance: 0 }]),
    ...(asked.notWorse ? [{ kind: "metric", metric: "auc", notWorseThan: "current", tolerance: 0 }] : []),
  ];
  return { environments: [{ ...dev }, ...environments], gates: { prod }, models: {} };
}

const dev: Environment = { name: "dev", approvals: 0, approvers: [], selfApproval: true, apply: "onApproval" };

/** The registry's own facts, read plainly: who is where, which version carries the tag, what the runs logged. */
export interface World {
  readonly marks: ReadonlyMap<string, string | null>;
  readonly events: ReadonlyMap<string, readonly Told[]>;
  readonly tagged: ReadonlyMap<string, string | undefined>;
  readonly metrics: ReadonlyMap<string, number>;
  /** Keys of all tags, version by version. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

export async function readWorld(registry: Registry, name: string, { environments }: Rules): Promise<World> {
  const [model, { items }] = await Promise.all([registry.model(name, signal), registry.versions({ model: name, limit: 10 }, signal)]);
  const runs = await registry.runsById({ ids: items.map((item) => item.runId) }, signal);
  const auc = runs.metrics.find((column) => column.key === "auc");
  const mark = ({ alias, stage }: Environment) => {
    if (alias !== undefined) return model.aliases.find((each) => each.alias === alias)?.version ?? null;
    return items.find((item) => item.stage === stage)?.version ?? null;
  };
  return {
    marks: new Map(environments.map((environment) => [environment.name, mark(environment)])),
    events: new Map(items.map((item) => [item.version, toldBy(item.tags)])),
    keys: new Map(items.map((item) => [item.version, item.tags.map((tag) => tag.key)])),
    tagged: new Map(items.map((item) => [item.version, item.tags.find((tag) => tag.key === "bias_review")?.value])),
    metrics: new Map(items.map((item) => [item.version, metricAt(auc, runs.ids.indexOf(item.runId)) ?? Number.NaN])),
  };
}

/** What somebody would see who looks now. */
export function sightOf(world: World, { asked }: Rules, version: string, to: string): Sight {
  const incumbent = world.marks.get(to) ?? null;
  const against = incumbent === version ? replaced(world, version, to) : incumbent;
  const gates = to === "prod" ? gatesSeen(world, asked, version, against) : [];
  return { incumbent, gates };
}

/** The version that was there before this one, as far as this one's events tell. */
export function replaced(world: World, version: string, to: string): string | null {
  const told = world.events.get(version)?.findLast((event) => event.to === to && event.evidence && event.evidence.incumbent !== version);
  return told?.evidence?.incumbent ?? null;
}

function gatesSeen(world: World, asked: Asked, version: string, against: string | null): GateSeen[] {
  const own = world.metrics.get(version) ?? Number.NaN;
  const other = against === null ? undefined : world.metrics.get(against);
  const theirs = other === undefined ? {} : { incumbent: other };
  const state = (good: boolean) => (good ? "pass" : "fail");
  const notWorse = against === null ? "pass" : other === undefined ? "unknown" : state(own >= other);
  const tag = world.tagged.get(version);
  const theirTag = against === null ? undefined : world.tagged.get(against);
  return [
    ...(asked.tag
      ? [{ id: "tag:bias_review", state: state(tag !== undefined), ...optional("observed", tag), ...optional("incumbent", theirTag) }]
      : []),
    ...(asked.min === undefined ? [] : [{ id: "metric:auc:min", state: state(own >= asked.min), observed: own, ...theirs }]),
    ...(asked.notWorse ? [{ id: "metric:auc:notWorseThan", state: notWorse, observed: own, ...theirs }] : []),
  ];
}

function optional(key: string, value: unknown): object {
  return value === undefined ? {} : { [key]: value };
}

/** What of a sight makes a difference, as text. */
export function sightText({ incumbent, gates }: Sight): string {
  return JSON.stringify([incumbent, gates.map((gate) => [gate.id, gate.state, gate.observed ?? null, gate.incumbent ?? null])]);
}

/** The promotions of a version by the rules, judged by what is there now in `to`. `more`: as if these had been written too. */
export function modelOf(world: World, rules: Rules, version: string, to: string, more: readonly Told[] = []): ModelPromotion[] {
  const events = [...(world.events.get(version) ?? []), ...more];
  return promotionsOf(
    version,
    events,
    (name) => rules.environments.find((environment) => environment.name === name),
    (name) => (name === to ? sightOf(world, rules, version, to) : undefined),
  );
}
