import type { Answer } from "#protocol/message.ts";
import {
  type ArtifactPlace,
  type ArtifactPreview,
  type ArtifactTable,
  artifactHashesRequest,
  artifactPreviewRequest,
  artifactTableRequest,
  type WantedHashes,
} from "#protocol/views/artifacts.ts";
import { artifactReaderOver } from "../bridge/artifactReader.ts";
import type { Bridge } from "../bridge/bridge.ts";
import { OneReader } from "../bridge/oneReader.ts";
import { Question } from "../bridge/question.ts";
import type { Against } from "../ui/artifactPreview.ts";
import type { ArtifactReader } from "../ui/artifactReader.ts";

/** Files of one question: an answer every second or so, and little to break off. */
const readsAtOnce = 40;

/** What the runs logged as files: listed once, held against each other as rows come on the screen, previewed as they are opened. */
export class ArtifactStore {
  readonly table: Question<{ runIds: readonly string[] }, ArtifactTable>;
  readonly reader: ArtifactReader;
  /** Counts changes of the registry. */
  edition = 0;
  readonly #bridge: Bridge;
  readonly #onChange: () => void;
  readonly #kept = new Map<string, Against>();
  readonly #hashes = new Map<string, string | null>();
  readonly #hashing: OneReader;
  #wanted: readonly WantedHashes[] = [];
  /** The picture that others are laid over: each of them asks for it. */
  #base: { readonly key: string; readonly answer: Promise<Answer<ArtifactPreview>> } | undefined;

  constructor(bridge: Bridge, onChange: () => void) {
    this.#bridge = bridge;
    this.#onChange = onChange;
    this.table = new Question((params, signal) => bridge.ask(artifactTableRequest, params, signal), onChange);
    this.#hashing = new OneReader((signal) => this.#read(signal));
    this.reader = artifactReaderOver(bridge);
  }

  /** What was read of a file that others are held against. */
  readonly keptOf = (runId: string, path: string): Against | undefined => this.#kept.get(keyOf(runId, path));

  /** Keeps what was read of the baseline's file: others are held against it. */
  keep({ id, name }: { readonly id: string; readonly name: string }, path: string, preview: ArtifactPreview): void {
    if (preview.kind !== "text" && preview.kind !== "table") return;
    this.#kept.set(keyOf(id, path), { preview, run: name });
    this.#onChange();
  }

  /** Of the baseline; not broken off with the one who asks: others do too. */
  basePreview(place: ArtifactPlace): Promise<Answer<ArtifactPreview>> {
    const key = `${this.edition} ${place.runId} ${place.path}`;
    if (this.#base?.key !== key) this.#base = { key, answer: this.#bridge.ask(artifactPreviewRequest, place) };
    return this.#base.answer;
  }

  readonly hashOf = (runId: string, path: string): string | null | undefined => this.#hashes.get(keyOf(runId, path));

  /** The files whose contents are to tell; those that were wanted before and are not now are not read any more. */
  wantHashes(files: readonly WantedHashes[]): void {
    const unread = this.#unread(files);
    const isIdle = this.#wanted.length === 0;
    this.#wanted = unread;
    if (unread.length > 0 && isIdle) this.#hashing.askAgain();
    if (unread.length === 0) this.#hashing.drop();
  }

  /** The registry changed. */
  forget(): void {
    this.edition++;
    this.#hashes.clear();
    this.#kept.clear();
    this.table.forget();
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      while (this.#wanted.length > 0 && !signal.aborted) await this.#readSome(firstReads(this.#wanted), signal);
    } finally {
      // What failed on the way is asked for again when the page next wants it.
      if (!signal.aborted) this.#wanted = [];
    }
  }

  async #readSome(files: readonly WantedHashes[], signal: AbortSignal): Promise<void> {
    const { edition } = this;
    const answer = await this.#bridge.ask(artifactHashesRequest, { files }, signal);
    if (signal.aborted) return;
    // What the registry could not tell is not known: sizes are what is left to go by.
    const told = answer.ok && edition === this.edition ? answer.value : [];
    files.forEach(({ path, runIds }, row) => {
      for (const [column, id] of runIds.entries()) this.#hashes.set(keyOf(id, path), told[row]?.[column] ?? null);
    });
    this.#wanted = this.#unread(this.#wanted);
    this.#onChange();
  }

  #unread(files: readonly WantedHashes[]): WantedHashes[] {
    return files
      .map(({ path, runIds }) => ({ path, runIds: runIds.filter((id) => this.hashOf(id, path) === undefined) }))
      .filter(({ runIds }) => runIds.length > 0);
  }
}

function keyOf(runId: string, path: string): string {
  return `${runId} ${path}`;
}

function firstReads(wanted: readonly WantedHashes[]): WantedHashes[] {
  let left = readsAtOnce;
  const files: WantedHashes[] = [];
  for (const { path, runIds } of wanted) {
    if (left <= 0) break;
    files.push({ path, runIds: runIds.slice(0, left) });
    left -= runIds.length;
  }
  return files;
}
