import { html, nothing, type TemplateResult } from "lit";
import type { Explanation, Factor, RelationState } from "#protocol/views/compareRelation.ts";
import { clipped } from "#registry/model/clipped.ts";
import { formatMetrics } from "#registry/model/format.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { menu } from "../ui/menu.ts";
import type { RelationStore } from "./relationStore.ts";
import type { CompareView } from "./view.ts";

/** Below this a relation is not put down to chance. */
const significant = 0.05;
const mostShown = 10;
const mostMetrics = 60;
/** Characters of a name or value; all of them are in the tooltip or the table of the runs. */
const longestText = 60;

/** Which params go with a metric, with the method, the number of runs and the chance named: it is read as a cause too easily. */
export function explained(
  view: CompareView,
  store: RelationStore,
  state: RelationState,
  metric: string | undefined,
): TemplateResult | typeof nothing {
  if (metric === undefined) return nothing;
  store.explanation.want({ runIds: view.data.runs.map((run) => run.id), metric, params: view.data.params.map(({ key }) => key) });
  const { value, problem } = store.explanation.last;
  const items = view.metrics.rows.slice(0, mostMetrics).map(({ metric: { key } }) => ({
    label: visibleText(key),
    checked: key === metric,
    run: () => view.change({ ...view.state, relation: { ...state, explained: key } }),
  }));
  return html`<section class="explained" aria-label="What explains a metric">
    <h3 class="explained-title">What goes with ${menu("Metric to explain", visibleText(metric), items)}</h3>
    ${problem ? html`<p role="alert">${visibleText(problem.message)} ${visibleText(problem.next)}</p>` : nothing}
    ${value ? table(value, metric) : nothing}
  </section>`;
}

function table(value: Explanation, metric: string): TemplateResult {
  const { factors, n, fewest, left, isPartial } = value;
  if (factors.length === 0) {
    const why =
      n < fewest
        ? `too few to tell what goes with it: ${fewest} are needed`
        : "and no param of theirs differs in a way that could be ranked";
    return html`<p class="muted">${n === 1 ? "1 run has" : `${n} runs have`} a value of ${visibleText(metric)}, ${why}.</p>`;
  }
  const shown = factors.slice(0, mostShown);
  const rest = factors.length - shown.length + left;
  return html`<p class="muted small explained-note">Not a cause: params that were changed together are not told apart. ${isPartial ? "The newest" : "All"} ${n} runs with a value.
      Numbers: Spearman's rank correlation ρ; words: Kruskal-Wallis between values. p: permutation test, Bonferroni for ${factors.length === 1 ? "1 param" : `${factors.length} params`}.</p>
    <table class="explained-table"><caption class="screen-reader-only">Params by how much they go with ${visibleText(metric)}</caption>
      <thead><tr><th scope="col">Param</th><th scope="col" class="numbers">Share of ranks</th><th scope="col">How</th><th scope="col" class="numbers">n</th><th scope="col" class="numbers">p</th></tr></thead>
      <tbody>${shown.map(row)}</tbody></table>
    ${rest > 0 ? html`<p class="muted small">${rest === 1 ? "1 more param" : `${rest} more params`}: weaker, or each run has its own value, or too few runs have it.</p>` : nothing}`;
}

function row(factor: Factor): TemplateResult {
  const { p } = factor;
  const name = visibleText(factor.param);
  return html`<tr data-factor=${factor.param}><th scope="row" title=${name}>${clipped(name, longestText)}</th>
    <td class="numbers"><meter min="0" max="1" value=${factor.share} aria-label="Share of ranks"></meter><span class="explained-share">${Math.round(factor.share * 100)} %</span></td>
    <td class="explained-how">${how(factor)}</td><td class="numbers">${factor.n}</td>
    <td class="numbers">${p === undefined ? "" : p >= significant ? html`<span class="muted">${shortP(p)}, may be chance</span>` : shortP(p)}</td></tr>`;
}

function how({ rho, groups = [] }: Factor): string {
  if (rho !== undefined) return `${rho > 0 ? "rises" : "falls"} with it, ρ ${rho.toFixed(2).replace("-", "−")}`;
  const means = formatMetrics(groups.map(({ mean }) => mean));
  return groups.map(({ value, n }, index) => `${clipped(visibleText(value), longestText)}: mean ${means[index]} (n ${n})`).join(", ");
}

function shortP(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
