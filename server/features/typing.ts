import type { FileReference, Reference } from "#registry/model/keySpec.ts";
import type { ConfigDocument, Offer } from "../formats/format.ts";
import { specAtPath } from "../formats/keySpec.ts";
import { Lines, type Position } from "../formats/text.ts";
import { type TypingPlace, textPlaceAt, typingPlacesAt, type WordPlace } from "../formats/typingPlace.ts";
import { noProject, type Project } from "../rules/rule.ts";

/** What somebody is typing in a file: a name in a text, or else a word in one of the places that the cursor can be. */
export interface Typing {
  readonly document: ConfigDocument;
  readonly lines: Lines;
  readonly offset: number;
  /** The text in which a name is typed that its format knows (`variables`). */
  readonly text?: TypingPlace;
  readonly places: readonly WordPlace[];
}

/** What was found of it in other files. */
export interface LookedUp {
  readonly project: Project;
  readonly offers: ReadonlyMap<TypingPlace, readonly Offer[]>;
  /** There is more than is offered: a longer word may find it. */
  readonly isCut: boolean;
}

export const nothingFound: LookedUp = { project: noProject, offers: new Map(), isCut: false };

export function typingAt(document: ConfigDocument, position: Position): Typing {
  const lines = new Lines(document.model.text);
  const offset = lines.offset(position);
  const text = textPlaceAt(document, offset);
  if (text !== undefined && document.format.variables?.(document.model, text, noProject) !== undefined)
    return { document, lines, offset, text, places: [] };
  return { document, lines, offset, places: typingPlacesAt(document, offset) };
}

/** What is named where a key or a value is typed; undefined: a word of its own. */
export function referenceAt({ format }: ConfigDocument, { key, path }: TypingPlace): Reference | undefined {
  if (key === undefined) return specAtPath(format.spec, path)?.each?.reference;
  const spec = specAtPath(format.spec, [...path, key]);
  // Of a map that has a name, the reference is what the name is.
  return spec !== undefined && /^(?:text|path)\b/.test(spec.type) ? spec.reference : undefined;
}

/** Those that other files are asked for. A word that may become a key, for what a value names as well, is taken for the value. */
export function placesOfFiles({ document, places }: Typing): { readonly place: WordPlace; readonly reference: FileReference }[] {
  const named = places.flatMap((place) => {
    const reference = referenceAt(document, place);
    return reference !== undefined && isOfFiles(reference) ? [{ place, reference }] : [];
  });
  const ofValues = named.flatMap(({ place, reference }) => (place.key === undefined ? [] : [reference]));
  return named.filter(({ place, reference }) => place.key !== undefined || !ofValues.includes(reference));
}

export function isOfFiles(reference: Reference): reference is FileReference {
  return reference !== "metric" && reference !== "model" && reference !== "alias" && reference !== "environment";
}
