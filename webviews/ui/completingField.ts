import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TextPlace } from "#registry/model/errors.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import type { CompletionEntry, FieldCompletion } from "./fieldCompletion.ts";
import { type FieldToken, markedTokens } from "./markedTokens.ts";
import { PageElement } from "./page.ts";

/** What a field is called. */
export interface FieldWords {
  /** Begins the ids of its parts: once on a page. `NAME-problem` is what is wrong with the text, which stands elsewhere. */
  readonly id: string;
  /** For screen readers. */
  readonly label: string;
  readonly placeholder: string;
}

/**
 * A field for one line of a small language, coloured, with a wavy line under what cannot be understood. Ctrl+Space and typing open what may stand at the caret,
 * Up at the start what was used before; Down and Up choose, Enter and Tab take, Escape closes. Enter and Escape with nothing open are the owner's.
 */
export abstract class CompletingField extends PageElement {
  static override properties = {
    entries: { state: true },
    active: { state: true },
  };
  declare private entries: readonly CompletionEntry[];
  declare private active: number;
  /** The entries are texts that were used: one takes the place of all. */
  #isHistory = false;
  /** The text that was drawn last. */
  #drawn: string | undefined;
  #asked = 0;

  constructor() {
    super();
    this.entries = [];
    this.active = -1;
    this.addEventListener("focusout", () => this.#close());
  }

  protected abstract get words(): FieldWords;
  /** What the field holds. */
  protected abstract readonly text: string;
  /** What cannot be understood: of the text that was judged, and where in the text as it stands now. */
  protected abstract readonly wrong: { readonly place: TextPlace | undefined } | undefined;
  protected abstract tokens(text: string): readonly FieldToken[];
  /** The piece at the caret that an entry takes the place of. */
  protected abstract pieceAt(text: string, caret: number): Pick<FieldCompletion, "from" | "to">;
  /** A promise where something has to be asked for; no key is ahead of a list that needs none. */
  protected abstract complete(text: string, caret: number): FieldCompletion | Promise<FieldCompletion>;
  protected abstract typed(text: string): void;
  protected abstract entered(text: string): void;
  protected abstract escaped(): void;

  /** Texts that were used, latest first. */
  protected get history(): readonly string[] {
    return [];
  }

  /** The list was closed. */
  protected closed(): void {}

  override render(): TemplateResult {
    const { entries, active, wrong, words } = this;
    const isOpen = entries.length > 0;
    return html`<span class="field-line">${this.#paint()}<input
        type="text"
        class="field-input mono"
        role="combobox"
        spellcheck="false"
        autocomplete="off"
        aria-label=${words.label}
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls=${isOpen ? `${words.id}-entries` : nothing}
        aria-activedescendant=${isOpen && active >= 0 ? `${words.id}-entry-${active}` : nothing}
        aria-invalid=${wrong !== undefined}
        aria-describedby=${wrong ? `${words.id}-problem` : nothing}
        placeholder=${words.placeholder}
        .value=${this.text}
        @input=${() => this.#typed()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @scroll=${() => this.#follow()}
      /></span>
      ${isOpen ? this.#list() : nothing}`;
  }

  /** The same text in colours, beneath the field's own, which is not drawn: a field has one colour. */
  #paint(): TemplateResult {
    const pieces = markedTokens(this.tokens(this.text), this.wrong?.place);
    return html`<span class="field-paint mono" aria-hidden="true"
      >${pieces.map(({ text, kind, isWrong }) => html`<span class="token-${kind} ${isWrong ? "squiggle" : ""}">${text}</span>`)}</span
    >`;
  }

  /** A long text is moved in its field by the caret. */
  #follow(): void {
    const paint = this.querySelector(".field-paint");
    if (paint !== null) paint.scrollLeft = this.input?.scrollLeft ?? 0;
  }

  #list(): TemplateResult {
    const { id } = this.words;
    return html`<div class="field-entries" id=${`${id}-entries`} role="listbox" aria-label="What may stand here">
      ${this.entries.map(
        ({ label }, at) => html`<div
          class="field-entry mono ${at === this.active ? "active" : ""}"
          role="option"
          id=${`${id}-entry-${at}`}
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
    // Where it stands is asked only after its own change: the page around it would have to be laid out for the answer.
    if (this.#drawn !== this.text) this.#follow();
    this.#drawn = this.text;
    if (changed.has("active")) this.querySelector(".field-entry.active")?.scrollIntoView({ block: "nearest" });
  }

  protected get input(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(".field-input");
  }

  #typed(): void {
    const text = this.input?.value ?? "";
    this.typed(text);
    void this.#open(text.trim() === "" ? undefined : -1);
  }

  /** Absent: nothing is open from now on. */
  async #open(active: number | undefined): Promise<void> {
    const asked = ++this.#asked;
    const { input } = this;
    if (input === null || active === undefined) return this.#close();
    const caret = input.selectionStart ?? input.value.length;
    const told = this.complete(input.value, caret);
    const { from, entries: all } = told instanceof Promise ? await told : told;
    if (asked !== this.#asked) return;
    // What is typed in full needs no list.
    const isThere = active < 0 && all.length === 1 && all[0]?.insert.trim() === input.value.slice(from, caret);
    this.#isHistory = false;
    this.entries = isThere ? [] : all;
    this.active = Math.min(active, all.length - 1);
  }

  #close(): void {
    this.#asked++;
    this.entries = [];
    this.active = -1;
    this.closed();
  }

  #openHistory(): void {
    this.#isHistory = true;
    this.entries = this.history.map((text) => ({ label: text, insert: text }));
    this.active = 0;
  }

  #take(at: number): void {
    const [entry, input] = [this.entries[at], this.input];
    if (entry === undefined || input === null) return;
    const { from, to } = this.#isHistory
      ? { from: 0, to: input.value.length }
      : // What was typed since the list was opened belongs to the piece that the entry takes the place of.
        this.pieceAt(input.value, input.selectionStart ?? input.value.length);
    const rest = input.value.slice(to);
    const gap = rest === "" && !entry.insert.endsWith("(") ? " " : "";
    input.value = `${input.value.slice(0, from)}${entry.insert}${gap}${rest}`;
    const caret = from + entry.insert.length + gap.length;
    input.setSelectionRange(caret, caret);
    this.#close();
    this.typed(input.value);
  }

  #key(event: KeyboardEvent): void {
    const isOpen = this.entries.length > 0;
    const isStart = this.input?.selectionStart === 0;
    if (event.key === " " && event.ctrlKey) void this.#open(0);
    else if (isOpen && event.key === "ArrowDown") this.active = (this.active + 1) % this.entries.length;
    else if (isOpen && event.key === "ArrowUp") this.active = (Math.max(0, this.active) - 1 + this.entries.length) % this.entries.length;
    else if (isOpen && event.key === "Tab" && !event.shiftKey) this.#take(Math.max(0, this.active));
    else if (isOpen && event.key === "Enter" && this.active >= 0) this.#take(this.active);
    else if (event.key === "ArrowUp" && isStart && this.history.length > 0) this.#openHistory();
    else if (event.key === "Enter") {
      this.#close();
      this.entered(this.input?.value ?? "");
    } else if (event.key === "Escape") {
      if (isOpen) this.#close();
      else this.escaped();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
