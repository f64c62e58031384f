import type { StatusLooks } from "../dvc/status/looks.ts";
import type { DrawnFile, StageNote } from "../formats/drawnFile.ts";
import type { ConfigDocument } from "../formats/format.ts";
import type { Project } from "../rules/rule.ts";
import type { Checks } from "../workspace/checks.ts";

interface ReadFile {
  /** What the file drew: as long as that is the same object, so is the file. */
  readonly of: DrawnFile;
  readonly document: ConfigDocument;
  readonly project: Project;
}

/** Pages whose files are remembered as they were read. */
const mostPages = 4;

/** The files that pages show, read for what is stale of them: those that did not change are not read again at each key that is typed. */
export class ComparedFiles {
  readonly #checks: Checks;
  /** By the URI of the page, that asked last at the end. */
  readonly #pages = new Map<string, ReadonlyMap<string, ReadFile>>();

  constructor(checks: Checks) {
    this.#checks = checks;
  }

  /** How the stages of each file stand to their last run, by URI and name. */
  async states(
    page: string,
    files: ReadonlyMap<string, DrawnFile>,
    looks: StatusLooks,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, StageNote>>> {
    const before = this.#pages.get(page);
    const read = new Map<string, ReadFile>();
    this.#pages.delete(page);
    this.#pages.set(page, read);
    for (const oldest of [...this.#pages.keys()].slice(0, -mostPages)) this.#pages.delete(oldest);
    const found = [...files].map(async ([uri, of]) => {
      const known = before?.get(uri);
      const file = known?.of === of ? known : await this.#read(uri, of);
      if (file === undefined) return [];
      read.set(uri, file);
      const states = await file.document.format.lens?.states?.(file.document.model, uri, file.project, looks);
      return states === undefined ? [] : [[uri, states] as const];
    });
    return new Map((await Promise.all(found)).flat());
  }

  async #read(uri: string, of: DrawnFile): Promise<ReadFile | undefined> {
    const document = await this.#checks.document(uri);
    return document && { of, document, project: await this.#checks.projectOf(document) };
  }
}
