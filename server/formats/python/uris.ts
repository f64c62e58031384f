import { type CertainText, certainTexts, hole } from "../../python/literals.ts";
import type { Registered, RegisteredPlace } from "../registered.ts";
import type { Span } from "../text.ts";
import { parseModelUri, parseRunUri } from "./modelUri.ts";

/** A URI in a string, and where its parts stand. */
export interface UriPlace extends RegisteredPlace {
  /** The name of the model; absent for a run. */
  readonly model?: Span;
  /** What follows it; absent where that is not certain. */
  readonly rest?: Rest;
}

interface Rest extends Span {
  /** With the `/` or `@` before it. */
  readonly whole: Span;
}

const words = ["models:/", "runs:/"] as const;

/** The URIs of models and runs in the strings of a Python file, in its order, as far as they are certain. */
export function urisIn(text: string): UriPlace[] {
  return certainTexts(text, words)
    .flatMap((each) => (each.text.startsWith(words[1]) ? runPlace(each) : (loggedModelPlace(each) ?? modelPlace(each))) ?? [])
    .sort((left, right) => left.start - right.start)
    .slice(0, mostUris);
}

/** Of one file: each may be a question to a server. */
const mostUris = 200;

/** What fills a place in documentation or in a template: `{name}`, `<name>`, `%s`, `$NAME`, `*`, `...`. Nobody calls a model so. */
const placeholder = /[{}<>%$*]|\.\.\./;

function modelPlace(certain: CertainText): UriPlace | undefined {
  const { text } = certain;
  const [, name = "", sign = "", suffix = ""] = /^models:\/([^/]+)(?:(\/)([^/]+))?$/.exec(text) ?? [];
  const named = sign === "" ? aliasIn(name) : { name, sign, suffix };
  if (named === undefined || placeholder.test(named.name) || named.name.includes(hole)) return undefined;
  const nameStart = words[0].length;
  const nameEnd = nameStart + named.name.length;
  const model = certain.spanOf(nameStart, nameEnd);
  const isPart = named.suffix.includes(hole) || placeholder.test(named.suffix);
  const names = isPart ? ({ kind: "model", model: named.name } as const) : namedBy(text);
  // A line break, a question mark, another registry: rare, and not told apart here.
  if (names === undefined || model === undefined || ("model" in names && names.model !== named.name)) return undefined;
  const whole = isPart ? undefined : certain.spanOf(nameEnd, text.length);
  const end = whole?.end ?? model.end;
  const start = certain.spanOf(0, nameStart)?.start ?? model.start;
  const rest = whole && { start: whole.start + 1, end: whole.end, whole };
  return { start: Math.min(start, model.start), end, names, model, ...(rest && { rest }) };
}

function aliasIn(text: string): { readonly name: string; readonly sign: string; readonly suffix: string } | undefined {
  const at = text.lastIndexOf("@");
  return at < 1 ? undefined : { name: text.slice(0, at), sign: "@", suffix: text.slice(at + 1) };
}

function namedBy(uri: string): Registered | undefined {
  const parsed = parseModelUri(uri);
  return parsed === undefined || parsed.elsewhere !== undefined ? undefined : parsed;
}

function loggedModelPlace(certain: CertainText): UriPlace | undefined {
  const [whole = "", id = ""] = /^models:\/(m-[0-9a-f]{32})$/.exec(certain.text) ?? [];
  const span = id === "" ? undefined : certain.spanOf(0, whole.length);
  return span && { ...span, names: { kind: "loggedModel", id } };
}

function runPlace(certain: CertainText): UriPlace | undefined {
  const [whole = "", id = ""] = /^runs:\/([^/]+)(?=\/|$)/.exec(certain.text) ?? [];
  if (id === "" || id.includes(hole) || placeholder.test(id) || parseRunUri(whole)?.id !== id) return undefined;
  const span = certain.spanOf(0, whole.length);
  return span && { ...span, names: { kind: "run", id } };
}
