import { InsertTextFormat, InsertTextMode, type TextEdit } from "vscode-languageserver";
import type { KeySpec } from "#registry/model/keySpec.ts";
import type { Starter } from "../formats/format.ts";
import { plainOfSnippet } from "../formats/snippet.ts";
import { type Lines, lineBreakOf } from "../formats/text.ts";
import type { WordPlace } from "../formats/typingPlace.ts";
import { escapedIn, quotedIfNeeded } from "../formats/yamlText.ts";

/** How a chosen word gets into a text. */
export interface Writing {
  readonly textEdit: TextEdit;
  readonly insertTextFormat?: InsertTextFormat;
  readonly insertTextMode?: InsertTextMode;
}

/** Writes what was chosen in the style of the file, at one place. */
export class PlaceWriter {
  readonly #place: WordPlace;
  readonly #lines: Lines;
  readonly #snippets: boolean;
  readonly #newline: string;
  readonly #step: number;

  /** `snippets`: the editor takes places to jump to in what is written. */
  constructor(place: WordPlace, lines: Lines, snippets: boolean) {
    this.#place = place;
    this.#lines = lines;
    this.#snippets = snippets;
    this.#newline = lineBreakOf(lines.text);
    this.#step = /^( {2,8})\S/m.exec(lines.text)?.[1]?.length ?? 2;
  }

  /** A key, with what its value begins with where nothing of it is there yet. */
  key(name: string, spec: KeySpec | undefined): Writing {
    const word = this.#scalar(name);
    const { hasColon, isFree, isFlow } = this.#place;
    if (hasColon) return this.#writing(word);
    const end = this.#place.wordEnd;
    const isApart = /\s/.test(this.#lines.text.slice(end, end + 1));
    if (!isFree) return this.#writing(`${word}:${isApart ? "" : " "}`);
    return isFlow ? this.#flowValue(word, spec) : this.#blockValue(word, spec);
  }

  value(text: string): Writing {
    return this.#writing(this.#quotedRest(text) ?? text);
  }

  /** A name as a value: in quotes where it would mean something else without. */
  name(name: string): Writing {
    return this.#writing(this.#scalar(name));
  }

  /** The path of a folder, in which more is to be typed: within its quotes, where the editor can put the cursor there. */
  folder(path: string): Writing {
    const word = this.#scalar(path);
    const quote = /["']$/.exec(word)?.[0];
    if (quote === undefined || !this.#snippets) return this.#writing(word);
    return this.#writing(`${escaped(word.slice(0, -1))}$0${quote}`, true);
  }

  starter({ body }: Starter): Writing {
    const indented = this.#renamed(body)
      .replaceAll("\n", this.#newline + " ".repeat(this.#place.column))
      .replace(/ +$/, "");
    return this.#snippets ? this.#writing(indented, true) : this.#writing(plainOfSnippet(indented));
  }

  /** An entry has a name that the map has not. */
  #renamed(body: string): string {
    const name = /^\$\{1:([^}]*)\}:/.exec(body)?.[1];
    const { present } = this.#place;
    if (name === undefined || !present.includes(name)) return body;
    let number = 2;
    while (present.includes(`${name}_${number}`)) number++;
    return body.replaceAll(`\${1:${name}}`, `\${1:${name}_${number}}`);
  }

  #blockValue(word: string, spec: KeySpec | undefined): Writing {
    const below = `${this.#newline}${" ".repeat(this.#place.column + this.#step)}`;
    if (isKindOf("map", spec)) return this.#writing(`${word}:${below}`);
    if (isKindOf("list", spec)) return this.#writing(`${word}:${below}- `);
    return this.#choice(`${word}: `, spec);
  }

  #flowValue(word: string, spec: KeySpec | undefined): Writing {
    const brackets = isKindOf("map", spec) ? "{}" : isKindOf("list", spec) ? "[]" : "";
    if (brackets === "" || !this.#snippets) return this.#choice(`${word}: `, spec);
    return this.#writing(`${escaped(word)}: ${brackets[0]}$1${brackets[1] === "}" ? "\\}" : "]"}`, true);
  }

  /** The value itself where there is but one, a choice where there are several. */
  #choice(head: string, spec: KeySpec | undefined): Writing {
    const values = spec?.values ?? [];
    if (values.length === 1) return this.#writing(head + values[0]);
    if (values.length === 0 || !this.#snippets || spec?.type.includes("map")) return this.#writing(head);
    return this.#writing(`${escaped(head)}\${1|${values.map((value) => value.replaceAll(/[\\,|]/g, "\\$&")).join(",")}|}`, true);
  }

  /** As YAML needs it, between the quotes that are there. */
  #scalar(name: string): string {
    return this.#quotedRest(name) ?? quotedIfNeeded(name);
  }

  #quotedRest(name: string): string | undefined {
    const { quote } = this.#place;
    return quote && `${escapedIn(quote, name)}${quote}`;
  }

  #writing(text: string, isSnippet = false): Writing {
    const { wordStart, wordEnd, needsSpace, needsDash } = this.#place;
    const lead = needsDash ? "- " : needsSpace ? " " : "";
    return {
      textEdit: { range: this.#lines.range({ start: wordStart, end: wordEnd }), newText: `${lead}${text}` },
      ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
      ...(text.includes("\n") && { insertTextMode: InsertTextMode.asIs }),
    };
  }
}

/** Is a value of this kind and no other? */
function isKindOf(kind: "map" | "list", spec: KeySpec | undefined): boolean {
  return spec !== undefined && new RegExp(`^${kind}(?: of (?!.* or )|$)`).test(spec.type);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\$}]/g, "\\$&");
}
