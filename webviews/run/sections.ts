import { html, nothing, type TemplateResult } from "lit";
import { visibleText } from "#registry/model/visibleText.ts";
import type { ArtifactChosen } from "../ui/artifactTree.ts";
import "../ui/artifactPreview.ts";
import "../ui/artifactTree.ts";
import { section } from "../ui/section.ts";
import { model, note, related, source } from "./around.ts";
import { datasets } from "./data.ts";
import { countText, found, type Listed, type Searched } from "./found.ts";
import { metricsTable } from "./metrics.ts";
import { textsTable } from "./texts.ts";
import type { RunPageView } from "./view.ts";

/** What was measured at the left, what it was made of at the right; on a narrow page below each other. `more` asks for more rows of a list. */
export function sections(view: RunPageView, asked: Readonly<Record<string, number>>, more: (name: string) => void): TemplateResult {
  const { data, state } = view;
  const part = (name: string, title: string, summary: string, body: () => TemplateResult) =>
    section({
      name,
      title,
      summary,
      folded: state.folded.includes(name),
      onToggle: () => view.change({ ...state, folded: turned(state.folded, name) }),
      body,
    });
  const list = <T extends Searched>(name: string, title: string, rows: readonly T[], table: (listed: Listed<T>) => TemplateResult) => {
    const matching = found(rows, state.search);
    const listed = { all: rows, matching, asked: asked[name] ?? 0, more: () => more(name) };
    return part(name, title, countText(matching.length, rows.length), () => table(listed));
  };
  return html`${search(view)}<div class="run-columns"><div>
    ${list("metrics", "Metrics", data.metrics, (listed) => metricsTable(view, listed))}
    ${data.systemMetrics.length === 0 ? nothing : list("system", "System metrics", data.systemMetrics, (listed) => metricsTable(view, listed))}
    ${part("artifacts", "Artifacts", "", () => artifacts(view))}
  </div><div>
    ${list("params", "Params", data.params, (listed) => textsTable(view, listed, "param"))}
    ${part("note", "Note", "", () => note(view))}
    ${list("tags", "Tags", data.tags, (listed) => textsTable(view, listed, "tag"))}
    ${data.datasets.length === 0 ? nothing : part("data", "Data", countText(data.datasets.length, data.datasets.length), () => datasets(view))}
    ${Object.values(data.source).every((value) => value === "" || value === false) ? nothing : part("source", "Source", "", () => source(view))}
    ${data.versions.length === 0 ? nothing : part("model", "Model", view.model?.version ?? "", () => model(view.model))}
    ${data.parent === undefined && data.children.length === 0 ? nothing : part("related", "Parent and children", "", () => related(view))}
    ${data.ownTags.length === 0 ? nothing : list("ownTags", "MLflow's tags", data.ownTags, (listed) => textsTable(view, listed, "tag"))}
  </div></div>`;
}

function turned(folded: readonly string[], name: string): readonly string[] {
  return folded.includes(name) ? folded.filter((other) => other !== name) : [...folded, name];
}

function search({ state, change }: RunPageView): TemplateResult {
  return html`<div class="run-search" role="search"><input type="search" class="input" placeholder="Search metrics, params and tags" aria-label="Search metrics, params and tags"
    .value=${state.search} @input=${(event: Event) => change({ ...state, search: (event.target as HTMLInputElement).value })}></div>`;
}

/** The tree, and beside it the file that is chosen. */
function artifacts(view: RunPageView): TemplateResult {
  const { data, state, change } = view;
  const chosen = state.artifact ?? "";
  return html`<div class="run-artifacts"><slipway-artifact-tree .runId=${data.id} .edition=${view.edition} .reader=${view.artifacts} .chosen=${chosen}
      @artifact-chosen=${({ detail }: ArtifactChosen) => change({ ...state, artifact: detail.path })}></slipway-artifact-tree>
    ${
      chosen === ""
        ? nothing
        : html`<div class="run-preview"><h3 class="cut" title=${visibleText(chosen)}>${visibleText(chosen)}</h3><slipway-artifact-preview .runId=${data.id} .path=${chosen} .run=${""} .edition=${view.edition} .reader=${view.artifacts}></slipway-artifact-preview></div>`
    }</div>`;
}
