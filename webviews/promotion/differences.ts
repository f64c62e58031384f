import { html, nothing, type TemplateResult } from "lit";
import type { DifferenceGroup, DifferenceRow } from "#protocol/views/promotion.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { section } from "../ui/section.ts";
import { verdictSign } from "../ui/verdict.ts";
import type { PromotionView } from "./view.ts";

/** Candidate against incumbent: metrics, signature, params, code and data, only what differs. */
export function differencesSection(view: PromotionView): TemplateResult {
  const { page } = view;
  return section({
    name: "differences",
    title: "Candidate against incumbent",
    summary: page.incumbent ? undefined : `nothing is in ${page.to} yet`,
    tools: page.groups.length === 0 ? undefined : linkButton("Copy as Markdown", "Copy the table as Markdown", view.copy),
    folded: view.folded.has("differences"),
    onToggle: view.toggle,
    body: () =>
      page.groups.length === 0
        ? html`<p class="muted">Neither the run nor the files of these versions could be compared.</p>`
        : table(view),
  });
}

function table(view: PromotionView): TemplateResult {
  const { page } = view;
  return html`<table class="box difference-table numbers">
    <thead>
      <tr>
        <th scope="col" class="name-col">Differences only</th>
        <th scope="col" class="candidate-col"><strong>v${page.version}</strong></th>
        <th scope="col" class="incumbent-col">${page.incumbent ? `v${page.incumbent.version} in ${page.to}` : "—"}</th>
        <th scope="col" class="margin-col">Change</th>
        <th scope="col" class="policy-col"><span class="screen-reader-only">Open</span></th>
      </tr>
    </thead>
    ${page.groups.map((group) => groupRows(view, group))}
  </table>`;
}

function groupRows(view: PromotionView, group: DifferenceGroup): TemplateResult {
  const name = `group-${group.title}`;
  const folded = view.folded.has(name);
  const opened = view.opened.has(group.title);
  const rows = opened ? [...group.rows, ...group.equal] : group.rows;
  return html`<tbody class="difference-group" data-group=${group.title}>
    <tr class="group-row ${folded ? "group-folded" : ""}">
      <th scope="rowgroup" colspan="3">
        <div class="group-title"><button type="button" class="section-toggle" aria-expanded=${folded ? "false" : "true"} @click=${() => view.toggle(name)}>
          ${icon(folded ? "chevron-right" : "chevron-down")}<span>${group.title}</span>
        </button>
        <span class="muted small">${group.summary}</span></div>
      </th>
      <td class="policy-col" colspan="2">${groupTool(view, group, opened)}</td>
    </tr>
    ${folded ? nothing : rows.map((row, at) => differenceRow(view, group, row, edges(at, rows.length)))}
  </tbody>`;
}

function groupTool(view: PromotionView, group: DifferenceGroup, opened: boolean): TemplateResult | typeof nothing {
  if (group.equal.length === 0) return nothing;
  const label = opened ? "Show fewer" : "Show all";
  return linkButton(label, `${label}: ${group.equal.length} equal rows of ${group.title}`, () => view.showEqual(group.title));
}

/** Classes of the first and the last row of a group. */
function edges(at: number, count: number): string {
  return `${at === 0 ? "difference-row-first" : ""} ${at === count - 1 ? "difference-row-last" : ""}`;
}

function differenceRow(view: PromotionView, group: DifferenceGroup, row: DifferenceRow, classes: string): TemplateResult {
  const hasDiff = group.title === "Code and data" && row.name === "Commit" && view.page.code?.state === "differs";
  return html`<tr class=${classes}>
    <th scope="row" class="name-col difference-name" title=${row.name}>${row.name} ${badge(row)}</th>
    <td class="candidate-col" title=${row.tooltip ?? row.candidate}>${row.candidate || "—"}</td>
    <td class="incumbent-col" title=${row.incumbent}>${row.incumbent || "—"}</td>
    <td class="margin-col change" colspan=${hasDiff ? 1 : 2} title=${row.change || nothing}>${change(row)}</td>
    ${hasDiff ? html`<td class="policy-col">${openDiff(view)}</td>` : nothing}
  </tr>`;
}

function openDiff(view: PromotionView): TemplateResult {
  const label = "Open the code's changes";
  return html`<button type="button" class="link open-diff" title=${label} @click=${view.openDiff}>
    <span>Open diff</span>${icon("diff")}</button>`;
}

function badge(row: DifferenceRow): TemplateResult | typeof nothing {
  if (row.badge === undefined) return nothing;
  return html`<span class="badge">${row.badge === "breaking" ? icon("warning", "breaking-icon") : nothing}${row.badge}</span>`;
}

/** Numbers and factors stand in a column of their own, words follow it. */
function change(row: DifferenceRow): TemplateResult {
  if (row.verdict) return html`<span class="delta">${row.change}</span> ${verdictSign(row.verdict)}`;
  return /^[+−×]/.test(row.change) ? html`<span class="delta">${row.change}</span>` : html`${row.change}`;
}
