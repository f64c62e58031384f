import type { ModelVersion, RegisteredModel } from "../model/types.ts";
import { findEnvironment } from "./policy.ts";
import type { Environment, Policy } from "./types.ts";

/** What stands in an environment of one model. */
export interface Standing {
  readonly environment: Environment;
  /** Null: nothing there yet. An alias may name a version that no longer exists. */
  readonly version: string | null;
}

/** Which version each environment holds, in the order of the policy. Where a stage marks it, the highest version in the stage counts. */
export function standings(policy: Policy, model: RegisteredModel, versions: readonly ModelVersion[]): Standing[] {
  return policy.environments.map((environment) => ({ environment, version: versionIn(environment, model, versions) }));
}

function versionIn(environment: Environment, model: RegisteredModel, versions: readonly ModelVersion[]): string | null {
  if (environment.alias !== undefined) {
    return model.aliases.find((alias) => alias.alias === environment.alias)?.version ?? null;
  }
  const stage = environment.stage?.toLowerCase();
  if (stage === undefined) return null;
  const inStage = versions.filter((version) => version.stage.toLowerCase() === stage).map((version) => version.version);
  return inStage.sort((left, right) => Number(right) - Number(left))[0] ?? null;
}

/** The stages that mark environments: the versions in them are needed to know what stands where. */
export function stagesOf(policy: Policy): string[] {
  return policy.environments.flatMap(({ alias, stage }) => (alias === undefined && stage !== undefined ? [stage] : []));
}

/** The incumbent of an environment. */
export function incumbentIn(standing: readonly Standing[], environment: string): string | null {
  return standing.find((item) => item.environment.name === environment)?.version ?? null;
}

/** The highest environment that holds the version; the first one, where versions are born, when none does. */
export function environmentOf(standing: readonly Standing[], version: string): string {
  return (standing.findLast((item) => item.version === version) ?? standing[0])?.environment.name ?? "";
}

/** Where a version can be asked into, and where one click would. */
export interface Choices {
  /** Absent: there is nothing above, or more than one place it could mean. */
  readonly next?: string;
  readonly all: readonly string[];
}

/**
 * The environment above the one that a version is in. Not clear when the version is in none and even the first has a mark of its own:
 * then it could be meant for any.
 */
export function choicesFor(standing: readonly Standing[], version: string): Choices {
  const highest = standing.findLastIndex((item) => item.version === version);
  const first = standing[0];
  if (highest < 0 && first && marker(first.environment) !== "") return { all: names(standing) };
  const next = standing[Math.max(0, highest) + 1]?.environment.name;
  return next === undefined ? { all: [] } : { next, all: [next] };
}

function names(standing: readonly Standing[]): string[] {
  return standing.map((item) => item.environment.name);
}

/** `@champion`, or the stage's name; empty for an environment that nothing marks. */
export function marker(environment: Environment): string {
  if (environment.alias !== undefined) return `@${environment.alias}`;
  return environment.stage ?? "";
}

/** One thing that applying does. */
export interface Move {
  readonly kind: "alias" | "stage";
  /** The alias's or the stage's name. */
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
}

/** What applying does; undefined when nothing marks the environment. */
export function planMove(policy: Policy, standing: readonly Standing[], version: string, to: string): Move | undefined {
  const environment = findEnvironment(policy, to);
  const from = incumbentIn(standing, to);
  if (environment?.alias !== undefined) return { kind: "alias", name: environment.alias, from, to: version };
  if (environment?.stage !== undefined) return { kind: "stage", name: environment.stage, from, to: version };
  return undefined;
}

/** `Moves @champion from v12 to v13.` */
export function moveText(move: Move): string {
  if (move.kind === "stage") {
    const archived = move.from === null ? "" : `; v${move.from} is archived`;
    return `Moves v${move.to} into the stage ${move.name}${archived}.`;
  }
  return move.from === null ? `Sets @${move.name} on v${move.to}.` : `Moves @${move.name} from v${move.from} to v${move.to}.`;
}

/** `moved @champion from v12 to v13`: what was done. `to` null: the mark went from where it was. */
export function movedText(move: Pick<Move, "kind" | "name" | "from"> & { readonly to: string | null }): string {
  if (move.kind === "stage")
    return move.to === null ? `moved v${move.from} out of ${move.name}` : `moved v${move.to} into the stage ${move.name}`;
  const to = move.to === null ? "" : ` to v${move.to}`;
  return move.from === null ? `set @${move.name} on v${move.to}` : `moved @${move.name} from v${move.from}${to}`;
}
