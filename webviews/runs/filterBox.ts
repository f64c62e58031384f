import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { ColumnId } from "#protocol/views/runs.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import { PageElement } from "../ui/page.ts";
import { type CompletionEntry, completionAt, valueEntries } from "./filterCompletion.ts";
import { filterTokens } from "./filterTokens.ts";
import type { RunsView } from "./view.ts";

/**
 * The field for the filter. Ctrl+Space and typing open what may stand at the caret, Up at the start the filters that were used before;
 * Down and Up choose, Enter and Tab take, Escape closes, and gives back the last filter when nothing is open.
 */
export class FilterBox extends PageElement {
  static override properties = {
    view: { attribute: false },
    texts: { attribute: false },
    entries: { state: true },
    active: { state: true },
  };
  declare view: RunsView;
  /** The texts that a column has. */
  declare texts: (column: ColumnId) => Promise<readonly string[]>;
  declare private entries: readonly CompletionEntry[];
  declare private active: number;
  /** The entries are filters that were used: one takes the place of all. */
  #isHistory = false;
  #asked = 0;
  /** The texts of the column that is typed of: each letter narrows them at once, and no key is ahead of the list. */
  #known: { readonly column: ColumnId; readonly texts: readonly string[] } | undefined;

  constructor() {
    super();
    this.entries = [];
    this.active = -1;
    this.addEventListener("focusout", () => this.#close());
  }

  override render(): TemplateResult {
    const { view, entries, active } = this;
    const bad = view.problem?.kind === "invalid";
    const isOpen = entries.length > 0;
    return html`${icon("filter")}
      <span class="filter-field">${this.#paint()}<input
        type="text"
        class="filter-input mono"
        role="combobox"
        spellcheck="false"
        autocomplete="off"
        aria-label="Filter runs"
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls=${isOpen ? "filter-entries" : nothing}
        aria-activedescendant=${isOpen && active >= 0 ? `filter-entry-${active}` : nothing}
        aria-invalid=${bad}
        aria-describedby=${bad ? "filter-problem" : nothing}
        placeholder="Filter: metrics.val_auc > 0.9 AND params.max_depth = '8'"
        .value=${view.draft}
        @input=${() => this.#typed()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @scroll=${() => this.#follow()}
      /></span>
      ${isOpen ? this.#list() : nothing}`;
  }

  /** The same text in colours, beneath the field's own, which is not drawn: a field has one colour. */
  #paint(): TemplateResult {
    return html`<span class="filter-paint mono" aria-hidden="true"
      >${filterTokens(this.view.draft).map(({ text, kind }) => html`<span class="filter-${kind}">${text}</span>`)}</span
    >`;
  }

  /** A long filter is moved in its field by the caret. */
  #follow(): void {
    const paint = this.querySelector(".filter-paint");
    if (paint !== null) paint.scrollLeft = this.#input?.scrollLeft ?? 0;
  }

  #list(): TemplateResult {
    return html`<div class="filter-entries" id="filter-entries" role="listbox" aria-label="What may stand here">
      ${this.entries.map(
        ({ label }, at) => html`<div
          class="filter-entry mono ${at === this.active ? "active" : ""}"
          role="option"
          id=${`filter-entry-${at}`}
          aria-selected=${at === this.active}
          @mousedown=${(event: MouseEvent) => {
            event.preventDefault();
            this.#take(at);
          }}
        >
          ${visibleText(label)}
        </div>`,
      )}
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    this.#follow();
    if (changed.has("active")) this.querySelector(".filter-entry.active")?.scrollIntoView({ block: "nearest" });
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(".filter-input");
  }

  get #history(): readonly string[] {
    return this.view.state.history ?? [];
  }

  #typed(): void {
    const text = this.#input?.value ?? "";
    this.view.type(text);
    void this.#open(text.trim() === "" ? undefined : -1);
  }

  /** Absent: nothing is open from now on. */
  async #open(active: number | undefined): Promise<void> {
    const asked = ++this.#asked;
    const input = this.#input;
    if (input === null || active === undefined) return this.#close();
    const caret = input.selectionStart ?? input.value.length;
    const { from, entries, valuesOf } = completionAt(input.value, caret, this.view.catalog.columns);
    const typed = input.value.slice(from, caret);
    if (valuesOf !== undefined && this.#known?.column !== valuesOf) this.#known = { column: valuesOf, texts: await this.texts(valuesOf) };
    const all = valuesOf === undefined ? entries : valueEntries(this.#known?.texts ?? [], typed);
    if (asked !== this.#asked) return;
    // What is typed in full needs no list.
    const isThere = active < 0 && all.length === 1 && all[0]?.insert.trim() === typed;
    this.#isHistory = false;
    this.entries = isThere ? [] : all;
    this.active = Math.min(active, all.length - 1);
  }

  #close(): void {
    this.#asked++;
    this.#known = undefined;
    this.entries = [];
    this.active = -1;
  }

  #openHistory(): void {
    this.#isHistory = true;
    this.entries = this.#history.map((text) => ({ label: text, insert: text }));
    this.active = 0;
  }

  #take(at: number): void {
    const [entry, input] = [this.entries[at], this.#input];
    if (entry === undefined || input === null) return;
    // What was typed since the list was opened belongs to the piece that the entry takes the place of.
    const caretNow = input.selectionStart ?? input.value.length;
    const { from, to } = this.#isHistory
      ? { from: 0, to: input.value.length }
      : completionAt(input.value, caretNow, this.view.catalog.columns);
    const rest = input.value.slice(to);
    const gap = rest === "" && !entry.insert.endsWith("(") ? " " : "";
    input.value = `${input.value.slice(0, from)}${entry.insert}${gap}${rest}`;
    const caret = from + entry.insert.length + gap.length;
    input.setSelectionRange(caret, caret);
    this.#close();
    this.view.type(input.value);
  }

  #key(event: KeyboardEvent): void {
    const isOpen = this.entries.length > 0;
    const isStart = this.#input?.selectionStart === 0;
    if (event.key === " " && event.ctrlKey) void this.#open(0);
    else if (isOpen && event.key === "ArrowDown") this.active = (this.active + 1) % this.entries.length;
    else if (isOpen && event.key === "ArrowUp") this.active = (Math.max(0, this.active) - 1 + this.entries.length) % this.entries.length;
    else if (isOpen && event.key === "Tab" && !event.shiftKey) this.#take(Math.max(0, this.active));
    else if (isOpen && event.key === "Enter" && this.active >= 0) this.#take(this.active);
    else if (event.key === "ArrowUp" && isStart && this.#history.length > 0) this.#openHistory();
    else if (event.key === "Enter") {
      this.#close();
      this.view.apply(this.#input?.value ?? "");
    } else if (event.key === "Escape") {
      if (isOpen) this.#close();
      else this.view.type(this.view.state.filter);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define("slipway-filter-box", FilterBox);
