import type { ColumnId, RunsColumn } from "#protocol/views/runs.ts";
import { writtenName, writtenText } from "#registry/model/writtenFilter.ts";
import { type CompletionEntry, type FieldCompletion, matching, mostEntries } from "../ui/fieldCompletion.ts";

/** What may stand at the caret. */
export interface Completion extends FieldCompletion {
  /** Texts of this column may stand here: they are asked for. */
  readonly valuesOf?: ColumnId;
}

const token = /'[^']*'?|"[^"]*"?|(?:`[^`]*`|(?<=\.)(?:"[^"]*"|'[^']*')|[\p{L}\p{N}_.])+(?:`[^`]*)?|`[^`]*|[<>=!]+|[(),]|\S/gu;

const attributes: readonly (readonly [name: string, column: ColumnId])[] = [
  ["attributes.status", "attribute:status"],
  ["attributes.user_id", "attribute:user_id"],
  ["attributes.run_name", "attribute:run_name"],
  ["attributes.start_time", "attribute:start_time"],
  ["attributes.run_id", "attribute:run_id"],
  ["dataset.name", "attribute:dataset"],
];
const numeric = [">", ">=", "<", "<=", "=", "!=", "BETWEEN", "IS NULL", "IS NOT NULL"];
const textual = ["=", "!=", "LIKE", "ILIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"];

type Expected = "name" | "operator" | "value" | "list" | "item" | "comma" | "null" | "least" | "and" | "greatest" | "join";

/** What may stand at the caret of a filter: a name, how it is compared, a value of it, or how the filter goes on. */
export function completionAt(text: string, caret: number, columns: readonly RunsColumn[]): Completion {
  const tokens = [...text.slice(0, caret).matchAll(token)].map((match) => ({ text: match[0], start: match.index }));
  const last = tokens.at(-1);
  const isTyped = last !== undefined && last.start + last.text.length === caret && !/^[(),]$/.test(last.text) && !isWhole(last.text);
  const before = isTyped ? tokens.slice(0, -1) : tokens;
  const typed = isTyped ? last.text : "";
  const from = isTyped ? last.start : caret;
  const { expected, name } = expectedAfter(before.map((each) => each.text));
  // A name that is there already, a comparison that has begun: what comes next would be said of the whole word.
  const to = caret + (/^[\p{L}\p{N}_.`]*/u.exec(text.slice(caret))?.[0].length ?? 0);
  const place = { from, to: isTyped ? to : caret };
  const column = name === undefined ? undefined : columnOf(name, columns);
  switch (expected) {
    case "name":
      return { ...place, entries: matching([...names(columns), "NOT ", "("], typed) };
    case "operator":
      return { ...place, entries: matching(operatorsOf(column), typed) };
    case "value":
    case "item":
      return { ...place, entries: [], ...(column === undefined || isNumber(column) ? {} : { valuesOf: column }) };
    case "list":
      return { ...place, entries: matching(["("], typed) };
    case "comma":
      return { ...place, entries: matching([", ", ")"], typed) };
    case "null":
      return { ...place, entries: matching(["NULL", "NOT NULL"], typed) };
    case "and":
      return { ...place, entries: matching(["AND"], typed) };
    case "join":
      return { ...place, entries: matching(["AND", "OR"], typed) };
    default:
      return { ...place, entries: [] };
  }
}

/** The texts of a column as entries, of those that have what is typed. */
export function valueEntries(texts: readonly string[], typed: string): CompletionEntry[] {
  const wanted = typed.replace(/^['"]|['"]$/g, "").toLowerCase();
  return texts
    .filter((text) => text.toLowerCase().includes(wanted))
    .flatMap((text) => {
      const written = writtenText(text);
      return written === undefined ? [] : [{ label: text, insert: written }];
    })
    .slice(0, mostEntries);
}

function expectedAfter(tokens: readonly string[]): { expected: Expected; name: string | undefined } {
  let expected: Expected = "name";
  let name: string | undefined;
  for (const text of tokens) {
    if (expected === "name" && text !== "(" && text.toUpperCase() !== "NOT") name = text;
    expected = next(expected, text.toUpperCase());
  }
  return { expected, name };
}

function next(expected: Expected, text: string): Expected {
  switch (expected) {
    case "name":
      return text === "(" || text === "NOT" ? "name" : "operator";
    case "operator":
      return text === "NOT" ? "operator" : text === "IN" ? "list" : text === "IS" ? "null" : text === "BETWEEN" ? "least" : "value";
    case "list":
      return "item";
    case "item":
      return "comma";
    case "comma":
      return text === "," ? "item" : "join";
    case "null":
      return text === "NOT" ? "null" : "join";
    case "least":
      return "and";
    case "and":
      return "greatest";
    case "value":
    case "greatest":
      return "join";
    case "join":
      return text === ")" ? "join" : "name";
  }
}

function isWhole(text: string): boolean {
  return /^('[^']*'|"[^"]*")$/.test(text);
}

function names(columns: readonly RunsColumn[]): string[] {
  const written = columns.flatMap(({ kind, key }) => (kind === "attribute" ? [] : (writtenName(kind, key) ?? [])));
  return [...written, ...attributes.map(([name]) => name)];
}

/** The column that a name in a filter is of. */
function columnOf(name: string, columns: readonly RunsColumn[]): ColumnId | undefined {
  const attribute = attributes.find(([known]) => known === name || known === `attributes.${name}`);
  if (attribute !== undefined) return attribute[1];
  return columns.find(({ kind, key }) => kind !== "attribute" && writtenName(kind, key) === name)?.id;
}

/** What every run has cannot be missing. */
function operatorsOf(column: ColumnId | undefined): readonly string[] {
  if (isNumber(column)) return numeric;
  return column?.startsWith("attribute:") ? textual.filter((word) => !word.startsWith("IS")) : textual;
}

function isNumber(column: ColumnId | undefined): boolean {
  return column !== undefined && (column.startsWith("metric:") || column === "attribute:start_time");
}
