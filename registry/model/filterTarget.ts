import { type Formula, parseFormula } from "./compare/formula.ts";
import { RegistryError } from "./errors.ts";

const word = "[\\p{L}\\p{N}_]";
/**
 * A key as it is written, without flags but `u`: letters of any script, digits from the second part on, other characters in backticks or
 * quotes. `in` is no name (sqlparse 0.5, which MLflow 3.17.2 reads filters with).
 */
export const writtenKey = `(?:\`[^\`]*\`|[\\p{L}_]${word}*)(?:\\.(?:\`[^\`]*\`|"[^"]*"|'[^']*'|(?![iI][nN](?!${word}))${word}+))*`;

/** What a comparison or a sort key is about. A formula is what a metric is named that begins with `=`, as none of MLflow's can; its key is how it was written. */
export type Target =
  | { readonly kind: "metric" | "param" | "tag"; readonly key: string }
  | { readonly kind: "formula"; readonly key: string; readonly formula: Formula }
  | { readonly kind: "dataset"; readonly key: "name" | "digest" | "context" }
  | { readonly kind: "attribute"; readonly key: AttributeKey; readonly numeric: boolean };

export type AttributeKey = "run_id" | "run_name" | "user_id" | "status" | "artifact_uri" | "start_time" | "end_time";

const kinds: ReadonlyMap<string, Exclude<Target["kind"], "formula">> = new Map([
  ["metric", "metric"],
  ["metrics", "metric"],
  ["parameter", "param"],
  ["parameters", "param"],
  ["param", "param"],
  ["params", "param"],
  ["tag", "tag"],
  ["tags", "tag"],
  ["attribute", "attribute"],
  ["attributes", "attribute"],
  ["attr", "attribute"],
  ["run", "attribute"],
  ["dataset", "dataset"],
  ["datasets", "dataset"],
]);

const attributes: ReadonlyMap<string, AttributeKey> = new Map<string, AttributeKey>([
  ["run_id", "run_id"],
  ["run_name", "run_name"],
  ["run name", "run_name"],
  ["Run name", "run_name"],
  ["Run Name", "run_name"],
  ["user_id", "user_id"],
  ["status", "status"],
  ["artifact_uri", "artifact_uri"],
  ["start_time", "start_time"],
  ["created", "start_time"],
  ["Created", "start_time"],
  ["end_time", "end_time"],
]);

/**
 * Reads `metrics.loss`, ``params.`a b` ``, `status`, as MLflow 3.17.2 does, and ``metrics.`= 1 - loss` ``. Throws `invalid` for a kind or attribute that there is
 * not, and for what is no formula, with the place in `identifier`.
 */
export function targetOf(identifier: string): Target {
  const dot = identifier.indexOf(".");
  const prefix = dot < 0 ? "attribute" : withoutQuotes(identifier.slice(0, dot), "`");
  const key = [`"`, "'", "`"].reduce(withoutQuotes, identifier.slice(dot + 1));
  const kind = kinds.get(prefix);
  if (kind === undefined) {
    throw new RegistryError("invalid", `“${prefix}” is nothing that runs have.`, "Use metrics., params., tags., attributes. or datasets.");
  }
  if (kind === "attribute") return attribute(key);
  if (kind === "metric" && key.startsWith("=")) return { kind: "formula", key, formula: formulaIn(identifier, key) };
  if (kind !== "dataset") return { kind, key };
  if (key === "name" || key === "digest" || key === "context") return { kind, key };
  throw new RegistryError("invalid", `“${key}” is nothing that data sets have.`, "Use datasets.name, datasets.digest or datasets.context.");
}

function formulaIn(identifier: string, key: string): Formula {
  try {
    return parseFormula(key);
  } catch (error) {
    throw movedError(error, identifier.lastIndexOf(key));
  }
}

/** An error about a part of a text, with the place where it is in the whole, which `by` characters stand before. */
export function movedError(error: unknown, by: number): unknown {
  if (!RegistryError.is(error) || error.place === undefined) return error;
  const { kind, message, next, place } = error;
  return new RegistryError(kind, message, next, { cause: error, place: { start: place.start + by, end: place.end + by } });
}

function attribute(written: string): Target {
  const key = attributes.get(written);
  if (key === undefined) {
    throw new RegistryError(
      "invalid",
      `“${written}” is no attribute of runs.`,
      `Use one of ${[...new Set(attributes.values())].join(", ")}.`,
    );
  }
  return { kind: "attribute", key, numeric: key === "start_time" || key === "end_time" };
}

function withoutQuotes(text: string, quote: string): string {
  return text.length >= 2 && text.startsWith(quote) && text.endsWith(quote) ? text.slice(1, -1) : text;
}
