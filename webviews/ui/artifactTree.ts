import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Answer } from "#protocol/message.ts";
import type { ArtifactFolder } from "#protocol/views/artifacts.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { type ArtifactReader, answered, fileIcon } from "./artifactReader.ts";
import { cssVariables } from "./cssVariables.ts";
import { icon, linkButton } from "./icon.ts";
import { PageElement } from "./page.ts";
import { visibleProblemText } from "./visibleProblem.ts";

/** The person chose a file; `detail` is what it is. */
export type ArtifactChosen = CustomEvent<{ readonly path: string; readonly size: number | undefined }>;

interface Line {
  readonly path: string;
  readonly level: number;
  readonly isFolder: boolean;
  readonly size?: number | undefined;
  /** In the place of a file: what is to be said of the folder. */
  readonly note?: string;
}

/**
 * The artifacts of one run as a tree whose folders are read when they are unfolded. Keys as in VS Code's own trees; `artifact-chosen`
 * tells of a file.
 */
export class ArtifactTree extends PageElement {
  static override properties = {
    runId: { attribute: false },
    edition: { attribute: false },
    reader: { attribute: false },
    chosen: { attribute: false },
    folders: { state: true },
    open: { state: true },
    focused: { state: true },
  };
  declare runId: string;
  /** Another one: the registry changed, and the folders are read again. */
  declare edition: number;
  declare reader: ArtifactReader | undefined;
  /** Path of the file that is shown beside it; empty: none. */
  declare chosen: string;
  declare private folders: ReadonlyMap<string, Answer<ArtifactFolder>>;
  declare private open: ReadonlySet<string>;
  declare private focused: string;
  #reading = new AbortController();

  constructor() {
    super();
    this.runId = "";
    this.edition = 0;
    this.chosen = "";
    this.#forget();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reading.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("runId")) this.#forget();
    if (changed.has("runId") || changed.has("edition") || changed.has("reader")) {
      this.#reading.abort();
      this.#reading = new AbortController();
      for (const folder of ["", ...this.open]) void this.#read(folder);
    }
  }

  override render(): TemplateResult {
    const root = this.folders.get("");
    if (root === undefined) {
      return html`<p class="artifact-note muted" role="status"><span class="state-late">${icon("loading", "codicon-modifier-spin")} Reading the artifacts…</span></p>`;
    }
    if (!root.ok) {
      return html`<p class="artifact-note" role="alert">${icon("warning")} ${visibleProblemText(root.problem)}
        ${linkButton("Retry", "Read the artifacts again", () => void this.#read(""))}</p>`;
    }
    if (root.value.entries.length === 0) return html`<p class="artifact-note muted">The run logged no artifacts.</p>`;
    const lines = this.#lines("", 1);
    const focused = lines.some(({ path }) => path === this.focused) ? this.focused : (lines[0]?.path ?? "");
    return html`<div class="artifact-tree" role="tree" aria-label="Artifacts" @keydown=${(event: KeyboardEvent) => this.#key(event, lines, focused)}>
      ${lines.map((line) => this.#line(line, focused))}
    </div>`;
  }

  #line({ path, level, isFolder, size, note }: Line, focused: string): TemplateResult {
    const isOpen = this.open.has(path);
    const name = visibleText(path.slice(path.lastIndexOf("/") + 1));
    if (note !== undefined)
      return html`<div class="artifact-line muted" role="none" ${cssVariables({ "--level": String(level) })}>${visibleText(note)}</div>`;
    const bytes = size === undefined ? "" : byteSize(size);
    return html`<div class="artifact-line ${path === this.chosen ? "artifact-chosen" : ""}" role="treeitem" ${cssVariables({ "--level": String(level) })} data-path=${path}
      aria-level=${level} aria-selected=${path === this.chosen} aria-expanded=${isFolder ? String(isOpen) : nothing}
      aria-label=${isFolder ? `${name}, folder` : `${name} ${bytes}`.trim()} title=${visibleText(path)}
      tabindex=${path === focused ? 0 : -1} @focus=${() => (this.focused = path)} @click=${() => this.#press(path, isFolder, size)}>
      ${icon(isFolder ? (isOpen ? "chevron-down" : "chevron-right") : "blank", "twistie")}${icon(isFolder ? "folder" : fileIcon(path))}
      <span class="artifact-name">${name}</span> <span class="muted small numbers">${bytes}</span></div>`;
  }

  /** What is unfolded, in the order of the screen. */
  #lines(folder: string, level: number): Line[] {
    const answer = this.folders.get(folder);
    const note = (text: string): Line => ({ path: `${folder}/ `, level, isFolder: false, note: text });
    if (answer === undefined) return [note("Reading…")];
    if (!answer.ok) return [note(visibleProblemText(answer.problem))];
    const { entries, left } = answer.value;
    const lines = entries.flatMap(({ path, isFolder, size }): Line[] => [
      { path, level, isFolder, size },
      ...(isFolder && this.open.has(path) ? this.#lines(path, level + 1) : []),
    ]);
    if (entries.length === 0) return [note("Empty folder")];
    return left > 0 ? [...lines, note(`${left} more`)] : lines;
  }

  #press(path: string, isFolder: boolean, size: number | undefined): void {
    this.focused = path;
    if (isFolder) this.#turn(path);
    else this.dispatchEvent(new CustomEvent("artifact-chosen", { detail: { path, size }, bubbles: true }));
  }

  #turn(path: string): void {
    const open = new Set(this.open);
    if (!open.delete(path)) {
      open.add(path);
      if (this.folders.get(path)?.ok !== true) void this.#read(path);
    }
    this.open = open;
  }

  #key(event: KeyboardEvent, all: readonly Line[], focused: string): void {
    const lines = all.filter(({ note }) => note === undefined);
    const at = lines.findIndex(({ path }) => path === focused);
    const line = lines[at];
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 };
    const step = steps[event.key];
    const isOpen = line !== undefined && this.open.has(line.path);
    if (step !== undefined) this.#focus(lines[Math.max(0, Math.min(lines.length - 1, step))]);
    else if (line === undefined) return;
    else if (event.key === "Enter" || event.key === " ") this.#press(line.path, line.isFolder, line.size);
    else if (event.key === "ArrowRight" && line.isFolder) isOpen ? this.#focus(lines[at + 1]) : this.#turn(line.path);
    else if (event.key === "ArrowLeft" && isOpen) this.#turn(line.path);
    else if (event.key === "ArrowLeft") this.#focus(lines.findLast((other, index) => index < at && other.level < line.level));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #focus(line: Line | undefined): void {
    if (line === undefined) return;
    this.focused = line.path;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  #forget(): void {
    this.folders = new Map();
    this.open = new Set();
    this.focused = "";
  }

  async #read(path: string): Promise<void> {
    if (this.reader === undefined) return;
    const { signal } = this.#reading;
    const answer = await answered(this.reader.folder({ runId: this.runId, path }, signal), signal);
    if (answer !== undefined) this.folders = new Map([...this.folders, [path, answer]]);
  }
}

customElements.define("slipway-artifact-tree", ArtifactTree);
