import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Around, ConfigDocument } from "../formats/format.ts";
import { needsHead, readOpen, readUnopened, recognise } from "../formats/formats.ts";
import { fileNameOf } from "../formats/namedPath.ts";
import { checkConfig, type Problem } from "../rules/check.ts";
import type { Found, Project, RegistryFacts } from "../rules/rule.ts";
import type { ConfigFile } from "./configFiles.ts";
import { FileTexts } from "./fileTexts.ts";
import { Names } from "./names.ts";
import { type MadeOfProject, Projects } from "./projects.ts";
import { Said } from "./said.ts";
import { type FileText, type Looks, lookAround, type Surroundings, textsAround } from "./surroundings.ts";
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
  readonly edition: string;
  readonly result: Promise<Checked>;
  /** What else the problems rest on: the last change of what each file says of itself, and of what the project says of this one. */
  rests: ReadonlyMap<string, number>;
  share?: { readonly of: ConfigDocument; readonly change: number };
  /** What there was at the places that the file names, by URI. */
  looked: ReadonlyMap<string, boolean | undefined>;
  /** When that was looked at, ms. */
  lookedAt: number;
  /** The editor was told that this is no longer so. */
  isTold?: boolean;
}

/**
 * Files as they were read and the problems in them, each worked out once: until the text, the world around it, or a file that it rests on
 * is another. So nothing runs when only the cursor moves.
 */
export class Checks {
  readonly #workspace: Workspace;
  readonly #factsFor: (document: ConfigDocument) => RegistryFacts;
  readonly #named: (uri: string) => void;
  readonly #read = new WeakMap<TextDocument, { readonly version: number; readonly document: ConfigDocument | undefined }>();
  readonly #known = new Map<string, Known>();
  readonly #said: Said;
  readonly #texts: FileTexts;
  readonly #projects: Projects;
  /** What the files name, and where. */
  readonly names: Names;
  /** Begins the names of results: those of a server before this one mean nothing here. */
  readonly #start: string;
  #results = 0;

  /** `named` hears of each file whose whole text counts for another, by URI. */
  constructor(workspace: Workspace, factsFor: (document: ConfigDocument) => RegistryFacts, named: (uri: string) => void = () => undefined) {
    this.#workspace = workspace;
    this.#factsFor = factsFor;
    this.#named = named;
    this.#said = new Said(workspace.documents, (uri) => this.open(uri));
    this.#texts = new FileTexts(workspace);
    this.#projects = new Projects(workspace, this.#texts, this.#said, (uri) => this.open(uri));
    this.names = new Names(workspace, this.#texts, (uri) => this.open(uri));
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

  /** A file as it stands in the editor, else on disk; undefined: there is none, or it is none of ours. */
  document(uri: string): Promise<ConfigDocument | undefined> {
    return this.#looks.document(uri);
  }

  /** What a file names, as it is found now. */
  around(document: ConfigDocument): Promise<Surroundings> {
    return lookAround(document, this.#looks);
  }

  /** What completion may ask of the files around one, without a look at all that it names. */
  async typedAround(document: ConfigDocument): Promise<Around> {
    const { project } = await textsAround(document, this.#looks);
    return { uri: document.uri, project, parts: await this.#projects.others(document) };
  }

  /** The text of a file that somebody is about to name; the editor is asked for it from now on. */
  async namedText(uri: string): Promise<Found<FileText>> {
    if (recognise(uri) === undefined && !needsHead(fileNameOf(uri))) this.#named(uri);
    return this.#texts.of(uri);
  }

  /** The same without what it only names, and without its project: all that its own names rest on. */
  async projectOf(document: ConfigDocument): Promise<Project> {
    return (await textsAround(document, this.#looks)).project;
  }

  /** What a function makes of each file of the project that one is in; each is remembered until the file is another. */
  madeOfProject<Made>(document: ConfigDocument, make: (document: ConfigDocument, project: Project) => Made): Promise<MadeOfProject<Made>> {
    return this.#projects.made(document, make);
  }

  /** The text of any file, as it stands in the editor, else on disk. */
  text(uri: string): Promise<Found<FileText>> {
    return this.#texts.of(uri);
  }

  /** The problems of a file that is open. */
  async ofOpen(document: ConfigDocument): Promise<Checked> {
    return this.#of(document.uri, this.#workspace.textEdition(document.uri), 0, async () => document);
  }

  /** The problems of a file as it stands on disk. */
  async onDisk({ uri, format }: ConfigFile): Promise<Checked> {
    return this.#of(uri, "disk", TRUSTED_FOR, async () => {
      const text = await this.#workspace.world.files.readText(uri).catch(() => undefined);
      return text === undefined ? undefined : readUnopened(format, text, uri);
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

  /** A text was changed, opened or closed in the editor: is there more to it than its own problems? */
  async isFelt(uri: string): Promise<boolean> {
    // Both take note of what the text says now.
    const [isOther, isOtherPart] = [this.#said.isOther(uri), await this.#projects.isOther(uri)];
    return isOther || isOtherPart;
  }

  async #of(uri: string, version: string, trustedFor: number, read: () => Promise<ConfigDocument | undefined>): Promise<Checked> {
    const edition = `${version}:${this.#workspace.generation}`;
    const known = this.#known.get(uri);
    if (known?.edition === edition) {
      const result = await known.result;
      if ((await this.#holds(known)) && (this.#now - known.lookedAt < trustedFor || (await this.#isThere(known)))) return result;
    }
    const fresh: Known = {
      edition,
      rests: new Map(),
      looked: new Map(),
      lookedAt: this.#now,
      result: read().then((document) => this.#check(document, fresh)),
    };
    this.#known.set(uri, fresh);
    fresh.result.catch(() => this.#known.delete(uri));
    return fresh.result;
  }

  async #holds({ rests, share }: Known): Promise<boolean> {
    if (![...rests].every(([other, change]) => this.#said.changeOf(other) === change)) return false;
    return share === undefined || (await this.#projects.change(share.of)) === share.change;
  }

  async #check(document: ConfigDocument | undefined, known: Known): Promise<Checked> {
    const resultId = `${this.#start}.${++this.#results}`;
    if (document === undefined) return { resultId, problems: [] };
    const { world, settings } = this.#workspace;
    const { exists, project, rests, looked, texts, share } = await lookAround(document, this.#looks);
    known.looked = looked;
    // The editor tells of texts of a format anyway.
    for (const uri of texts.keys()) if (recognise(uri) === undefined && !needsHead(fileNameOf(uri))) this.#named(uri);
    known.rests = new Map([
      ...[...texts].map(([uri, found]) => [uri, this.#said.heardText(uri, found)] as const),
      ...[...rests].map(([uri, other]) => [uri, this.#said.heard(uri, other)] as const),
    ]);
    if (share) known.share = { of: document, change: this.#projects.numberOf(document.uri, share.value) };
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

  readonly #looks: Looks = {
    exists: (uri) => this.#workspace.exists(uri),
    document: async (uri) => {
      if (this.#workspace.documents.get(uri) !== undefined) return this.open(uri);
      const text = await this.#workspace.world.files.readText(uri).catch(() => undefined);
      return text === undefined ? undefined : readAs(uri, text);
    },
    text: (uri) => this.#texts.of(uri),
    share: (document, own) => this.#projects.share(document, own),
  };
}

function readAs(uri: string, text: string): ConfigDocument | undefined {
  const format = recognise(uri, text);
  return format && readUnopened(format, text, uri);
}
