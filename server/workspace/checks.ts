import type { TextDocument } from "vscode-languageserver-textdocument";
import type { ConfigDocument } from "../formats/format.ts";
import { readDocument, recognise } from "../formats/formats.ts";
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

interface Known {
  /** Of the text and of the world around it. */
  readonly mark: string;
  readonly result: Promise<Checked>;
  /** What else the problems rest on: how often each file has changed what it says of itself. */
  rests: ReadonlyMap<string, number>;
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
  #changes = 0;

  constructor(workspace: Workspace, factsFor: (document: ConfigDocument) => RegistryFacts) {
    this.#workspace = workspace;
    this.#factsFor = factsFor;
    this.#texts = new FileTexts(workspace);
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
    const document = readAs(uri, text.getText());
    this.#read.set(text, { version: text.version, document });
    return document;
  }

  /** The problems of a file that is open. */
  async ofOpen(document: ConfigDocument): Promise<Checked> {
    const version = this.#workspace.documents.get(document.uri)?.version ?? 0;
    return this.#of(document.uri, String(version), async () => document);
  }

  /** The problems of a file as it stands on disk. */
  async onDisk({ uri, format }: ConfigFile): Promise<Checked> {
    return this.#of(uri, "disk", async () => {
      const text = await this.#workspace.world.files.readText(uri).catch(() => undefined);
      return text === undefined ? undefined : readDocument(format, text, uri);
    });
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

  async #of(uri: string, version: string, read: () => Promise<ConfigDocument | undefined>): Promise<Checked> {
    const mark = `${version}:${this.#workspace.generation}`;
    const known = this.#known.get(uri);
    if (known?.mark === mark) {
      const result = await known.result;
      if ([...known.rests].every(([other, change]) => this.#changeOf(other) === change)) return result;
    }
    const fresh: Known = { mark, rests: new Map(), result: read().then((document) => this.#check(document, fresh)) };
    this.#known.set(uri, fresh);
    fresh.result.catch(() => this.#known.delete(uri));
    return fresh.result;
  }

  async #check(document: ConfigDocument | undefined, known: Known): Promise<Checked> {
    if (document === undefined) return { resultId: known.mark, problems: [] };
    const { world, settings } = this.#workspace;
    const { exists, project, rests, texts } = await lookAround(document, this.#looks);
    for (const uri of texts.keys()) this.#asText.add(uri);
    known.rests = new Map([
      ...[...rests].map(([uri, other]) => [uri, this.#heard(uri, other)] as const),
      ...[...texts].map(([uri, found]) => [uri, this.#heardText(uri, found)] as const),
    ]);
    const problems = checkConfig(document, {
      ...{ exists, project, facts: this.#factsFor(document), severities: settings.rules },
      onRuleFailure: (code, error) =>
        world.log.error(`Rule ${code} failed on ${document.uri}: ${error instanceof Error ? error.stack : error}`),
    });
    return { resultId: [known.mark, ...known.rests.values()].join(":"), problems };
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
