import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Answer } from "#protocol/message.ts";
import type { ArtifactPreview, ImagePreview, TablePreview, TextPreview } from "#protocol/views/artifacts.ts";
import { byteSize } from "#registry/model/byteSize.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";
import { type ArtifactReader, answered } from "./artifactReader.ts";
import { icon, linkButton } from "./icon.ts";
import { type OtherCells, otherCells } from "./markedCells.ts";
import { markedLines } from "./markedLines.ts";
import { OnScreen } from "./onScreen.ts";
import { PageElement } from "./page.ts";
import { visibleProblemText } from "./visibleProblem.ts";

/** A line may be megabytes long; its beginning tells what it is. */
const mostInLine = 2000;

/** What a file is held against, and whose it is. */
export interface Against {
  readonly preview: ArtifactPreview;
  readonly run: string;
}

/**
 * One file of one run as far as a page can show it: text, a picture, the head of a table, else what it is and how large. It is read when
 * it comes on the screen; a read that is not wanted any more is broken off, and pictures are let go when they have left the screen.
 */
export class ArtifactPreviewElement extends PageElement {
  static override properties = {
    runId: { attribute: false },
    path: { attribute: false },
    run: { attribute: false },
    size: { attribute: false },
    edition: { attribute: false },
    reader: { attribute: false },
    against: { attribute: false },
    told: { attribute: false },
    answer: { state: true },
  };
  declare runId: string;
  declare path: string;
  /** Name of the run, for a screen reader. */
  declare run: string;
  /** Bytes, where it is known. */
  declare size: number | undefined;
  /** Another one: the registry changed, the file is read again. What is shown stays until then. */
  declare edition: number;
  declare reader: ArtifactReader | undefined;
  /** The file that this one is held against: lines of a text, and cells of a table, that it does not have are marked. */
  declare against: Against | undefined;
  /** Hears what was read. */
  declare told: ((preview: ArtifactPreview) => void) | undefined;
  declare private answer: Answer<ArtifactPreview> | undefined;

  #reading: AbortController | undefined;
  readonly #onScreen = new OnScreen(this, 300, (isSeen) => this.#seen(isSeen));

  constructor() {
    super();
    this.runId = "";
    this.path = "";
    this.run = "";
    this.edition = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#giveUp();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("runId") || changed.has("path")) this.answer = undefined;
    if (["runId", "path", "edition", "reader"].some((name) => changed.has(name)) && this.#onScreen.value) void this.#read();
  }

  override render(): TemplateResult {
    const { answer } = this;
    if (answer === undefined) {
      return html`<p class="artifact-note muted" role="status"><span class="state-late">${icon("loading", "codicon-modifier-spin")} Reading…</span></p>`;
    }
    if (!answer.ok) {
      return html`<p class="artifact-note" role="alert">${icon("warning")} ${visibleProblemText(answer.problem)}
        ${linkButton("Retry", `Read ${this.#named()} again`, () => void this.#read())}</p>`;
    }
    return html`${this.#content(answer.value)}<p class="artifact-note muted small">${this.#extent(answer.value)}
      ${linkButton("Open", `Open ${this.#named()} in an editor`, () => this.reader?.open({ runId: this.runId, path: this.path }))}</p>`;
  }

  #named(): string {
    return visibleText(this.run === "" ? this.path : `${this.path} of ${this.run}`);
  }

  #content(preview: ArtifactPreview): TemplateResult | typeof nothing {
    if (preview.kind === "image") return imageOf(preview, this.#named());
    const other = this.against?.preview;
    if (preview.kind === "table") return tableOf(preview, this.#named(), this.#otherCells(preview), visibleText(this.against?.run ?? ""));
    return preview.kind === "text" ? textOf(preview, this.#named(), other?.kind === "text" ? other.text : undefined) : nothing;
  }

  #otherCells(table: TablePreview): OtherCells {
    const other = this.against?.preview;
    return other?.kind === "table" ? otherCells(table, other) : [];
  }

  /** What is shown of how much: nothing to say of a whole text. */
  #extent(preview: ArtifactPreview): string {
    const all = this.size === undefined ? "" : ` of ${byteSize(this.size)}`;
    if (preview.kind === "unshown") {
      const size = preview.isWhole ? `, ${byteSize(preview.read)}` : this.size === undefined ? "" : `, ${byteSize(this.size)}`;
      if (preview.why === "empty") return "Empty file";
      const because = preview.because ?? (preview.why === "tooLarge" ? "too large to be shown here" : "");
      return `${capital(preview.what)}${size}${because === "" ? "" : `: ${because}`}.`;
    }
    if (preview.kind === "table") return tableExtent(preview, all, this.#otherCells(preview));
    return preview.isWhole ? "" : `First ${byteSize(preview.read)}${all}.`;
  }

  #seen(isSeen: boolean): void {
    if (isSeen && this.answer === undefined) void this.#read();
    if (isSeen) return;
    this.#giveUp();
    if (this.answer?.ok && this.answer.value.kind === "image") this.answer = undefined;
  }

  async #read(): Promise<void> {
    this.#giveUp();
    if (this.reader === undefined) return;
    const reading = new AbortController();
    this.#reading = reading;
    const { signal } = reading;
    const answer = await answered(this.reader.preview({ runId: this.runId, path: this.path }, signal), signal);
    if (answer !== undefined) this.answer = answer;
    if (answer?.ok) this.told?.(answer.value);
  }

  #giveUp(): void {
    this.#reading?.abort();
    this.#reading = undefined;
  }
}

customElements.define("slipway-artifact-preview", ArtifactPreviewElement);

/** As the address of an `img` alone: what an SVG holds is drawn and never run, and nothing is fetched for it. */
export function imageAddress({ mediaType, base64 }: ImagePreview): string {
  return `data:${mediaType};base64,${base64}`;
}

function imageOf(preview: ImagePreview, name: string): TemplateResult {
  return html`<img class="artifact-image" src=${imageAddress(preview)} alt=${name} title=${name}>`;
}

function textOf({ text, failing }: TextPreview, name: string, against: string | undefined): TemplateResult {
  const parts = markedLines(text, against).map(({ lines, isOther }) => {
    const shown = visibleLines(lines.map((line) => (line.length > mostInLine ? `${line.slice(0, mostInLine)}…` : line)).join("\n"));
    return isOther ? html`<mark>${shown}</mark>` : shown;
  });
  return html`${
    failing === undefined
      ? nothing
      : html`<p class="artifact-failing">${icon("error")} <span class="muted">line ${failing.line}</span> <span class="mono">${visibleText(failing.text)}</span></p>`
  }<pre class="artifact-text mono" tabindex="0" role="region" aria-label=${name}>${parts.map((part, at) => (at === 0 ? part : html`${"\n"}${part}`))}</pre>`;
}

function tableOf({ head, rows }: TablePreview, name: string, others: OtherCells, base: string): TemplateResult {
  const cell = (text: string, other: string | null | undefined) => {
    if (other === undefined) return html`<td title=${visibleLines(text)}>${visibleText(text)}</td>`;
    const there = other === null ? `not in ${base}` : `${visibleLines(other)} in ${base}`;
    return html`<td class="other-cell" title=${`${visibleLines(text)}\n${there}`}><mark>${visibleText(text)}</mark><span class="screen-reader-only">, ${there}</span></td>`;
  };
  return html`<div class="artifact-table" tabindex="0" role="region" aria-label=${name}><table>
    <thead><tr>${head.map((text) => html`<th scope="col" title=${visibleLines(text)}>${visibleText(text)}</th>`)}</tr></thead>
    <tbody>${rows.map((row, at) => html`<tr>${row.map((text, column) => cell(text, others[at]?.[column]))}</tr>`)}</tbody>
  </table></div>`;
}

function tableExtent({ rows, rowsLeft, columnsLeft, isWhole, read }: TablePreview, all: string, others: OtherCells): string {
  const known = rows.length + rowsLeft;
  const count = rowsLeft === 0 && isWhole ? `${rows.length} ${rows.length === 1 ? "row" : "rows"}` : `First ${rows.length} rows`;
  const of = rowsLeft > 0 && isWhole ? ` of ${known.toLocaleString("en-US")}` : "";
  const left = columnsLeft === 0 ? "" : ` · ${columnsLeft} more ${columnsLeft === 1 ? "column" : "columns"}`;
  const cells = others.flat().filter((other) => other !== undefined).length;
  const differ = cells === 0 ? "" : ` · ${cells} ${cells === 1 ? "cell differs" : "cells differ"}`;
  return `${count}${of}${left}${differ}${isWhole ? "" : ` · from the first ${byteSize(read)}${all}`}.`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
