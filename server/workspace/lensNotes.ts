import type { FileHashes } from "../dvc/status/hashes.ts";
import type { ConfigDocument } from "../formats/format.ts";
import type { Checks } from "./checks.ts";
import { statusLooks } from "./statusLooks.ts";
import type { Workspace } from "./workspace.ts";

type Notes = ReadonlyMap<string, string> | undefined;

/** ms; the lenses of a screen are asked for one by one. */
const KEPT_FOR = 1_000;

interface Known {
  readonly text: string;
  readonly generation: number;
  readonly at: number;
  readonly stop: AbortController;
  readonly notes: Promise<Notes>;
}

/** What is said beside `Run`, looked up once for all the lenses of a file. A change of the text calls off what was looked up for the one before. */
export class LensNotes {
  readonly #workspace: Workspace;
  readonly #checks: Checks;
  readonly #hashes: FileHashes;
  readonly #known = new Map<string, Known>();

  constructor(workspace: Workspace, checks: Checks, hashes: FileHashes) {
    this.#workspace = workspace;
    this.#checks = checks;
    this.#hashes = hashes;
  }

  /** Undefined: nothing is known, or the file has changed meanwhile. */
  async of(document: ConfigDocument): Promise<Notes> {
    const { uri, model } = document;
    const known = this.#known.get(uri);
    const { generation, world } = this.#workspace;
    const isSame = known?.text === model.text && known.generation === generation && world.now() - known.at < KEPT_FOR;
    if (known !== undefined && isSame) return known.notes;
    known?.stop.abort();
    const stop = new AbortController();
    const notes = this.#look(document, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) world.log.error(`What is stale in ${uri} is not known: ${error instanceof Error ? error.stack : error}`);
      return undefined;
    });
    this.#known.set(uri, { text: model.text, generation, at: world.now(), stop, notes });
    return notes;
  }

  forget(uri: string): void {
    this.#known.get(uri)?.stop.abort();
    this.#known.delete(uri);
  }

  /** A file of any kind changed. */
  forgetAll(): void {
    for (const uri of [...this.#known.keys()]) this.forget(uri);
  }

  async #look(document: ConfigDocument, signal: AbortSignal): Promise<Notes> {
    const { uri, format, model } = document;
    const { project } = await this.#checks.around(document);
    return format.lens?.notes?.(model, uri, project, statusLooks(this.#workspace, this.#checks, this.#hashes, signal));
  }
}
