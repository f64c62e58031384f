import type { MetricCell } from "#registry/model/compare/metricRow.ts";
import { visibleText } from "#registry/model/visibleText.ts";

/** One row of the page; a cell without a value is empty. */
export interface HtmlRow {
  readonly key: string;
  readonly cells: readonly (string | null)[];
  /** Absent: what is not the baseline's text differs. */
  readonly differs?: readonly boolean[];
}

export interface HtmlMetric {
  readonly key: string;
  readonly better: "higher" | "lower" | undefined;
  readonly cells: readonly MetricCell[];
  /** In full, for the tooltip. */
  readonly values: readonly (number | undefined)[];
  /** Of groups: what stands beside each mean. */
  readonly beside?: readonly string[];
}

/** What the page says. */
export interface HtmlPage {
  /** `runs`, `groups of runs`: what stands in the columns. */
  readonly what: string;
  /** Names of the runs or groups, the baseline first. */
  readonly runs: readonly { readonly name: string; readonly id: string }[];
  /** Where the runs are: `mlflow.db`. */
  readonly source: string;
  readonly metrics: readonly HtmlMetric[];
  readonly params: readonly HtmlRow[];
  readonly data: readonly HtmlRow[];
  readonly tags: readonly HtmlRow[];
  /** What the numbers can't tell; empty: nothing. */
  readonly note: string;
  /** Rows that are equal and left out. */
  readonly hidden: number;
}

/**
 * A comparison as one page that needs nothing else: no script, no network, no font of elsewhere. For the artifact of a pull request, where it is
 * opened by whoever reviews it; so every text is escaped, and a policy forbids all but its own style.
 */
export function comparisonPage(page: HtmlPage): string {
  const [baseline] = page.runs;
  const title = `Compare: ${page.runs.map(({ name }) => name).join(", ")}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${page.runs.length} ${page.what} of ${text(page.source)}</h1>
<p>The others are compared with <strong>${text(baseline?.name ?? "")}</strong>, the baseline.</p>
${table("Metrics", page.runs, page.metrics.map(metricRow))}
${page.note === "" ? "" : `<p class="muted">${text(page.note)}</p>`}
${table("Params", page.runs, page.params.map(textRow))}
${table("Data", page.runs, page.data.map(textRow))}
${table("Tags", page.runs, page.tags.map(textRow))}
${page.hidden === 0 ? "" : `<p class="muted">${page.hidden} equal ${page.hidden === 1 ? "row is" : "rows are"} left out: --all shows them.</p>`}
</main>
</body>
</html>
`;
}

function table(name: string, runs: HtmlPage["runs"], rows: readonly string[]): string {
  if (rows.length === 0) return "";
  const heads = runs.map(
    (run, index) =>
      `<th scope="col" title="${text(run.id)}">${text(run.name)}${index === 0 ? ' <span class="muted">baseline</span>' : ""}</th>`,
  );
  return `<div class="scroll" tabindex="0" role="group" aria-label="${name}"><table><caption>${name}</caption>
<thead><tr><th scope="col">Name</th>${heads.join("")}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>`;
}

function metricRow({ key, better, cells, values, beside }: HtmlMetric): string {
  const direction = better === undefined ? "" : ` <span class="muted">${better === "higher" ? "↑ higher?" : "↓ lower?"}</span>`;
  const shown = cells.map((cell, index) => {
    if (cell.text === "") return '<td class="number muted">no value</td>';
    const verdict =
      cell.verdict === undefined ? "" : ` <span class="${cell.verdict}">${cell.verdict === "better" ? "▲" : "▼"} ${cell.verdict}</span>`;
    const delta = cell.delta === "" ? "" : ` <span class="muted">${text(cell.delta)}</span>`;
    return `<td class="number" title="${text(String(values[index]))}">${cell.best ? "★ <strong>" : ""}${text(cell.text)}${cell.best ? "</strong>" : ""}${delta}${verdict}${besideOf(beside?.[index])}</td>`;
  });
  return `<tr><th scope="row">${text(key)}${direction}</th>${shown.join("")}</tr>`;
}

function besideOf(words = ""): string {
  return words === "" ? "" : `<br><span class="muted">${text(words)}</span>`;
}

function textRow({ key, cells, differs: told }: HtmlRow): string {
  const [baseline] = cells;
  const shown = cells.map((cell, index) => {
    const differs = told?.[index] ?? (index > 0 && cell !== baseline);
    return `<td${differs ? ' class="differs"' : ""}>${cell === null ? '<span class="muted">not set</span>' : text(cell)}</td>`;
  });
  return `<tr><th scope="row">${text(key)}</th>${shown.join("")}</tr>`;
}

/** For the content of an element and for an attribute in double quotes. */
function text(value: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return visibleText(value).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** Light or dark as the reader's system is; the bar says what differs without colour, too. */
const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: CanvasText; background: Canvas; }
main { max-width: max-content; padding: 16px 24px; }
h1 { font-size: 18px; font-weight: 600; }
.scroll { overflow-x: auto; margin: 24px 0; }
table { border-collapse: collapse; }
caption { font-weight: 600; text-align: left; }
th, td { padding: 2px 16px 2px 8px; border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); font-weight: 400; text-align: left; vertical-align: top; max-width: 40ch; overflow-wrap: break-word; }
th:first-child { position: sticky; left: 0; background: Canvas; }
thead th { font-weight: 600; }
[aria-label=Metrics] thead th + th { text-align: right; }
.differs { box-shadow: inset 3px 0 Highlight; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.muted { color: color-mix(in srgb, CanvasText 70%, Canvas); font-weight: 400; }
.better { color: light-dark(#17692c, #73c991); }
.worse { color: light-dark(#a1260d, #f88070); }
`;
