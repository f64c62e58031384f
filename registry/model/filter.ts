import { RegistryError } from "./errors.ts";
import { type Target, targetOf, writtenKey } from "./filterTarget.ts";

export type Comparator = ">" | ">=" | "=" | "!=" | "<" | "<=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL";

/** One comparison of a runs filter. `value` is null for `IS NULL` and `IS NOT NULL`, a list for `IN` and `NOT IN`. */
export interface Clause {
  readonly target: Target;
  readonly comparator: Comparator;
  readonly value: number | string | readonly string[] | null;
}

const numericComparators: ReadonlySet<string> = new Set([">", ">=", "=", "!=", "<", "<="]);
const textComparators: ReadonlySet<string> = new Set(["=", "!=", "LIKE", "ILIKE"]);

const space = /[\s]*/y;
const and = /AND\b/iy;
const identifier = new RegExp(`(?![oO][rR](?![\\p{L}\\p{N}_]))${writtenKey}`, "yu");
const comparator = /(?:NOT\s+)?(?:LIKE|ILIKE|RLIKE|IN)\b|IS\s+(?:NOT )?NULL\b|[<>=~!]+/iy;
const number = /-?(?:\d+(?:\.\d+)?E-?\d+|\d+\.\d*|\.\d+|\d+)(?!\w)/iy;
// As sqlparse reads them: a doubled or backslashed quote does not end the text, and stays in it as written.
const text = /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"/y;
const list = /\(([^()]*)\)/y;
// As in Python, two texts with nothing between them are one.
const listItem = /\s*('[^']*'|"[^"]*")\s*(,|$|(?=['"]))/y;

/**
 * Parses a runs filter in MLflow's language (as MLflow 3.17.2, `search_utils.py`, accepts it): comparisons joined by `AND`.
 * An empty filter has no clauses. Throws `invalid`, naming the guilty piece.
 */
export function parseFilter(filter: string): readonly Clause[] {
  const scanner = new Scanner(filter);
  const clauses: Clause[] = [];
  for (;;) {
    let isJoined = clauses.length === 0 || clauses.at(-1)?.value === null;
    while (scanner.take(and) !== undefined) isJoined = true;
    if (scanner.atEnd()) return clauses;
    const next = clause(scanner);
    // Without an AND MLflow takes what stands before for a part of the key.
    if (!isJoined && next.value === null) throw invalid("There has to be an AND before a comparison with NULL.");
    clauses.push(next);
  }
}

function clause(scanner: Scanner): Clause {
  const left = scanner.take(identifier);
  if (left === undefined) throw scanner.unexpected("a comparison such as metrics.loss < 0.5");
  const target = targetOf(left);
  const written = scanner.take(comparator);
  if (written === undefined) throw scanner.unexpected(`a comparison after ${left} (keys with other characters need backticks)`);
  const operator = written.replace(/\s+/g, " ").toUpperCase();
  if (!allowed(target, operator)) throw invalid(`${written} cannot be used with ${left}.`);
  return { target, comparator: operator as Comparator, value: valueFor(scanner, target, operator) };
}

function allowed(target: Target, operator: string): boolean {
  switch (target.kind) {
    case "metric":
      return numericComparators.has(operator);
    case "param":
    case "tag":
      return textComparators.has(operator) || operator === "IS NULL" || operator === "IS NOT NULL";
    case "dataset":
      return textComparators.has(operator) || operator === "IN" || operator === "NOT IN";
    case "attribute":
      if (target.numeric) return numericComparators.has(operator);
      return textComparators.has(operator) || (target.key === "run_id" && (operator === "IN" || operator === "NOT IN"));
  }
}

function valueFor(scanner: Scanner, target: Target, operator: string): Clause["value"] {
  if (operator.startsWith("IS")) return null;
  if (operator.endsWith("IN")) return valueList(scanner);
  if (target.kind === "metric" || (target.kind === "attribute" && target.numeric)) {
    const digits = scanner.take(number);
    if (digits === undefined) throw scanner.unexpected("a number");
    if (target.kind === "attribute" && !Number.isFinite(Number(digits))) throw invalid(`${clip(digits)} is no time.`);
    return Number(digits);
  }
  const quoted = scanner.take(text);
  if (quoted === undefined) throw scanner.unexpected("a text in quotes");
  return quoted.slice(1, -1);
}

function valueList(scanner: Scanner): readonly string[] {
  const inside = scanner.take(list)?.slice(1, -1).trim();
  if (inside === undefined || inside === "") throw scanner.unexpected("a list such as ('a', 'b')");
  const values: string[] = [];
  let begun = "";
  for (let at = 0; at < inside.length; at = listItem.lastIndex) {
    listItem.lastIndex = at;
    const [, item, end] = listItem.exec(inside) ?? [];
    if (item === undefined) throw invalid(`The list (${clip(inside)}) may hold only texts in quotes.`);
    begun += item.slice(1, -1);
    if (end === "" && listItem.lastIndex < inside.length) continue;
    values.push(begun);
    begun = "";
  }
  return values;
}

/** Reads tokens from left to right, leaving out the white space before each. */
class Scanner {
  private readonly source: string;
  private position = 0;

  constructor(source: string) {
    this.source = source;
  }

  take(pattern: RegExp): string | undefined {
    this.skipSpace();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.position >= this.source.length;
  }

  unexpected(wanted: string): RegistryError {
    this.skipSpace();
    const rest = this.source.slice(this.position);
    const found = rest === "" ? "the end" : `“${clip(rest.split(/\s/, 1)[0] ?? "")}”`;
    return invalid(`Expected ${wanted}, found ${found} (character ${this.position + 1}).`);
  }

  private skipSpace(): void {
    space.lastIndex = this.position;
    this.position += space.exec(this.source)?.[0].length ?? 0;
  }
}

function invalid(message: string): RegistryError {
  return new RegistryError(
    "invalid",
    `The filter is not valid. ${message}`,
    "Join comparisons with AND; OR and parentheses are not part of it.",
  );
}

function clip(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}
