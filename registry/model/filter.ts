import { clipped } from "./clipped.ts";
import { RegistryError, type TextPlace } from "./errors.ts";
import { movedError, type Target, targetOf, writtenKey } from "./filterTarget.ts";
import { WordScanner } from "./wordScanner.ts";

export type Comparator = ">" | ">=" | "=" | "!=" | "<" | "<=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "BETWEEN" | "IS NULL" | "IS NOT NULL";

/**
 * One comparison of a runs filter. `value` is null for `IS NULL` and `IS NOT NULL`, texts for `IN` and `NOT IN`, the least and the greatest
 * number for `BETWEEN`.
 */
export interface Comparison extends TextPlace {
  readonly kind: "comparison";
  readonly target: Target;
  readonly comparator: Comparator;
  readonly value: number | string | readonly string[] | readonly [least: number, greatest: number] | null;
  /** MLflow takes it too, as it is written: without parentheses around it. */
  readonly isPlain: boolean;
}

/** A runs filter. `and` without parts takes every run. `not` takes exactly the runs that its part does not take. */
export type Filter =
  | Comparison
  | (TextPlace & { readonly kind: "and" | "or"; readonly parts: readonly Filter[] })
  | (TextPlace & { readonly kind: "not"; readonly part: Filter });

const numericComparators: ReadonlySet<string> = new Set([">", ">=", "=", "!=", "<", "<="]);
const textComparators: ReadonlySet<string> = new Set(["=", "!=", "LIKE", "ILIKE"]);
const nullComparators: ReadonlySet<string> = new Set(["IS NULL", "IS NOT NULL"]);
const listComparators: ReadonlySet<string> = new Set(["IN", "NOT IN"]);

/** More than people write, and less than SQLite takes of nested expressions and of values. */
const mostDepth = 50;
const mostComparisons = 500;
const mostListed = 10_000;

const and = /AND\b/iy;
const or = /OR\b/iy;
const not = /NOT\b/iy;
const opening = /\(/y;
const closing = /\)/y;
const identifier = new RegExp(`(?![oO][rR](?![\\p{L}\\p{N}_]))${writtenKey}`, "yu");
const comparator = /(?:NOT\s+)?(?:LIKE|ILIKE|RLIKE|IN)\b|BETWEEN\b|IS\s+(?:NOT )?NULL\b|[<>=~!]+/iy;
const number = /-?(?:\d+(?:\.\d+)?E-?\d+|\d+\.\d*|\.\d+|\d+)(?!\w)/iy;
// As sqlparse reads them: a doubled or backslashed quote does not end the text, and stays in it as written.
const text = /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"/y;
const list = /\(([^()]*)\)/y;
// As in Python, two texts with nothing between them are one.
const listItem = /\s*('[^']*'|"[^"]*")\s*(,|$|(?=['"]))/y;

/**
 * Parses a runs filter: MLflow's language as MLflow 3.17.2 (`search_utils.py`) accepts it, comparisons joined by `AND`; and beyond it `OR`,
 * `NOT`, parentheses, `BETWEEN`, `IN` for every text, `IS NULL` for metrics and times, and formulas over metrics, ``metrics.`= 1 - loss` > 0.5``. Throws `invalid`, naming the guilty piece.
 */
export function parseFilter(filter: string): Filter {
  const parser = new Parser(filter);
  return parser.whole();
}

/** The comparisons of a filter that MLflow takes as it is written; absent: it is more than that. */
export function plainComparisons(filter: Filter): readonly Comparison[] | undefined {
  if (filter.kind === "comparison") return filter.isPlain ? [filter] : undefined;
  if (filter.kind !== "and") return undefined;
  const parts = filter.parts.map((part) => (part.kind === "comparison" && part.isPlain ? part : undefined));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Whether it asks for what a formula comes to. */
export function namesFormula(filter: Filter): boolean {
  return targetsOf(filter).some(({ kind }) => kind === "formula");
}

/** What its comparisons are about, from left to right. */
export function targetsOf(filter: Filter): readonly Target[] {
  if (filter.kind === "comparison") return [filter.target];
  return (filter.kind === "not" ? [filter.part] : filter.parts).flatMap(targetsOf);
}

/** What all has to hold: the filter is these, joined by `AND`. */
export function conjunctsOf(filter: Filter): readonly Filter[] {
  return filter.kind === "and" ? filter.parts.flatMap(conjunctsOf) : [filter];
}

/** `place`: of the word that cannot be understood; the last one read, where it is not given. */
function invalidFilter(message: string, place?: TextPlace): RegistryError {
  return new RegistryError(
    "invalid",
    `The filter is not valid. ${message}`,
    "Join comparisons such as metrics.loss < 0.5 with AND, OR, NOT and parentheses; texts stand in quotes.",
    place === undefined ? {} : { place },
  );
}

const language = { invalid: invalidFilter, word: /\S+/y };

class Parser {
  private readonly scanner: WordScanner;
  private depth = 0;
  private count = 0;

  constructor(source: string) {
    this.scanner = new WordScanner(source, language);
  }

  whole(): Filter {
    try {
      const filter = this.scanner.atEnd() ? this.all([], 0) : this.alternatives();
      if (!this.scanner.atEnd()) throw this.scanner.unexpected("AND or OR");
      return filter;
    } catch (error) {
      if (!RegistryError.is(error) || error.place !== undefined) throw error;
      // What the last word makes impossible is shown at that word.
      throw new RegistryError(error.kind, error.message, error.next, { cause: error, place: this.scanner.word });
    }
  }

  private alternatives(): Filter {
    const start = this.scanner.next;
    const parts = [this.conjunction()];
    while (this.scanner.take(or) !== undefined) parts.push(this.conjunction());
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    if (parts.some((part) => part.kind === "and" && part.parts.length === 0)) throw this.expectedComparison();
    return { kind: "or", parts, start, end: this.scanner.last };
  }

  /** MLflow takes an `AND` too many, one too few between two comparisons, and nothing at all. */
  private conjunction(): Filter {
    const start = this.scanner.next;
    const parts: Filter[] = [];
    for (let isJoined = true; ; isJoined = false) {
      while (this.scanner.take(and) !== undefined) isJoined = true;
      if (this.endsHere()) break;
      const next = this.operand();
      if (!isJoined) checkUnjoined(parts.at(-1), next);
      parts.push(next);
    }
    if (parts.length === 0 && (this.depth > 0 || !this.scanner.atEnd())) throw this.expectedComparison();
    return this.all(parts, start);
  }

  private endsHere(): boolean {
    const { scanner } = this;
    return scanner.atEnd() || scanner.sees(or) || scanner.sees(closing);
  }

  private all(parts: readonly Filter[], start: number): Filter {
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: "and", parts, start, end: this.scanner.last };
  }

  private operand(): Filter {
    const { scanner } = this;
    const start = scanner.next;
    if (scanner.take(not) !== undefined) {
      const part = this.nested(() => this.operand());
      return { kind: "not", part, start, end: scanner.last };
    }
    if (scanner.take(opening) === undefined) return this.comparison();
    const inside = this.nested(() => this.alternatives());
    if (scanner.take(closing) === undefined) throw scanner.unexpected("“)”");
    // So that `plainComparisons` sees the parentheses.
    if (inside.kind === "comparison") return { ...inside, isPlain: false };
    return inside.kind === "and" ? { kind: "and", parts: [inside], start, end: scanner.last } : inside;
  }

  private nested(read: () => Filter): Filter {
    if (++this.depth > mostDepth) throw invalidFilter(`It is nested more than ${mostDepth} deep.`);
    const filter = read();
    this.depth--;
    return filter;
  }

  private expectedComparison(): Error {
    return this.scanner.unexpected("a comparison such as metrics.loss < 0.5");
  }

  private comparison(): Comparison {
    const { scanner } = this;
    const start = scanner.next;
    const left = scanner.take(identifier);
    if (left === undefined) throw this.expectedComparison();
    if (++this.count > mostComparisons) throw invalidFilter(`It has more than ${mostComparisons} comparisons.`);
    const target = this.target(left);
    const written = scanner.take(comparator);
    if (written === undefined) throw scanner.unexpected(`a comparison after ${left} (keys with other characters need backticks)`);
    const operator = written.replace(/\s+/g, " ").toUpperCase();
    const isPlain = allowedByMlflow(target, operator);
    if (!isPlain && !allowedHere(target, operator))
      throw invalidFilter(`${written} cannot be used with ${left}, which takes ${comparatorsOf(target)}.`);
    const value = valueFor(scanner, target, operator);
    return { kind: "comparison", target, comparator: operator as Comparator, value, isPlain, start, end: scanner.last };
  }

  /** Of the word that was just read. */
  private target(written: string): Target {
    const { start } = this.scanner.word;
    try {
      return targetOf(written);
    } catch (error) {
      throw movedError(error, start);
    }
  }
}

function checkUnjoined(before: Filter | undefined, next: Filter): void {
  if (before?.kind !== "comparison" || next.kind !== "comparison" || !before.isPlain || !next.isPlain) {
    throw invalidFilter(`There has to be an AND or an OR before character ${next.start + 1}.`);
  }
  // MLflow takes what stands before for a part of the key.
  if (next.value === null && before.value !== null) throw invalidFilter("There has to be an AND before a comparison with NULL.");
}

/** Whether MLflow 3.17.2 compares so. */
export function allowedByMlflow(target: Target, operator: string): boolean {
  switch (target.kind) {
    case "formula":
      return false;
    case "metric":
      return numericComparators.has(operator);
    case "param":
    case "tag":
      return textComparators.has(operator) || nullComparators.has(operator);
    case "dataset":
      return textComparators.has(operator) || listComparators.has(operator);
    case "attribute":
      if (target.numeric) return numericComparators.has(operator);
      return textComparators.has(operator) || (target.key === "run_id" && listComparators.has(operator));
  }
}

function allowedHere(target: Target, operator: string): boolean {
  if (target.kind === "formula" && numericComparators.has(operator)) return true;
  if (isNumeric(target)) return operator === "BETWEEN" || nullComparators.has(operator);
  return listComparators.has(operator);
}

const comparators = ["=", "!=", "<", "<=", ">", ">=", "LIKE", "ILIKE", "IN", "NOT IN", "BETWEEN", "IS NULL", "IS NOT NULL"];

/** `=, != and LIKE` */
function comparatorsOf(target: Target): string {
  const known = comparators.filter((operator) => allowedByMlflow(target, operator) || allowedHere(target, operator));
  return `${known.slice(0, -1).join(", ")} and ${known.at(-1)}`;
}

function isNumeric(target: Target): boolean {
  return target.kind === "metric" || target.kind === "formula" || (target.kind === "attribute" && target.numeric);
}

function valueFor(scanner: WordScanner, target: Target, operator: string): Comparison["value"] {
  if (operator.startsWith("IS")) return null;
  if (operator.endsWith("IN")) return valueList(scanner);
  if (operator === "BETWEEN") {
    const least = numberFor(scanner, target);
    if (scanner.take(and) === undefined) throw scanner.unexpected("AND and the greatest number");
    return [least, numberFor(scanner, target)];
  }
  if (isNumeric(target)) return numberFor(scanner, target);
  const quoted = scanner.take(text);
  if (quoted === undefined) throw scanner.unexpected("a text in quotes");
  return quoted.slice(1, -1);
}

function numberFor(scanner: WordScanner, target: Target): number {
  const digits = scanner.take(number);
  if (digits === undefined) throw scanner.unexpected("a number");
  if (target.kind === "attribute" && !Number.isFinite(Number(digits))) throw invalidFilter(`${clipped(digits, 60)} is no time.`);
  return Number(digits);
}

function valueList(scanner: WordScanner): readonly string[] {
  const inside = scanner.take(list)?.slice(1, -1).trim();
  if (inside === undefined || inside === "") throw scanner.unexpected("a list such as ('a', 'b')");
  const values: string[] = [];
  let begun = "";
  for (let at = 0; at < inside.length; at = listItem.lastIndex) {
    listItem.lastIndex = at;
    const [, item, end] = listItem.exec(inside) ?? [];
    if (item === undefined) throw invalidFilter(`The list (${clipped(inside, 60)}) may hold only texts in quotes.`);
    begun += item.slice(1, -1);
    if (end === "" && listItem.lastIndex < inside.length) continue;
    if (values.push(begun) > mostListed) throw invalidFilter(`A list has more than ${mostListed} texts.`);
    begun = "";
  }
  return values;
}
