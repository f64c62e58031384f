import { html, nothing, type TemplateResult } from "lit";
import { columnType, sourceAddress, sourceText } from "#registry/model/datasetWords.ts";
import type { DatasetSchema, DatasetSource, RunDataset } from "#registry/model/types.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { linkButton } from "../ui/icon.ts";
import type { RunPageView } from "./view.ts";

/** A schema with more columns begins folded. */
const mostOpen = 8;

/** The data sets that the run read: version, where they came from, which columns they have. */
export function datasets(view: RunPageView): TemplateResult {
  return html`<table class="run-texts"><colgroup><col class="run-text-name"><col></colgroup>
    <thead class="screen-reader-only"><tr><th scope="col">Data set</th><th scope="col">What is known of it</th></tr></thead><tbody>${view.data.datasets.map(
      (
        set,
      ) => html`<tr data-dataset=${set.name}><th scope="row"><span class="cut" title=${visibleText(set.name)}>${visibleText(set.name)}</span></th>
      <td><div>${version(set)}</div>${set.source ? source(view, set.source) : nothing}${set.schema ? schema(set.name, set.schema) : nothing}</td></tr>`,
    )}</tbody></table>`;
}

function version({ context, rows, digest }: RunDataset): string {
  return [context, rows === undefined ? "" : `${rows.toLocaleString("en-US")} rows`, digest === "" ? "" : `digest ${digest}`]
    .filter((part) => part !== "")
    .map(visibleText)
    .join(" · ");
}

/** A link where it leads somewhere: to a file that is in the workspace, or an https address. */
function source(view: RunPageView, said: DatasetSource): TemplateResult | typeof nothing {
  const text = visibleText(sourceText(said));
  if (text === "") return nothing;
  const address = sourceAddress(said);
  const link = view.filesHere.has(said.where)
    ? linkButton("Open file", `Open ${visibleText(said.where)} of the workspace`, () => view.openFile(said.where))
    : address === undefined
      ? nothing
      : linkButton("Open in browser", `Open ${visibleText(address)}`, () => view.openAddress(address));
  return html`<div class="dataset-source"><span class="muted">from</span> ${text} ${link}</div>`;
}

function schema(name: string, { columns, total }: DatasetSchema): TemplateResult {
  const left = total - columns.length;
  return html`<details class="dataset-schema" ?open=${total <= mostOpen}><summary>${total === 1 ? "1 column" : `${total} columns`}</summary>
    <table><caption class="screen-reader-only">Columns of ${visibleText(name)}</caption>
      <thead><tr><th scope="col">Column</th><th scope="col">Type</th></tr></thead>
      <tbody>${columns.map((column) => html`<tr><th scope="row">${visibleText(column.name)}</th><td>${visibleText(columnType(column))}</td></tr>`)}</tbody></table>
    ${left > 0 ? html`<p class="muted">${left} more</p>` : nothing}</details>`;
}
