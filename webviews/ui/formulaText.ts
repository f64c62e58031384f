import { foldedFunctions, parseFormula, unaryFunctions, writtenMetric } from "#registry/model/compare/formula.ts";
import { didYouMean } from "#registry/model/didYouMean.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type FieldCompletion, matching } from "./fieldCompletion.ts";
import type { FieldToken } from "./markedTokens.ts";

const functions: readonly string[] = [...unaryFunctions, ...foldedFunctions];
const pieces = /`[^`]*`?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}_.`])|[\p{L}\p{N}_.]+|\s+|./gisu;

/** A formula in pieces, half-typed ones too: together they are the text. Colours only. */
export function formulaTokens(text: string): FieldToken[] {
  return [...text.matchAll(pieces)].map(({ 0: piece, index }) => {
    const isCalled = functions.includes(piece) && /^\s*\(/.test(text.slice(index + piece.length));
    if (isCalled) return { text: piece, kind: "word" };
    if (/^\.?\d/.test(piece)) return { text: piece, kind: "number" };
    return { text: piece, kind: /^[`\p{L}\p{N}_.]/u.test(piece) ? "name" : "plain" };
  });
}

/** What is wrong with a formula over the metrics of these runs; undefined: nothing. */
export function formulaProblem(text: string, metrics: ReadonlySet<string>): RegistryError | undefined {
  try {
    const unknown = parseFormula(text).metrics.find(({ key }) => !metrics.has(key));
    if (unknown === undefined) return undefined;
    // A name that goes on with other characters was read as far as it is one: `val/loss` as a quotient.
    const meant = [...metrics].find((key) => key.length > unknown.key.length && text.startsWith(key, unknown.start));
    const hint = meant === undefined ? nearest(unknown.key, metrics) : ` To name ${meant}, write \`${meant}\`.`;
    const { start, end } = meant === undefined ? unknown : { start: unknown.start, end: unknown.start + meant.length };
    return new RegistryError("invalid", `“${unknown.key}” is no metric of these runs.${hint}`, "Ctrl+Space lists their metrics.", {
      place: { start, end },
    });
  } catch (error) {
    if (RegistryError.is(error)) return error;
    throw error;
  }
}

/** The metric that is likely meant, as it is written in a formula; nothing where none is near. */
function nearest(word: string, metrics: ReadonlySet<string>): string {
  const meant = didYouMean(word, metrics);
  const written = meant === undefined ? undefined : writtenMetric(meant);
  return written === undefined ? "" : ` Did you mean ${written}?`;
}

/** The name at the caret, as far as it is typed and as it goes on. */
export function formulaPiece(text: string, caret: number): Pick<FieldCompletion, "from" | "to"> {
  const before = /(?:`[^`]*|[\p{L}\p{N}_.]+)$/u.exec(openQuote(text.slice(0, caret)))?.[0] ?? "";
  const after = /^[\p{L}\p{N}_.]*`?/u.exec(text.slice(caret))?.[0] ?? "";
  return { from: caret - before.length, to: caret + (before === "" ? 0 : after.length) };
}

/** Without the quotes that are closed, letter for letter: they begin no name. */
function openQuote(text: string): string {
  return text.replace(/`[^`]*`/g, (quoted) => " ".repeat(quoted.length));
}

/** The metrics and functions that may stand at the caret; nothing after a metric or a number, where an operator stands. */
export function formulaCompletion(text: string, caret: number, metrics: readonly string[]): FieldCompletion {
  const place = formulaPiece(text, caret);
  const typed = text.slice(place.from, caret);
  const isAfterOperand = /[\p{L}\p{N}_.)`]$/u.test(text.slice(0, place.from).trimEnd());
  if (isAfterOperand || /^[.\d]/.test(typed)) return { ...place, entries: [] };
  const words = [...metrics.flatMap((key) => writtenMetric(key) ?? []), ...functions.map((name) => `${name}(`)];
  return { ...place, entries: matching(words, typed) };
}
