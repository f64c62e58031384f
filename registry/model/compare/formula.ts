import { RegistryError, type TextPlace } from "../errors.ts";
import { WordScanner } from "../wordScanner.ts";

/** Functions of one number, as `Math` has them; `log` is the natural one. */
export const unaryFunctions = ["log", "log10", "exp", "sqrt", "abs"] as const;
/** Functions of two numbers and more. */
export const foldedFunctions = ["min", "max"] as const;
export type FunctionName = (typeof unaryFunctions)[number] | (typeof foldedFunctions)[number];

/** A formula as it is written, with the place of each part in its text. */
export type FormulaPart = TextPlace &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "metric"; readonly key: string }
    | { readonly kind: "negative"; readonly of: FormulaPart }
    | { readonly kind: "operation"; readonly operator: Operator; readonly left: FormulaPart; readonly right: FormulaPart }
    | { readonly kind: "call"; readonly name: FunctionName; readonly of: readonly FormulaPart[] }
  );
export type Operator = "+" | "-" | "*" | "/" | "^";

export interface Formula {
  readonly root: FormulaPart;
  /** The metrics that it names, each once, with the place where it is named first. */
  readonly metrics: readonly (TextPlace & { readonly key: string })[];
}

/** More than people write; what is read for a formula is bounded by its metrics. */
const longestFormula = 500;
const mostMetrics = 8;
const mostDepth = 50;

const functions: readonly string[] = [...unaryFunctions, ...foldedFunctions];
const begin = /=/y;
const additive = /[+-]/y;
const multiplicative = /[*/]/y;
const sign = /[+-]/y;
const power = /\^/y;
const opening = /\(/y;
const closing = /\)/y;
const comma = /,/y;
const backquote = /`/y;
const quoted = /`[^`]+`/y;
const name = /[\p{L}_][\p{L}\p{N}_.]*/uy;
const number = /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_.`])/iuy;

const language = { invalid: invalidFormula, word: /`[^`]*`?|[\p{L}\p{N}_.]+|\S/uy };

/**
 * Reads `= 1 - val_acc`: metrics, numbers, + - * / ^, parentheses and functions, with the precedence of mathematics and of Python (`^` binds closest and
 * from the right, a sign after it). A metric stands bare, or in backquotes as in a filter where its name has other characters. The `=` may be missing.
 * Throws `invalid`, naming the guilty word and its place.
 */
export function parseFormula(source: string): Formula {
  if (source.length > longestFormula) throw invalidFormula(`It has more than ${longestFormula} characters.`, whole(source));
  const root = new Parser(source).whole();
  const named = new Map<string, TextPlace & { readonly key: string }>();
  for (const { key, start, end } of metricsIn(root)) if (!named.has(key)) named.set(key, { key, start, end });
  const metrics = [...named.values()];
  if (metrics.length === 0) throw invalidFormula("It names no metric.", whole(source));
  const beyond = metrics[mostMetrics];
  if (beyond) throw invalidFormula(`It names more than ${mostMetrics} metrics.`, beyond);
  return { root, metrics };
}

/** As it stands on the page and in its state: `= ` and what was typed. */
export function formulaText(typed: string): string {
  return `= ${typed.replace(/^\s*=?\s*/, "").trimEnd()}`;
}

/** More charts of formulas than anyone reads. */
export const mostFormulas = 20;

/** Formulas as they were kept or came from outside, each once, without what can be none. Whether they are right is said where they are drawn. */
export function keptFormulas(values: readonly unknown[]): readonly string[] {
  const texts = values
    .filter((value) => typeof value === "string")
    .filter((text) => text.startsWith("= ") && text.length <= longestFormula);
  return [...new Set(texts)].slice(0, mostFormulas);
}

/** A metric as it is written in a formula. Absent: nothing can quote it. */
export function writtenMetric(key: string): string | undefined {
  const isBare = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(key);
  return isBare ? key : key === "" || key.includes("`") ? undefined : `\`${key}\``;
}

/** `place`: of the word that cannot be understood. */
function invalidFormula(message: string, place?: TextPlace): RegistryError {
  return new RegistryError(
    "invalid",
    `The formula is not valid. ${message}`,
    `It is made of metrics, numbers, + - * / ^, parentheses and ${functions.join(", ")}, as in = 1 - val_acc; names with other characters stand in backquotes.`,
    place === undefined ? {} : { place },
  );
}

function whole(source: string): TextPlace {
  return { start: 0, end: source.length };
}

function* metricsIn(part: FormulaPart): Generator<Extract<FormulaPart, { kind: "metric" }>> {
  if (part.kind === "metric") yield part;
  else if (part.kind === "negative") yield* metricsIn(part.of);
  else if (part.kind === "call") for (const each of part.of) yield* metricsIn(each);
  else if (part.kind === "operation") {
    yield* metricsIn(part.left);
    yield* metricsIn(part.right);
  }
}

class Parser {
  private readonly scanner: WordScanner;
  private depth = 0;

  constructor(source: string) {
    this.scanner = new WordScanner(source, language);
  }

  whole(): FormulaPart {
    this.scanner.take(begin);
    const root = this.sum();
    if (!this.scanner.atEnd()) throw this.scanner.unexpected("an operator (+ - * / ^)");
    return root;
  }

  private sum(): FormulaPart {
    return this.leftToRight(additive, () => this.product());
  }

  private product(): FormulaPart {
    return this.leftToRight(multiplicative, () => this.signed());
  }

  private leftToRight(operators: RegExp, operand: () => FormulaPart): FormulaPart {
    let left = operand();
    for (;;) {
      const operator = this.scanner.take(operators) as Operator | undefined;
      if (operator === undefined) return left;
      const right = operand();
      left = { kind: "operation", operator, left, right, start: left.start, end: right.end };
    }
  }

  private signed(): FormulaPart {
    const start = this.scanner.next;
    const found = this.scanner.take(sign);
    if (found === undefined) return this.raised();
    const of = this.nested(() => this.signed());
    return found === "+" ? of : { kind: "negative", of, start, end: of.end };
  }

  private raised(): FormulaPart {
    const left = this.operand();
    if (this.scanner.take(power) === undefined) return left;
    const right = this.nested(() => this.signed());
    return { kind: "operation", operator: "^", left, right, start: left.start, end: right.end };
  }

  private operand(): FormulaPart {
    const { scanner } = this;
    const start = scanner.next;
    const digits = scanner.take(number);
    if (digits !== undefined) return { kind: "number", value: this.finite(digits), ...scanner.word };
    const key = scanner.take(quoted);
    if (key !== undefined) return { kind: "metric", key: key.slice(1, -1), ...scanner.word };
    if (scanner.sees(backquote)) throw scanner.unexpected("a name between two backquotes");
    const word = scanner.take(name);
    if (word !== undefined) {
      const place = scanner.word;
      return scanner.take(opening) === undefined ? { kind: "metric", key: word, ...place } : this.call(word, place);
    }
    if (scanner.take(opening) === undefined) throw scanner.unexpected("a metric, a number or “(”");
    const inside = this.nested(() => this.sum());
    if (scanner.take(closing) === undefined) throw scanner.unexpected("“)” or an operator");
    return { ...inside, start, end: scanner.last };
  }

  /** After its opening parenthesis. */
  private call(written: string, place: TextPlace): FormulaPart {
    if (!functions.includes(written)) {
      throw invalidFormula(`“${written}” is no function here: there are ${functions.join(", ")}.`, place);
    }
    const called = written as FunctionName;
    const of = [this.nested(() => this.sum())];
    while (this.scanner.take(comma) !== undefined) of.push(this.nested(() => this.sum()));
    if (this.scanner.take(closing) === undefined) throw this.scanner.unexpected("“)”, “,” or an operator");
    const takesOne = (unaryFunctions as readonly string[]).includes(called);
    if (takesOne !== (of.length === 1)) throw invalidFormula(`${called} takes ${takesOne ? "one number" : "two numbers or more"}.`, place);
    return { kind: "call", name: called, of, start: place.start, end: this.scanner.last };
  }

  private finite(digits: string): number {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw invalidFormula("The number is too large.", this.scanner.word);
    return value;
  }

  private nested(read: () => FormulaPart): FormulaPart {
    if (++this.depth > mostDepth) throw invalidFormula(`It is nested more than ${mostDepth} deep.`, this.scanner.word);
    const part = read();
    this.depth--;
    return part;
  }
}
