import type { Span } from "../text.ts";

/** A `{…}` of a text, as Python's `str.format` reads it. */
export interface Field extends Span {
  /** The argument asked for: `lr` in `{lr}`, `{lr!r}`, `{lr.x}`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** The name is all there is between the braces. */
  readonly plain: boolean;
  /** Why a text that stands for it cannot be written as it asks. */
  readonly misfit?: "attribute" | "index" | "conversion" | "format";
}

/** A brace that `str.format` refuses, or takes for a place in a list of arguments that MLflow never gives. */
export interface BraceProblem extends Span {
  readonly why: "unclosed" | "unopened" | "noName";
}

export interface FormatString {
  readonly fields: readonly Field[];
  readonly braces: readonly BraceProblem[];
}

/** Reads a text as Python 3.10 and later do (`unicode_format.h`), for arguments that are all text. */
export function readFormatString(text: string): FormatString {
  const reader = new Reader(text, 0, text.length, 2);
  reader.read();
  return reader;
}

class Reader implements FormatString {
  readonly fields: Field[] = [];
  readonly braces: BraceProblem[] = [];
  /** What the text is beside its fields. */
  literal = "";
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  readonly #depth: number;

  constructor(text: string, start: number, end: number, depth: number) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#depth = depth;
  }

  read(): void {
    const text = this.#text;
    for (let at = this.#start; at < this.#end; ) {
      const char = text[at];
      const isBrace = char === "{" || char === "}";
      if (!isBrace || (text[at + 1] === char && at + 1 < this.#end)) {
        this.literal += char;
        at += isBrace ? 2 : 1;
      } else if (char === "}") {
        this.braces.push({ why: "unopened", start: at, end: at + 1 });
        at++;
      } else at = this.#field(at);
    }
  }

  /** Reads a field that opens at `open`; gives the offset after it. */
  #field(open: number): number {
    const nameEnd = this.#nameEnd(open + 1);
    const close = nameEnd === undefined ? undefined : this.#close(nameEnd);
    if (nameEnd === undefined || close === undefined) {
      this.braces.push({ why: "unclosed", start: open, end: open + 1 });
      return this.#end;
    }
    const [whole, rest] = [this.#text.slice(open + 1, nameEnd), this.#text.slice(nameEnd, close)];
    const name = /^[^.[]*/.exec(whole)?.[0] ?? "";
    const span = { start: open, end: close + 1 };
    if (/^\d*$/.test(name)) this.braces.push({ why: "noName", ...span });
    else {
      const nameSpan = { start: open + 1, end: open + 1 + name.length };
      const misfit = misfitOfAccess(whole.slice(name.length)) ?? this.#misfitOfRest(rest, nameEnd, close, whole !== name);
      this.fields.push({ name, nameSpan, plain: close - open - 1 === name.length, ...(misfit && { misfit }), ...span });
    }
    return close + 1;
  }

  /** The `}`, `:` or `!` that ends the name; a `{` in it is refused. */
  #nameEnd(from: number): number | undefined {
    for (let at = from; at < this.#end; at++) {
      const char = this.#text[at] ?? "";
      if (char === "{") return undefined;
      if ("}:!".includes(char)) return at;
      if (char === "[") {
        const closed = this.#text.indexOf("]", at);
        if (closed < 0 || closed >= this.#end) return undefined;
        at = closed;
      }
    }
    return undefined;
  }

  #close(nameEnd: number): number | undefined {
    if (this.#text[nameEnd] === "}") return nameEnd;
    // A conversion is one character, whatever it is.
    let at = this.#text[nameEnd] === "!" ? nameEnd + 2 : nameEnd + 1;
    for (let depth = 1; at < this.#end; at++) {
      if (this.#text[at] === "{") depth++;
      else if (this.#text[at] === "}" && --depth === 0) return at;
    }
    return undefined;
  }

  #misfitOfRest(rest: string, start: number, close: number, hasAccess: boolean): Field["misfit"] {
    const conversion = rest.startsWith("!") ? rest.slice(1) : undefined;
    if (conversion !== undefined && !/^[rsa](?::|$)/.test(conversion)) return "conversion";
    const spec = conversion === undefined ? rest.slice(1) : conversion.slice(2);
    if (spec === "") return undefined;
    // What an attribute is, is not known here: most are functions, which take no format.
    if (hasAccess && conversion === undefined) return "format";
    if (!/[{}]/.test(spec)) return formatsText(spec) ? undefined : "format";
    if (this.#depth <= 1) return "format";
    const inner = new Reader(this.#text, start + rest.length - spec.length, close, this.#depth - 1);
    inner.read();
    this.fields.push(...inner.fields);
    this.braces.push(...inner.braces);
    return inner.fields.length > 0 || formatsText(inner.literal) ? undefined : "format";
  }
}

/** The format of a text: fill, alignment, width, precision. */
function formatsText(spec: string): boolean {
  return /^(?:.?[<>^])?0?\d*(?:\.\d+)?s?$/su.test(spec);
}

function misfitOfAccess(access: string): Field["misfit"] {
  if (access === "") return undefined;
  if (!/^(?:\.[^.[]+|\[[^\]]+\])+$/.test(access)) return "attribute";
  const [, attribute, index] = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(access) ?? [];
  if (index !== undefined) return /^\d+$/.test(index) ? undefined : "index";
  return attribute !== undefined && (attributesOfText.has(attribute) || /^__\w+__$/.test(attribute)) ? undefined : "attribute";
}

/** `dir(str)`, without what has underscores around it. */
const attributesOfText = new Set(
  (
    "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit " +
    "isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix " +
    "replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill"
  ).split(" "),
);
