import type { Format, LoggedMetric, Offer } from "../formats/format.ts";
import { formats } from "../formats/formats.ts";
import { escapeCode } from "../formats/markdown.ts";
import { fileNameOf } from "../formats/namedPath.ts";
import { Lines } from "../formats/text.ts";
import { type ConfigFile, editorLimits, findConfigFiles } from "./configFiles.ts";
import type { Workspace } from "./workspace.ts";

/** Files that are read; a repository of more has its training scripts among the first. */
const mostFiles = 2000;
/** Bytes; a longer file is not looked at, whatever its letters. */
const maxSize = 2_000_000;
/** ms; what was found a moment ago is not looked for again. */
const shortly = 5000;

interface KnownFile {
  /** Of the text: as long as it is the same, so is the text. */
  readonly edition: string;
  readonly logged: readonly (LoggedMetric & { readonly line: number })[];
}

/** Formats whose files are programs that log metrics. */
const programs: readonly Format[] = formats.filter(({ metricsLogged }) => metricsLogged !== undefined);

/**
 * The metrics that the programs of the workspace log, for whoever types the name of one. They are looked for when they are asked for, and
 * by the rules for config files: what is ignored or vendored is left out. A file is read again when it is another.
 */
export class CodeMetrics {
  readonly #workspace: Workspace;
  readonly #files = new Map<string, KnownFile>();
  #offers: readonly Offer[] = [];
  #loading: Promise<void> | undefined;
  #loadedAt = Number.NEGATIVE_INFINITY;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** What is known now; looks again behind the back of the answer. */
  offers(): readonly Offer[] {
    if (this.#workspace.world.now() - this.#loadedAt > shortly) {
      this.#loading ??= this.#load().finally(() => {
        this.#loading = undefined;
        this.#loadedAt = this.#workspace.world.now();
      });
    }
    return this.#offers;
  }

  get pending(): boolean {
    return this.#loading !== undefined;
  }

  async settled(): Promise<void> {
    await this.#loading;
  }

  async #load(): Promise<void> {
    const { world, folders, trusted } = this.#workspace;
    const options = { followLinks: trusted, limits: editorLimits, of: programs };
    const files = await findConfigFiles(world.files, folders, options, new AbortController().signal).catch(() => []);
    const places = new Map<string, string[]>();
    const read = files.slice(0, mostFiles);
    const there = new Set(read.map(({ uri }) => uri));
    for (const uri of [...this.#files.keys()]) if (!there.has(uri)) this.#files.delete(uri);
    for (const file of read) {
      for (const { name, line } of (await this.#look(file)).logged) {
        places.set(name, [...(places.get(name) ?? []), `\`${escapeCode(fileNameOf(file.uri))}\`, line ${line}`]);
      }
    }
    this.#offers = [...places].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, where]) => ({ name, doc: docOf(where) }));
  }

  async #look({ uri, format }: ConfigFile): Promise<KnownFile> {
    const { world, documents } = this.#workspace;
    const open = documents.get(uri);
    const stat = open === undefined ? await world.files.stat(uri) : undefined;
    const edition = open === undefined ? `${stat?.modified} ${stat?.size}` : this.#workspace.textEdition(uri);
    const known = this.#files.get(uri);
    if (known?.edition === edition) return known;
    const isRead = open === undefined && stat !== undefined && stat.size <= maxSize;
    const text = open?.getText() ?? (isRead ? await world.files.readText(uri).catch(() => "") : "");
    const found = format.metricsLogged?.(text) ?? [];
    const lines = found.length === 0 ? undefined : new Lines(text);
    const fresh = { edition, logged: found.map((each) => ({ ...each, line: (lines?.position(each.offset).line ?? 0) + 1 })) };
    this.#files.set(uri, fresh);
    return fresh;
  }
}

/** Places that are named; more are counted. */
const mostPlaces = 3;

function docOf(where: readonly string[]): string {
  const more = where.length - mostPlaces;
  return `Logged in ${where.slice(0, mostPlaces).join("; ")}${more > 0 ? ` and ${more} more places` : ""}.`;
}
