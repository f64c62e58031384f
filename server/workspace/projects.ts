import { isSameUri } from "#protocol/folderUri.ts";
import type { ConfigDocument, Format } from "../formats/format.ts";
import { readUnopened } from "../formats/formats.ts";
import { folderOf, isWithin } from "../formats/namedPath.ts";
import type { Project, ProjectKind } from "../rules/rule.ts";
import { type ConfigFile, editorLimits, findConfigFiles } from "./configFiles.ts";
import type { FileTexts } from "./fileTexts.ts";
import type { Said } from "./said.ts";
import { joinParts, type PartOfFile, partOfFile, shareOf, textsAround } from "./surroundings.ts";
import { topOf } from "./topOf.ts";
import type { Workspace } from "./workspace.ts";

/** What a file adds to its project, as long as its text and the files that it rests on are the same. */
interface KnownPart {
  readonly format: Format;
  /** Of the text. */
  readonly edition: string;
  /** Undefined: there was none. */
  readonly text: string | undefined;
  readonly rests: ReadonlyMap<string, number>;
  readonly part: unknown;
  /** The first part that others saw the same of: they do not see where its names stand. */
  readonly shape: unknown;
  /** What functions made of the file. */
  readonly made: Map<unknown, unknown>;
}

/** What a function made of each file of a project. */
export interface MadeOfProject<Made> {
  /** URI of its folder; undefined: the file is in no project. */
  readonly top: string | undefined;
  /** By URI, in their order. */
  readonly files: ReadonlyMap<string, Made>;
}

interface Joined {
  /** By URI, their shapes: another place is no other project. */
  readonly parts: ReadonlyMap<string, unknown>;
  readonly shares: ReadonlyMap<string, unknown>;
}

/**
 * The projects that files belong to: what each file adds is worked out once, and what all of them make once for the same parts. An edit costs
 * the part of its own file, and the joining where that is another.
 */
export class Projects {
  readonly #workspace: Workspace;
  readonly #texts: FileTexts;
  readonly #said: Said;
  readonly #open: (uri: string) => ConfigDocument | undefined;
  readonly #parts = new Map<string, KnownPart>();
  /** What others were last told that they may see of a file, by what `isOther` said. */
  readonly #told = new Map<string, unknown>();
  readonly #joined = new Map<string, Joined>();
  /** By folder; kept until files change on disk. */
  readonly #tops = new Map<string, Promise<string | undefined>>();
  readonly #files = new Map<string, Promise<readonly ConfigFile[]>>();
  readonly #ofKind = new Map<string, Promise<readonly ConfigFile[]>>();
  #generation = -1;

  constructor(workspace: Workspace, texts: FileTexts, said: Said, open: (uri: string) => ConfigDocument | undefined) {
    this.#workspace = workspace;
    this.#texts = texts;
    this.#said = said;
    this.#open = open;
  }

  /** What its project says of a file, whose own part was worked out just now. */
  async share(document: ConfigDocument, own: PartOfFile): Promise<unknown> {
    this.#keep(document, document.model.text, own);
    return this.#shareOf(document);
  }

  /** What the other files of its project add to it, by URI: of places in their texts no use is made. */
  async others({ uri, format }: Pick<ConfigDocument, "uri" | "format">): Promise<ReadonlyMap<string, unknown>> {
    const { others } = await this.#around(uri, format.membership?.kind);
    return this.#shapesOf(others);
  }

  /** The number of the last change of what its project says of a file that was checked before. */
  async change(document: Pick<ConfigDocument, "uri" | "format">): Promise<number> {
    return this.numberOf(document.uri, await this.#shareOf(document));
  }

  numberOf(uri: string, share: unknown): number {
    return this.#said.number(`share ${uri}`, JSON.stringify(share) ?? "");
  }

  /** A text was changed, opened or closed in the editor: does it add something else to its project than when this was last asked? */
  async isOther(uri: string): Promise<boolean> {
    const before = this.#parts.get(uri);
    if (before === undefined) return false;
    await this.#partOf({ uri, format: before.format });
    const told = this.#told.get(uri);
    const shape = this.#parts.get(uri)?.shape;
    this.#told.set(uri, shape);
    return !looksSame(shape, told);
  }

  /** What a function makes of each file of the project that one is in, as they stand in the editor: once for each text and the files that it rests on. */
  async made<Made>(
    { uri, format }: Pick<ConfigDocument, "uri" | "format">,
    make: (document: ConfigDocument, project: Project) => Made,
  ): Promise<MadeOfProject<Made>> {
    const { top, others } = await this.#around(uri, format.membership?.kind);
    const files = [{ uri, format }, ...others];
    const made: (readonly [string, Made])[] = [];
    for (const file of files.sort((left, right) => (left.uri < right.uri ? -1 : 1))) {
      let document: ConfigDocument | undefined;
      const known = await this.#partOf(file, (read) => {
        document = read;
      });
      const isMade = known.made.has(make);
      if (!isMade) document ??= this.#open(file.uri) ?? (await this.#onDisk(file));
      if (!isMade && document !== undefined) known.made.set(make, make(document, (await textsAround(document, this.#looks)).project));
      if (known.made.has(make)) made.push([file.uri, known.made.get(make) as Made]);
    }
    return { top, files: new Map(made) };
  }

  async #around(
    uri: string,
    kind: ProjectKind | undefined,
  ): Promise<{ readonly top: string | undefined; readonly others: readonly ConfigFile[] }> {
    this.#forgetFiles();
    const top = kind && (await this.#topOf(uri, kind.marker));
    const members = kind === undefined || top === undefined ? [] : await this.#members(top, kind);
    // VS Code writes `%28` where a walk over folders writes `(`.
    const isSame = /%2[1789A]/i.test(uri) ? isSameUri : Object.is;
    return { top, others: members.filter((file) => !isSame(file.uri, uri)) };
  }

  async #shareOf({ uri, format }: Pick<ConfigDocument, "uri" | "format">): Promise<unknown> {
    const kind = format.membership?.kind;
    if (kind === undefined) return undefined;
    const { top, others } = await this.#around(uri, kind);
    const own = this.#parts.get(uri);
    const parts = new Map<string, unknown>([[uri, own?.shape], ...(await this.#shapesOf(others))]);
    return shareOf(kind, this.#join(top ?? uri, kind, parts), uri, own?.part);
  }

  async #shapesOf(files: readonly ConfigFile[]): Promise<ReadonlyMap<string, unknown>> {
    const shapes = new Map<string, unknown>();
    for (const file of files) shapes.set(file.uri, (await this.#partOf(file)).shape);
    return shapes;
  }

  #join(name: string, kind: ProjectKind, parts: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
    const known = this.#joined.get(name);
    const isSame = known?.parts.size === parts.size && [...parts].every(([uri, part]) => known.parts.get(uri) === part);
    if (known !== undefined && isSame) return known.shares;
    const shares = joinParts(kind, parts);
    this.#joined.set(name, { parts, shares });
    return shares;
  }

  /** `hear` is given the file where it has to be read. */
  async #partOf({ uri, format }: ConfigFile, hear?: (document: ConfigDocument | undefined) => void): Promise<KnownPart> {
    const known = this.#parts.get(uri);
    if (
      known?.edition === this.#workspace.textEdition(uri) &&
      [...known.rests].every(([other, change]) => this.#said.changeOf(other) === change)
    ) {
      return known;
    }
    if (known !== undefined && (await this.#isSameOnDisk(uri, known))) {
      const same = { ...known, edition: this.#workspace.textEdition(uri) };
      this.#parts.set(uri, same);
      return same;
    }
    const document = this.#open(uri) ?? (await this.#onDisk({ uri, format }));
    hear?.(document);
    const own = document === undefined ? { part: undefined, texts: new Map() } : await partOfFile(document, this.#looks);
    return this.#keep({ uri, format }, document?.model.text, own);
  }

  /** When files change on disk, most are as they were: those are not gone through again. */
  async #isSameOnDisk(uri: string, { text, rests }: KnownPart): Promise<boolean> {
    if (text === undefined || this.#workspace.documents.get(uri) !== undefined) return false;
    const found = await this.#texts.of(uri);
    if (found.kind !== "read" || found.data.text !== text) return false;
    for (const [other, change] of rests) if (this.#said.heardText(other, await this.#texts.of(other)) !== change) return false;
    return true;
  }

  readonly #looks = { text: (uri: string) => this.#texts.of(uri) };

  async #onDisk({ uri, format }: ConfigFile): Promise<ConfigDocument | undefined> {
    const found = await this.#texts.of(uri);
    return found.kind === "read" ? readUnopened(format, found.data.text, uri) : undefined;
  }

  #keep({ uri, format }: ConfigFile, text: string | undefined, { part, texts }: PartOfFile): KnownPart {
    const before = this.#parts.get(uri);
    const shape = before !== undefined && looksSame(before.shape, part) ? before.shape : part;
    const rests = new Map([...texts].map(([other, found]) => [other, this.#said.heardText(other, found)]));
    if (!this.#told.has(uri)) this.#told.set(uri, shape);
    const known = { format, edition: this.#workspace.textEdition(uri), text, rests, part, shape, made: new Map() };
    this.#parts.set(uri, known);
    return known;
  }

  /** Files of a kind below a folder, but for those below another such folder in it. */
  #members(top: string, kind: ProjectKind): Promise<readonly ConfigFile[]> {
    const key = `${kind.marker} ${top}`;
    const known = this.#ofKind.get(key) ?? this.#membersBelow(top, kind);
    this.#ofKind.set(key, known);
    // A search that failed must not be remembered.
    known.catch(() => this.#ofKind.delete(key));
    return known;
  }

  async #membersBelow(top: string, kind: ProjectKind): Promise<readonly ConfigFile[]> {
    const found = (await this.#filesBelow(top)).filter(({ uri, format }) => format.membership?.kind === kind && isWithin(uri, [top]));
    const tops = await Promise.all(found.map(({ uri }) => this.#topOf(uri, kind.marker)));
    return found.filter((_file, index) => tops[index] === top);
  }

  #filesBelow(top: string): Promise<readonly ConfigFile[]> {
    const { world, folders, trusted } = this.#workspace;
    const { signal } = new AbortController();
    // The walk of the workspace may be called off by whoever began it.
    if (isWithin(top, folders)) return this.#workspace.configFiles(signal).catch(() => this.#workspace.configFiles(signal));
    if (!trusted) return Promise.resolve([]);
    const known = this.#files.get(top) ?? findConfigFiles(world.files, [top], { followLinks: true, limits: editorLimits }, signal);
    this.#files.set(top, known);
    return known;
  }

  #topOf(uri: string, marker: string): Promise<string | undefined> {
    const folder = folderOf(uri);
    const known = this.#tops.get(`${marker} ${folder}`) ?? topOf(folder, marker, (place) => this.#isFolder(place));
    this.#tops.set(`${marker} ${folder}`, known);
    return known;
  }

  async #isFolder(uri: string): Promise<boolean | undefined> {
    const exists = await this.#workspace.exists(uri);
    return exists === true ? (await this.#workspace.world.files.stat(uri))?.type === "folder" : exists;
  }

  #forgetFiles(): void {
    if (this.#generation === this.#workspace.fileGeneration) return;
    this.#generation = this.#workspace.fileGeneration;
    this.#tops.clear();
    this.#files.clear();
    this.#ofKind.clear();
  }
}

/** Do others see the same of two parts? They are plain data, and where names stand in it is not seen. */
function looksSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return Object.is(left, right);
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, at) => looksSame(item, right[at]))
    );
  }
  const [ours, theirs] = [left as Record<string, unknown>, right as Record<string, unknown>];
  for (const key in ours) if (key !== "at" && !looksSame(ours[key], theirs[key])) return false;
  for (const key in theirs) if (key !== "at" && theirs[key] !== undefined && ours[key] === undefined) return false;
  return true;
}
