import type { ConfigDocument } from "./format.ts";
import { type NamePlace, type SymbolKind, symbolsOf } from "./symbols.ts";
import type { Span } from "./text.ts";

/** A place where something stands that other places, in this file or another, may name too. */
export interface Mention extends NamePlace {
  readonly kind: SymbolKind;
  /** The same wherever this thing is named, and for nothing else of its kind. Of data it ends with the URI of the file or folder. */
  readonly thing: string;
  readonly name: string;
  /** URI of the file that it stands in; absent: the one that tells of it. */
  readonly uri?: string;
  /** What the other places lead to. */
  readonly declares?: Declaration;
  /** The thing is meant, but its name is not what is written here: it cannot be renamed, and nothing is shown here. */
  readonly isIndirect?: boolean;
}

export interface Declaration {
  /** All that is said of the thing. */
  readonly whole: Span;
  /** No two of a kind have one name in it. */
  readonly scope: string;
  /** Why it cannot be renamed at all, a sentence. */
  readonly fixed?: string;
  /** Why it cannot have another name, a sentence; undefined: it can. */
  refuses?(name: string): string | undefined;
}

/** All that a file tells of names: those of its own, and those of its format that files share. */
export function ownMentions(document: ConfigDocument): Mention[] {
  return symbolsOf(document).flatMap((symbol): Mention[] => {
    const { kind, name, definition, whole, references, scope = "", fixed, refuses } = symbol;
    const common = { kind, name, thing: `${document.uri}#${definition.start}` };
    const declares = { whole, scope: `${document.uri}#${scope}`, ...(fixed !== undefined && { fixed }), ...(refuses && { refuses }) };
    return [{ ...common, ...definition, declares }, ...references.map((place) => ({ ...common, ...place }))];
  });
}

/** Where a name stands in a span that is written as it reads, perhaps in quotes; undefined: it is written otherwise. */
export function nameWithin(text: string, { start, end }: Span, name: string): NamePlace | undefined {
  const written = text.slice(start, end);
  if (written === name) return { start, end, inText: true };
  const isQuoted = /^(["'])[\s\S]*\1$/.test(written) && written.slice(1, -1) === name;
  return isQuoted ? { start: start + 1, end: end - 1, inText: true } : undefined;
}
