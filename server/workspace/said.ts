import type { ConfigDocument } from "../formats/format.ts";
import type { Found } from "../rules/rule.ts";
import type { FileText } from "./surroundings.ts";
import type { OpenDocuments } from "./workspace.ts";

/** What was last said, and the number of the change that brought it. */
interface Saying {
  readonly text: string;
  readonly change: number;
}

/**
 * What files say of themselves to others, each change with a number: whoever rests on a file keeps the number, and sees by it whether the file
 * still says the same.
 */
export class Said {
  readonly #documents: OpenDocuments;
  readonly #open: (uri: string) => ConfigDocument | undefined;
  readonly #sayings = new Map<string, Saying>();
  /** Files of which the whole text counts. */
  readonly #asText = new Set<string>();
  /** The change that others were last told of, by what `isOther` said. */
  readonly #told = new Map<string, number>();
  #changes = 0;

  constructor(documents: OpenDocuments, open: (uri: string) => ConfigDocument | undefined) {
    this.#documents = documents;
    this.#open = open;
  }

  /** A file as it was found now; undefined: there is none of a format. */
  heard(uri: string, document: ConfigDocument | undefined): number {
    if (this.#asText.has(uri)) return this.number(uri, document?.model.text ?? "");
    return this.number(uri, document === undefined ? "" : (JSON.stringify(document.format.summary?.(document.model)) ?? ""));
  }

  /** A file as it was found now, whose whole text counts. */
  heardText(uri: string, found: Found<FileText>): number {
    this.#asText.add(uri);
    // No text is not the same as that there is none.
    return this.number(uri, found.kind === "read" ? found.data.text : `\0${found.kind}`);
  }

  /** The number of the last change of what a file says, looked at now where it is open. */
  changeOf(uri: string): number {
    const open = this.#documents.get(uri);
    if (open !== undefined && this.#asText.has(uri)) return this.number(uri, open.getText());
    if (open !== undefined) return this.heard(uri, this.#open(uri));
    return this.#sayings.get(uri)?.change ?? 0;
  }

  /**
   * A text was changed, opened or closed in the editor: does it say something else than when this was last asked, or first heard? Whoever
   * heard it in the meantime knows; others do not.
   */
  isOther(uri: string): boolean {
    if (!this.#sayings.has(uri)) return false;
    // What the editor held is gone with it; what stands on disk is read when it is asked for.
    if (this.#documents.get(uri) === undefined) this.#sayings.set(uri, { text: "\0closed", change: ++this.#changes });
    const before = this.#told.get(uri);
    const now = this.changeOf(uri);
    this.#told.set(uri, now);
    return now !== before;
  }

  /** The number of what is said under a name. */
  number(name: string, text: string): number {
    const before = this.#sayings.get(name);
    if (before?.text === text) return before.change;
    this.#sayings.set(name, { text, change: ++this.#changes });
    if (!this.#told.has(name)) this.#told.set(name, this.#changes);
    return this.#changes;
  }
}
