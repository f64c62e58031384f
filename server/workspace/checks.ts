import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ConfigDocument } from "../formats/format.ts";
import { readDocument, readOpen, recognise } from "../formats/formats.ts";
import { checkConfig, type Problem } from "../rules/check.ts";
import type { Found, RegistryFacts } from "../rules/rule.ts";
import type { ConfigFile } from "./configFiles.ts";
import { FileTexts } from "./fileTexts.ts";
import { type FileText, type Looks, lookAround } from "./surroundings.ts";
import type { Workspace } from "./workspace.ts";

/** The problems of a file. As long as `resultId` is the same, they are. */
export interface Checked {
  readonly resultId: string;
  readonly problems: readonly Problem[];
}

/** ms; how long what a file that is not open names is taken to be as it was: an editor asks every two seconds, for all of them. */
const TRUSTED_FOR = 30_000;

interface Known {
  /** Of the text and of the world around it. */
  readonly mark: string;
  readonly result: Promise<Checked>;
  /** What else the problems rest on: how often each file has changed what it says of itself. */
  rests: ReadonlyMap<string, number>;
  /** What there was at the places that the file names, by URI. */
  looked: ReadonlyMap<string, boolean | undefined>;
  /** When that was looked at, ms. */
  lookedAt: number;
  /** The editor was told that this is no longer so. */
  isTold?: boolean;
}

/** What a file last said of itself to others, and the number of the change that brought it. */
interface Said {
  readonly text: string;
  readonly change: number;
}

/**
 * Files as they were read and the problems in them, each worked out once: until the text, the world around it, or a file that it rests on
 * is another. So nothing runs when only the cursor moves.
 */
export class Checks {
  readonly #workspace: Workspace;
  readonly #factsFor: (document: ConfigDocument) => RegistryFacts;
  readonly #read = new WeakMap<TextDocument, { readonly version: number; readonly document: ConfigDocument | undefined }>();
  readonly #known = new Map<string, Known>();
  readonly #said = new Map<string, Said>();
  /** Files of which the whole text counts for others. */
  readonly #asText = new Set<string>();
  readonly #texts: FileTexts;
  /** Of the texts that were opened: another text under an old name begins with an old version. */
  readonly #opened = new WeakMap<TextDocument, number>();
  #openedTexts = 0;
  #changes = 0;
  /** Begins the names of results: those of a server before this one mean nothing here. */
  readonly #start: string;
  #results = 0;

  constructor(workspace: Workspace, factsFor: (document: ConfigDocument) => RegistryFacts) {
    this.#workspace = workspace;
    this.#factsFor = factsFor;
    this.#texts = new FileTexts(workspace);
    this.#start = workspace.world.now().toString(36);
  }

  /** What the registry says to a file's rules, hovers and proposals. */
  factsFor(document: ConfigDocument): RegistryFacts {
    return this.#factsFor(document);
  }

  /** A file that is open in the editor; undefined when it is not, or is none of ours. */
  open(uri: string): ConfigDocument | undefined {
    const text = this.#workspace.documents.get(uri);
    if (text === undefined) return undefined;
    const known = this.#read.get(text);
    if (known?.version === text.version) return known.document;
    const document = readOpen(uri, text.languageId, text.getText());
    this.#read.set(text, { version: text.version, document });
    return document;
  }

  /** The problems of a file that is open. */
  async ofOpen(document: ConfigDocument): Promise<Checked> {
    const text = this.#workspace.documents.get(document.uri);
    return this.#of(document.uri, text === undefined ? "" : `${this.#numberOf(text)}.${text.version}`, 0, async () => document);
  }

  /** The problems of a file as it stands on disk. */
  async onDisk({ uri, format }: ConfigFile): Promise<Checked> {
    return this.#of(uri, "disk", TRUSTED_FOR, async () => {
      const text = await this.#workspace.world.files.readText(uri).catch(() => undefined);
      return text === undefined ? undefined : readDocument(format, text, uri);
    });
  }

  /**
   * Has something come or gone at a place that an open file names, since its problems were asked for? True once for each change: nothing
   * tells of files that are no config files.
   */
  async hasOutdated(): Promise<boolean> {
    let found = false;
    for (const [uri, known] of [...this.#known]) {
      if (known.isTold || this.#workspace.documents.get(uri) === undefined || (await this.#isThere(known))) continue;
      known.isTold = true;
      found = true;
    }
    return found;
  }

  /** A text was closed in the editor: it is known no longer what is wrong with it. */
  forget(uri: string): void {
    this.#known.delete(uri);
  }

  /** A text was changed, opened or closed in the editor: does a file that was checked before rest on it, and on what it no longer says? */
  isFelt(uri: string): boolean {
    const said = this.#said.get(uri);
    if (said === undefined) return false;
    const isOpen = this.#workspace.documents.get(uri) !== undefined;
    // What the editor held is gone with it; what stands on disk is read when it is asked for.
    if (!isOpen) this.#said.set(uri, { text: "", change: ++this.#changes });
    return !isOpen || this.#changeOf(uri) !== said.change;
  }

  async #of(uri: string, version: string, trustedFor: number, read: () => Promise<ConfigDocument | undefined>): Promise<Checked> {
    const mark = `${version}:${this.#workspace.generation}`;
    const known = this.#known.get(uri);
    if (known?.mark === mark) {
      const result = await known.result;
      const isSame = [...known.rests].every(([other, change]) => this.#changeOf(other) === change);
      if (isSame && (this.#now - known.lookedAt < trustedFor || (await this.#isThere(known)))) return result;
    }
    const fresh: Known = {
      mark,
      rests: new Map(),
      looked: new Map(),
      lookedAt: this.#now,
      result: read().then((document) => this.#check(document, fresh)),
    };
    this.#known.set(uri, fresh);
    fresh.result.catch(() => this.#known.delete(uri));
    return fresh.result;
  }

  async #check(document: ConfigDocument | undefined, known: Known): Promise<Checked> {
    const resultId = `${this.#start}.${++this.#results}`;
    if (document === undefined) return { resultId, problems: [] };
    const { world, settings } = this.#workspace;
    const { exists, project, rests, looked, texts } = await lookAround(document, this.#looks);
    for (const uri of texts.keys()) this.#asText.add(uri);
    known.looked = looked;
    known.rests = new Map([
      ...[...rests].map(([uri, other]) => [uri, this.#heard(uri, other)] as const),
      ...[...texts].map(([uri, found]) => [uri, this.#heardText(uri, found)] as const),
    ]);
    const problems = checkConfig(document, {
      ...{ exists, project, facts: this.#factsFor(document), severities: settings.rules },
      onRuleFailure: (code, error) =>
        world.log.error(`Rule ${code} failed on ${document.uri}: ${error instanceof Error ? error.stack : error}`),
    });
    return { resultId, problems };
  }

  /** Is all that the file names still there, or still not? */
  async #isThere(known: Known): Promise<boolean> {
    let isSame = true;
    known.lookedAt = this.#now;
    for (const [uri, was] of known.looked) {
      if ((await this.#workspace.exists(uri)) === was) continue;
      this.#texts.forget(uri);
      isSame = false;
    }
    return isSame;
  }

  get #now(): number {
    return this.#workspace.world.now();
  }

  #numberOf(text: TextDocument): number {
    const number = this.#opened.get(text) ?? ++this.#openedTexts;
    this.#opened.set(text, number);
    return number;
  }

  readonly #looks: Looks = {
    exists: (uri) => this.#workspace.exists(uri),
    document: async (uri) => {
      if (this.#workspace.documents.get(uri) !== undefined) return this.open(uri);
      const text = await this.#workspace.world.files.readText(uri).catch(() => undefined);
      return text === undefined ? undefined : readAs(uri, text);
    },
    text: (uri) => this.#texts.of(uri),
  };

  /** The number of the last change of what a file says to others, looked at now where it is open. */
  #changeOf(uri: string): number {
    const open = this.#workspace.documents.get(uri);
    if (open !== undefined && this.#asText.has(uri)) return this.#changed(uri, open.getText());
    if (open !== undefined) return this.#heard(uri, this.open(uri));
    return this.#said.get(uri)?.change ?? 0;
  }

  #heard(uri: string, document: ConfigDocument | undefined): number {
    if (this.#asText.has(uri)) return this.#changed(uri, document?.model.text ?? "");
    return this.#changed(uri, document === undefined ? "" : (JSON.stringify(document.format.summary?.(document.model)) ?? ""));
  }

  #heardText(uri: string, found: Found<FileText>): number {
    // No text is the same as that there is none.
    return this.#changed(uri, found.kind === "read" ? found.data.text : `\0${found.kind}`);
  }

  #changed(uri: string, text: string): number {
    const said = this.#said.get(uri);
    if (said?.text === text) return said.change;
    this.#said.set(uri, { text, change: ++this.#changes });
    return this.#changes;
  }
}

function readAs(uri: string, text: string): ConfigDocument | undefined {
  const format = recognise(uri, text);
  return format && readDocument(format, text, uri);
}
