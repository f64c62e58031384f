import type { ConfigDocument } from "../formats/format.ts";
import { readUnopened } from "../formats/formats.ts";
import { type Mention, ownMentions } from "../formats/mentions.ts";
import { folderOf } from "../formats/namedPath.ts";
import type { SymbolKind } from "../formats/symbols.ts";
import { holds } from "../formats/text.ts";
import type { Found } from "../rules/rule.ts";
import type { ConfigFile } from "./configFiles.ts";
import type { FileTexts } from "./fileTexts.ts";
import { type FileText, type Looks, textsAround } from "./surroundings.ts";
import type { Workspace } from "./workspace.ts";

/** A place of a name, with the file that it is in and the one that told of it. */
export interface PlacedMention extends Mention {
  readonly uri: string;
  readonly teller: string;
}

interface Told {
  /** Of the text. */
  readonly edition: string;
  readonly texts: ReadonlyMap<string, Found<FileText>>;
  readonly mentions: readonly PlacedMention[];
}

/** The names of all files, as they stand in the editor; what a file tells is worked out again when its text, or one that it rests on, is another. */
export class Names {
  readonly #workspace: Workspace;
  readonly #texts: FileTexts;
  readonly #open: (uri: string) => ConfigDocument | undefined;
  readonly #told = new Map<string, Told>();
  #index: { readonly of: readonly (readonly PlacedMention[])[]; readonly index: NameIndex } | undefined;

  constructor(workspace: Workspace, texts: FileTexts, open: (uri: string) => ConfigDocument | undefined) {
    this.#workspace = workspace;
    this.#texts = texts;
    this.#open = open;
  }

  /** Those that a file, of a format or not, may have a part in. */
  async around(uri: string): Promise<NameIndex> {
    const document = this.#open(uri);
    // Nobody else names what is in a file whose format shares no names.
    return document !== undefined && document.format.mentions === undefined
      ? new NameIndex([placedIn(document, ownMentions(document))])
      : this.all(document);
  }

  /** Those of all files of the workspace, and of one that may stand outside. */
  async all(document?: ConfigDocument): Promise<NameIndex> {
    const files = await this.#workspace.configFiles(new AbortController().signal);
    const shared = [...files.filter(({ format }) => format.mentions !== undefined), ...(document ? [document] : [])];
    const told: (readonly PlacedMention[])[] = [];
    for (const file of new Map(shared.map((each) => [each.uri, each])).values()) told.push(await this.of(file));
    if (this.#index?.of.length === told.length && told.every((each, at) => each === this.#index?.of[at])) return this.#index.index;
    this.#index = { of: told, index: new NameIndex(told) };
    return this.#index.index;
  }

  /** All that the files of the workspace declare, those of every format. */
  async declared(signal: AbortSignal): Promise<PlacedMention[]> {
    const found = new Map<string, PlacedMention>();
    for (const file of await this.#workspace.configFiles(signal)) {
      signal.throwIfAborted();
      for (const each of await this.of(file)) if (each.declares !== undefined) found.set(`${each.uri} ${each.start}`, each);
    }
    return [...found.values()];
  }

  /** A file as it stands in the editor, else on disk. */
  async document({ uri, format }: ConfigFile): Promise<ConfigDocument | undefined> {
    const open = this.#open(uri);
    if (open !== undefined) return open;
    const found = await this.#texts.of(uri);
    return found.kind === "read" ? readUnopened(format, found.data.text, uri) : undefined;
  }

  async text(uri: string): Promise<Found<FileText>> {
    return this.#texts.of(uri);
  }

  /** What one file tells of. */
  async of(file: ConfigFile): Promise<readonly PlacedMention[]> {
    const edition = this.#workspace.textEdition(file.uri);
    const known = this.#told.get(file.uri);
    if (known?.edition === edition && (await this.#isSame(known))) return known.mentions;
    const document = await this.document(file);
    const told = document === undefined ? { texts: new Map(), mentions: [] } : await mentionsOf(document, this);
    this.#told.set(file.uri, { edition, ...told });
    return told.mentions;
  }

  async #isSame({ texts }: Told): Promise<boolean> {
    for (const [uri, before] of texts) {
      const now = await this.#texts.of(uri);
      const isSame = now.kind === "read" && before.kind === "read" ? now.data === before.data : now.kind === before.kind;
      if (!isSame) return false;
    }
    return true;
  }
}

/** What a file tells of names, with the texts that this rests on. */
async function mentionsOf(document: ConfigDocument, looks: Pick<Looks, "text">): Promise<Omit<Told, "edition">> {
  const { project, texts } = await textsAround(document, looks);
  const { format, model, uri } = document;
  return { texts, mentions: placedIn(document, [...ownMentions(document), ...(format.mentions?.(model, uri, project) ?? [])]) };
}

function placedIn({ uri }: ConfigDocument, mentions: readonly Mention[]): PlacedMention[] {
  return mentions.map((each) => ({ ...each, uri: each.uri ?? uri, teller: uri }));
}

/** Names by where they stand, and by what they name. */
export class NameIndex {
  readonly #byFile = new Map<string, PlacedMention[]>();
  readonly #byThing = new Map<string, PlacedMention[]>();

  constructor(told: readonly (readonly PlacedMention[])[]) {
    for (const mention of told.flat()) {
      add(this.#byFile, mention.uri, mention);
      add(this.#byThing, `${mention.kind} ${mention.thing}`, mention);
    }
  }

  /** The names at an offset, the shortest first: in `train.lr` there is more than one. */
  at(uri: string, offset: number): PlacedMention[] {
    const found = (this.#byFile.get(uri) ?? []).filter((mention) => !mention.isIndirect && holds(mention, offset));
    return found.toSorted((left, right) => left.end - left.start - (right.end - right.start));
  }

  /** Every place in a file that somebody tells of; one that a loop uses may be told more than once. */
  in(uri: string): readonly PlacedMention[] {
    return this.#byFile.get(uri) ?? [];
  }

  /** Every place of a thing, each once. */
  of({ kind, thing }: { readonly kind: SymbolKind; readonly thing: string }): PlacedMention[] {
    const places = new Map<string, PlacedMention>();
    for (const mention of this.#byThing.get(`${kind} ${thing}`) ?? []) {
      const place = `${mention.uri} ${mention.start} ${mention.end}`;
      if (places.get(place)?.declares === undefined) places.set(place, mention);
    }
    return [...places.values()];
  }

  /** Those that a file tells of. */
  tellersOf(thing: { readonly kind: SymbolKind; readonly thing: string }): Set<string> {
    return new Set((this.#byThing.get(`${thing.kind} ${thing.thing}`) ?? []).map(({ teller }) => teller));
  }

  /** Where a thing is declared; of data that nothing makes, the folder around it that something does. */
  declarationsOf({ kind, thing }: { readonly kind: SymbolKind; readonly thing: string }): PlacedMention[] {
    for (let at = thing; ; at = folderOf(at)) {
      const found = this.of({ kind, thing: at }).filter(({ declares }) => declares !== undefined);
      if (found.length > 0 || kind !== "data" || !at.includes("/")) return found;
    }
  }

  /** All that is declared, in the order of the files. */
  *declared(): Iterable<PlacedMention> {
    for (const mentions of this.#byFile.values()) for (const mention of mentions) if (mention.declares !== undefined) yield mention;
  }
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [item]);
  else there.push(item);
}
