import { RegistryError } from "./errors.ts";
import { type Target, targetOf, writtenKey } from "./filterTarget.ts";

export interface SortKey {
  readonly target: Exclude<Target, { kind: "dataset" | "formula" }>;
  readonly descending: boolean;
}

const pattern = new RegExp(`^\\s*(${writtenKey})(?:\\s+(ASC|DESC))?\\s*$`, "iu");

/** Parses MLflow's `order_by` for runs (`metrics.loss DESC`), as MLflow 3.17.2 does. Throws `invalid`. */
export function parseOrderBy(clauses: readonly string[]): readonly SortKey[] {
  const seen = new Set<string>();
  return clauses.map((clause) => {
    const match = pattern.exec(clause);
    if (match?.[1] === undefined) throw invalid(`“${clause.slice(0, 80)}” is no sort key.`);
    const target = targetOf(match[1]);
    if (target.kind === "dataset") throw invalid("Runs cannot be sorted by data set.");
    if (target.kind === "formula") throw invalid("A list of runs cannot be sorted by a formula.");
    const name = `${target.kind}.${target.key}`;
    if (seen.has(name)) throw invalid(`${name} is there twice.`);
    seen.add(name);
    return { target, descending: match[2]?.toUpperCase() === "DESC" };
  });
}

function invalid(message: string): RegistryError {
  return new RegistryError("invalid", message, "Write sort keys like metrics.loss DESC; keys with other characters need backticks.");
}
