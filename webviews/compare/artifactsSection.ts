import { visibleProblemText } from "../ui/visibleProblem.ts";
import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import type { ArtifactTable } from "#protocol/views/artifacts.ts";
import { type ArtifactsState, newArtifactsState } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { copyMenu, type MenuItem, menu } from "../ui/menu.ts";
import { section } from "../ui/section.ts";
import { isPicture } from "./artifactPaths.ts";
import { type ArtifactRow, artifactRows, artifactsSummary, differs, type HashOf } from "./artifactRows.ts";
import type { ArtifactStore } from "./artifactStore.ts";
import "./artifactsTable.ts";
import { baselineName } from "./changesSection.ts";
import { artifactsAsTable } from "./copy.ts";
import { asMembers, groupMembers, judgedMetrics } from "./groupMembers.ts";
import { mostColumns, withFold } from "./state.ts";
import type { CompareView } from "./view.ts";

/** Of more runs the artifacts are listed only when the section is opened: each is several questions to a server. */
const mostListedFolded = 10;
/** Runs whose contents are read to be held against the baseline's; of more, sizes tell. */
const mostHashed = 30;

/** Metrics that a menu offers: more could not be read. */
const mostJudged = 20;

const pictureModes: Readonly<Record<ArtifactsState["pictures"], string>> = {
  beside: "side by side",
  swipe: "swipe",
  difference: "difference",
};

/** What the runs logged as files, by path. */
export function artifactsSection(view: CompareView, store: ArtifactStore, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { state, data } = view;
  const isFolded = state.folded.includes("artifacts");
  const runIds = (data.runs.length > mostColumns ? view.shownRuns : data.runs).map((run) => run.id);
  if (!isFolded || runIds.length <= mostListedFolded) store.table.want({ runIds });
  if (isFolded) store.wantHashes([]);
  const rows = rowsOf(view, store);
  const chosen = state.artifacts ?? newArtifactsState();
  const shown = rows?.filter((row) => !chosen.differencesOnly || !isEqual(row)) ?? [];
  return section({
    name: "artifacts",
    title: "Artifacts",
    summary: rows && summary(view, rows),
    tools: html`${more}${view.shown.length > 1 ? differencesOnly(view, chosen, (rows?.length ?? 0) - shown.length) : nothing}
      ${view.shown.length > 1 && shown.some((row) => row.paths.some(isPicture)) ? pictures(view, chosen) : nothing}
      ${copyMenu("artifacts", (format) => view.copy(artifactsAsTable(shown, copiedNames(view)), format, "artifacts"))}`,
    folded: isFolded,
    onToggle: (name) => view.change(withFold(state, name)),
    body: () => body(view, store, shown, rows?.length),
  });
}

/** Files are of runs: one run of each group stands in its column. */
export function artifactsOfGroups(view: CompareView, store: ArtifactStore): TemplateResult {
  const { best, members } = groupMembers(view, view.state.artifacts?.of);
  return artifactsSection(asMembers(view, members), store, memberTool(view, best?.metric.key));
}

/** Which run of each group it is. */
function memberTool(view: CompareView, best: string | undefined): TemplateResult {
  const chosen = view.state.artifacts ?? newArtifactsState();
  const take = (of: ArtifactsState["of"]) => () =>
    view.change({ ...view.state, artifacts: { ...chosen, ...(of === undefined ? {} : { of }) } });
  const items = [
    ...judgedMetrics(view)
      .slice(0, mostJudged)
      .map(({ metric: { key } }): MenuItem => ({ label: `Best ${visibleText(key)}`, checked: key === best, run: take(`best:${key}`) })),
    { label: "First run", checked: best === undefined, run: take("first") },
  ];
  const label = best === undefined ? "first run" : `best ${visibleText(best)}`;
  return html`<span class="tool"><span class="muted band-word">Of each group</span>${menu("Run of each group", label, items)}</span>`;
}

/** Of groups with the run that it is. */
function copiedNames({ shown, shownRuns, groups, members }: CompareView): string[] {
  return shownRuns.map(({ name }, at) => (members ? `${groups[shown[at] ?? 0]?.name}: ${name}` : name));
}

/** Of the last answer, which may be of other runs while the next is on its way: those stand as not listed. */
function rowsOf(view: CompareView, store: ArtifactStore): ArtifactRow[] | undefined {
  const { value, of } = store.table.last;
  if (value === undefined || of === undefined) return undefined;
  const shown = view.shownRuns.map((run) => run.id);
  const unread = new Set(shown.slice(mostHashed));
  const hashOf: HashOf = (runId, path) => (unread.has(runId) ? null : store.hashOf(runId, path));
  return artifactRows(value, of.runIds, shown, view.data.runs[0]?.id ?? "", hashOf);
}

/** Known to be the same everywhere; what is not known yet stays on the screen. */
function isEqual(row: ArtifactRow): boolean {
  return !differs(row) && row.cells.every(({ state }) => state === "same" || state === "baseline");
}

function summary(view: CompareView, rows: readonly ArtifactRow[]): string {
  if (rows.length === 0) return "";
  const names = view.shown.map((index) => view.names[index] ?? "");
  return `${view.members ? "of one run of each group · " : ""}${artifactsSummary(rows, names)}`;
}

function differencesOnly(view: CompareView, chosen: ArtifactsState, hidden: number): TemplateResult {
  const take = () => view.change({ ...view.state, artifacts: { ...chosen, differencesOnly: !chosen.differencesOnly } });
  return html`<span class="legend muted small">differs from <bdi>${baselineName(view)}</bdi></span>
    <vscode-checkbox label="Differences only" ?checked=${chosen.differencesOnly} @change=${take}></vscode-checkbox>
    ${hidden > 0 ? html`<span class="muted small">${hidden} equal ${hidden === 1 ? "path" : "paths"} hidden</span>` : nothing}`;
}

function pictures(view: CompareView, chosen: ArtifactsState): TemplateResult {
  const items = Object.entries(pictureModes).map(
    ([mode, label]): MenuItem => ({
      label,
      checked: mode === chosen.pictures,
      run: () => view.change({ ...view.state, artifacts: { ...chosen, pictures: mode as ArtifactsState["pictures"] } }),
    }),
  );
  return html`<span class="tool"><span class="muted">Images</span>${menu("Images against the baseline's", pictureModes[chosen.pictures], items)}</span>`;
}

function body(view: CompareView, store: ArtifactStore, rows: readonly ArtifactRow[], known: number | undefined): TemplateResult {
  const { problem, value, of } = store.table.last;
  const retry = () => {
    store.forget();
    view.change({ ...view.state });
  };
  const failed =
    problem &&
    note(html`${icon("warning")} ${visibleProblemText(problem)} ${linkButton("Retry", "Read the artifacts again", retry)}`, "alert");
  if (value === undefined || known === undefined) {
    if (failed) return failed;
    return note(html`<span class="state-late">${icon("loading", "codicon-modifier-spin")} Reading the artifacts…</span>`, "status");
  }
  const problems = problemsOf(view, value, of?.runIds ?? []);
  return html`${failed ?? nothing}${problems.map((line) => note(html`${icon("info")} ${line}`, "status"))}
    ${known === 0 ? (problems.length > 0 ? nothing : note(html`None of these runs logged an artifact.`)) : nothing}
    ${known > 0 && rows.length === 0 ? note(html`The artifacts of these runs are equal.`) : nothing}
    ${
      rows.length === 0
        ? nothing
        : html`<slipway-artifacts-table .view=${view} .store=${store} .rows=${rows} .edition=${store.edition}></slipway-artifacts-table>`
    }`;
}

function note(text: TemplateResult, role?: "alert" | "status"): TemplateResult {
  return html`<p class="section-note muted" role=${role ?? nothing}>${text}</p>`;
}

/** Why the artifacts of some runs are not there, each reason once. */
function problemsOf(view: CompareView, table: ArtifactTable, listed: readonly string[]): string[] {
  const names = new Map(view.data.runs.map((run) => [run.id, visibleText(run.name)]));
  const lines = new Map<string, string[]>();
  const add = (text: string, id: string) => lines.set(text, [...(lines.get(text) ?? []), names.get(id) ?? id]);
  table.problems.forEach((problem: Problem | null, index) => {
    const id = listed[index] ?? "";
    if (problem !== null) add(visibleProblemText(problem), id);
    else if (table.isPartial[index] === true) add("There are more artifacts than are listed here.", id);
  });
  return [...lines].map(([text, runs]) => {
    const named = runs.length > 3 ? `${runs.slice(0, 2).join(", ")} and ${runs.length - 2} more runs` : runs.join(", ");
    return `${named}: ${text}`;
  });
}
