import { html, nothing, type TemplateResult } from "lit";
import { mostFormulas, writtenMetric } from "#registry/model/compare/formula.ts";
import { type FormulaWords, formulaEditor } from "../ui/formulaEditor.ts";
import { icon } from "../ui/icon.ts";
import type { RunsView } from "./view.ts";

const words: FormulaWords = {
  label: "Formula of a column and a chart",
  act: "Show",
  from: "The column is of each run's values in this table, the chart of the steps that all of its metrics have",
};

/** Opens the field for another formula; nothing where no run has a metric. */
export function formulaButton({ catalog, state, formula, typeFormula }: RunsView): TemplateResult | typeof nothing {
  if (!catalog.columns.some(({ kind, isFormula }) => kind === "metric" && !isFormula)) return nothing;
  const isFull = (state.formulas?.length ?? 0) >= mostFormulas;
  const title = isFull
    ? `There are ${mostFormulas} formulas: remove one first`
    : "Show a formula over metrics, such as = 1 - val_acc, as a column and a chart";
  return html`<button type="button" class="plain-button formula-button" title=${title} aria-label="Formula…" aria-expanded=${formula !== undefined}
    ?disabled=${isFull && formula === undefined} @click=${() => typeFormula(formula ? undefined : { text: "= " })}
    >${icon("symbol-operator")} <span class="formula-word">Formula…</span></button>`;
}

/** The field, while a formula is typed. */
export function formulaField({ catalog, formula, typeFormula, showFormula }: RunsView): TemplateResult | typeof nothing {
  if (formula === undefined) return nothing;
  const metrics = catalog.columns.flatMap(({ kind, key, isFormula }) =>
    kind === "metric" && !isFormula && writtenMetric(key) !== undefined ? key : [],
  );
  return formulaEditor(formula.text, words, metrics, {
    apply: (text) => showFormula(text, formula.of),
    close: () => typeFormula(undefined),
  });
}
