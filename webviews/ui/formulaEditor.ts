import { html, nothing, type TemplateResult } from "lit";
import { formulaText } from "#registry/model/compare/formula.ts";
import type { RegistryError } from "#registry/model/errors.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { CompletingField } from "./completingField.ts";
import { formulaCompletion, formulaPiece, formulaProblem, formulaTokens } from "./formulaText.ts";
import { icon, iconButton } from "./icon.ts";
import type { FieldToken } from "./markedTokens.ts";
import { PageElement } from "./page.ts";

/** What a page calls the field and what becomes of a formula. */
export interface FormulaWords {
  /** For screen readers. */
  readonly label: string;
  /** On the button. */
  readonly act: string;
  /** A sentence on which values it is made of, without its full stop. */
  readonly from: string;
}

/** Where a formula is typed, and what is wrong with it once it was entered. */
export class FormulaEditor extends PageElement {
  static override properties = {
    start: { attribute: false },
    words: { attribute: false },
    metrics: { attribute: false },
    apply: { attribute: false },
    close: { attribute: false },
    draft: { state: true },
    problem: { state: true },
  };
  /** What the field holds at first. */
  declare start: string;
  declare words: FormulaWords;
  /** Keys of the metrics that can be named. */
  declare metrics: readonly string[];
  declare apply: (formula: string) => void;
  declare close: () => void;
  declare draft: string;
  declare problem: RegistryError | undefined;
  /** The text that `problem` is about. */
  judged = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.draft = this.start;
  }

  protected override async firstUpdated(): Promise<void> {
    // The field draws itself after this.
    await this.querySelector<FormulaField>("slipway-formula-field")?.updateComplete;
    const input = this.querySelector<HTMLInputElement>("input");
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }

  override render(): TemplateResult {
    const { problem, words } = this;
    return html`<div class="field-box ${problem ? "field-bad" : ""}">
        ${icon("symbol-operator")}<slipway-formula-field .editor=${this} .draft=${this.draft} .problem=${problem}></slipway-formula-field>
        <button type="button" class="button" @click=${() => this.enter(this.draft)}>${words.act}</button>
        ${iconButton("close", "Close without a change (Escape)", () => this.close())}
      </div>
      ${
        problem
          ? html`<p class="field-problem" id="formula-problem" role="alert">${visibleText(problem.message)} ${problem.next}</p>`
          : html`<p class="muted small" id="formula-hint">Metrics, numbers, + - * / ^, parentheses and log, log10, exp, sqrt, abs, min, max. ${words.from}. Ctrl+Space lists the metrics.</p>`
      }`;
  }

  type(text: string): void {
    this.draft = text;
    // Mended, it is not wrong any more; what else is being typed is judged when it is entered.
    if (this.problem && formulaProblem(text, new Set(this.metrics)) === undefined) this.problem = undefined;
  }

  enter(text: string): void {
    this.problem = formulaProblem(text, new Set(this.metrics));
    this.judged = text;
    if (this.problem === undefined) this.apply(formulaText(text));
    else this.querySelector("input")?.focus();
  }
}

/** The field itself. */
export class FormulaField extends CompletingField {
  static override properties = {
    ...CompletingField.properties,
    editor: { attribute: false },
    draft: { attribute: false },
    problem: { attribute: false },
  };
  declare editor: FormulaEditor;
  declare draft: string;
  declare problem: RegistryError | undefined;

  protected override get words() {
    return { id: "formula", label: this.editor.words.label, placeholder: "= 1 - val_acc" };
  }

  protected override get text(): string {
    return this.draft;
  }

  protected override get wrong() {
    const { problem, draft, editor } = this;
    return problem && { place: draft === editor.judged ? problem.place : undefined };
  }

  protected override tokens(text: string): readonly FieldToken[] {
    return formulaTokens(text);
  }

  protected override pieceAt(text: string, caret: number) {
    return formulaPiece(text, caret);
  }

  protected override complete(text: string, caret: number) {
    return formulaCompletion(text, caret, this.editor.metrics);
  }

  protected override typed(text: string): void {
    this.editor.type(text);
  }

  protected override entered(text: string): void {
    this.editor.enter(text);
  }

  protected override escaped(): void {
    this.editor.close();
  }
}

customElements.define("slipway-formula-editor", FormulaEditor);
customElements.define("slipway-formula-field", FormulaField);

/** The editor in a template; nothing where no formula is typed. `apply` gets the formula as it is kept. */
export function formulaEditor(
  start: string | undefined,
  words: FormulaWords,
  metrics: readonly string[],
  acts: Pick<FormulaEditor, "apply" | "close">,
): TemplateResult | typeof nothing {
  if (start === undefined) return nothing;
  return html`<slipway-formula-editor .start=${start} .words=${words} .metrics=${metrics} .apply=${acts.apply} .close=${acts.close}></slipway-formula-editor>`;
}
