import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { KeyValue } from "#registry/model/types.ts";
import { visibleLines, visibleText } from "#registry/model/visibleText.ts";
import { iconButton } from "../ui/icon.ts";
import { type Listed, shownPart } from "./found.ts";
import type { RunPageView } from "./view.ts";

/** A value may be a whole file; its beginning tells what it is, and a copy has all of it. */
const mostOfValue = 2000;

/** Params or tags: names and values, which can be copied. */
export function textsTable(view: RunPageView, listed: Listed<KeyValue>, what: string): TemplateResult {
  if (listed.all.length === 0) return html`<p class="muted">The run has no ${what}s.</p>`;
  if (listed.matching.length === 0) return html`<p class="muted">No ${what} matches the search.</p>`;
  const { rows, showMore } = shownPart(listed);
  // The head is not seen, and the browser takes the widths of columns from the first row.
  return html`<table class="run-texts">
    <colgroup><col class="run-text-name"><col><col class="run-text-copy"></colgroup>
    <thead class="screen-reader-only"><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Copy</th></tr></thead>
    <tbody>${repeat(
      rows,
      ({ key }) => key,
      ({ key, value }) => {
        const name = visibleText(key);
        return html`<tr><th scope="row"><span class="cut" title=${name}>${name}</span></th>
          <td class="run-value">${visibleLines(value.slice(0, mostOfValue))}${value.length > mostOfValue ? "…" : nothing}</td>
          <td class="run-copy">${iconButton("copy", `Copy the value of ${name}`, () => view.copy(value, name))}</td></tr>`;
      },
    )}</tbody>
  </table>${showMore}`;
}
