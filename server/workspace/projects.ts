import type { ConfigDocument, Format } from "../formats/format.ts";
import { readUnopened } from "../formats/formats.ts";
import { folderOf, isWithin } from "../formats/namedPath.ts";
import type { ProjectKind } from "../rules/rule.ts";
import { type ConfigFile, editorLimits, findConfigFiles } from "./configFiles.ts";
import type { FileTexts } from "./fileTexts.ts";
import type { Said } from "./said.ts";
import { joinParts, type PartOfFile, partOfFile, shareOf } from "./surroundings.ts";
import { topOf } from "./topOf.ts";
import type { Workspace } from "./workspace.ts";

/** What a file adds to its project, as long as its text and the files that it rests on are the same. */
interface KnownPart {
  readonly format: Format;
  /** Of the text. */
  readonly edition: string;
  readonly rests: ReadonlyMap<string, number>;
  readonly part: unknown;
  /** The first part that others saw the same of: they do not see where its names stand. */
  readonly shape: unknown;
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
    this.#keep(document, own);
    return this.#shareOf(document);
  }

  /** What the other files of its project add to it, by URI: of places in their texts no use is made. */
  async others({ uri, format }: Pick<ConfigDocument, "uri" | "format">): Promise<ReadonlyMap<string, unknown>> {
    const kind = format.membership?.kind;
    return kind === undefined ? new Map() : (await this.#around(uri, kind)).others;
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

  async #shareOf({ uri, format }: Pick<ConfigDocument, "uri" | "format">): Promise<unknown> {
    const kind = format.membership?.kind;
    if (kind === undefined) return undefined;
    const { top, others } = await this.#around(uri, kind);
    const own = this.#parts.get(uri);
    const parts = new Map<string, unknown>([[uri, own?.shape], ...others]);
    return shareOf(kind, this.#join(top ?? uri, kind, parts), uri, own?.part);
  }

  /** The top of the project that a file is in, and what the other files of it add. */
  async #around(
    uri: string,
    kind: ProjectKind,
  ): Promise<{ readonly top: string | undefined; readonly others: ReadonlyMap<string, unknown> }> {
    this.#forgetFiles();
    const top = await this.#topOf(uri, kind.marker);
    const others = new Map<string, unknown>();
    const files = top === undefined ? [] : await this.#members(top, kind);
    for (const file of files) if (file.uri !== uri) others.set(file.uri, (await this.#partOf(file)).shape);
    return { top, others };
  }

  #join(name: string, kind: ProjectKind, parts: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
    const known = this.#joined.get(name);
    const isSame = known?.parts.size === parts.size && [...parts].every(([uri, part]) => known.parts.get(uri) === part);
    if (known !== undefined && isSame) return known.shares;
    const shares = joinParts(kind, parts);
    this.#joined.set(name, { parts, shares });
    return shares;
  }

  async #partOf({ uri, format }: ConfigFile): Promise<KnownPart> {
    const known = this.#parts.get(uri);
    if (
      known?.edition === this.#workspace.textEdition(uri) &&
      [...known.rests].every(([other, change]) => this.#said.changeOf(other) === change)
    ) {
      return known;
    }
    const document = this.#open(uri) ?? (await this.#onDisk({ uri, format }));
    return this.#keep(
      { uri, format },
      document === undefined ? { part: undefined, texts: new Map() } : await partOfFile(document, this.#looks),
    );
  }

  readonly #looks = { text: (uri: string) => this.#texts.of(uri) };

  async #onDisk({ uri, format }: ConfigFile): Promise<ConfigDocument | undefined> {
    const found = await this.#texts.of(uri);
    return found.kind === "read" ? readUnopened(format, found.data.text, uri) : undefined;
  }

  #keep({ uri, format }: ConfigFile, { part, texts }: PartOfFile): KnownPart {
    const before = this.#parts.get(uri);
    const shape = before !== undefined && looksSame(before.shape, part) ? before.shape : part;
    const rests = new Map([...texts].map(([other, found]) => [other, this.#said.heardText(other, found)]));
    if (!this.#told.has(uri)) this.#told.set(uri, shape);
    const known = { format, edition: this.#workspace.textEdition(uri), rests, part, shape };
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
