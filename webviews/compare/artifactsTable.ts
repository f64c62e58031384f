import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { WantedHashes } from "#protocol/views/artifacts.ts";
import type { CompareRun } from "#protocol/views/compare.ts";
import { type ArtifactsState, newArtifactsState } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { fileIcon } from "../ui/artifactReader.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { PageElement } from "../ui/page.ts";
import { isDiffable } from "./artifactPaths.ts";
import type { ArtifactCell, ArtifactRow } from "./artifactRows.ts";
import type { ArtifactStore } from "./artifactStore.ts";
import { baselineName, columns } from "./changesSection.ts";
import type { GroupMember } from "./groupMembers.ts";
import { openRow } from "./openArtifact.ts";
import type { CompareView } from "./view.ts";

/** More rows than anyone reads make the page slow; all of them are in a copy. */
const mostRows = 500;
/** The rows. It knows which of them are on the screen: only those are read to tell whether they are the same. */
export class ArtifactsTable extends PageElement {
  static override properties = {
    view: { attribute: false },
    store: { attribute: false },
    rows: { attribute: false },
    edition: { attribute: false },
  };
  declare view: CompareView;
  declare store: ArtifactStore;
  declare rows: readonly ArtifactRow[];
  declare edition: number;

  readonly #seen = new Set<string>();
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const name = (target as HTMLElement).dataset["artifact"] ?? "";
        if (isIntersecting) this.#seen.add(name);
        else this.#seen.delete(name);
      }
      this.#want();
    },
    { rootMargin: "100px" },
  );

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#seen.clear();
  }

  override render(): TemplateResult {
    const { view } = this;
    const rows = this.#lines();
    return html`<table class="runs-table changes-table artifacts-table">
      <caption class="screen-reader-only">Artifacts, and how they stand to those of ${baselineName(view)}</caption>
      ${columns(view)}
      <thead class="screen-reader-only"><tr><th scope="col">Path</th>${view.shownRuns.map((run) => html`<th scope="col">${visibleText(run.name)}</th>`)}</tr></thead>
      <tbody>${view.members ? membersRow(view, view.members) : nothing}${repeat(
        rows.slice(0, mostRows),
        ({ row, level }) => `${level} ${row.name}`,
        ({ row, level }) => this.#row(row, level),
      )}</tbody>
    </table>
    ${rows.length > mostRows ? html`<p class="section-note muted">${rows.length - mostRows} more paths: a copy has them all.</p>` : nothing}`;
  }

  protected override updated(): void {
    const lines = new Set(this.querySelectorAll<HTMLElement>("tr[data-artifact]"));
    for (const line of lines) this.#observer.observe(line);
    this.#want();
  }

  get #chosen(): ArtifactsState {
    return this.view.state.artifacts ?? newArtifactsState();
  }

  /** An unfolded folder's files stand below it. */
  #lines(): { readonly row: ArtifactRow; readonly level: number }[] {
    return this.rows.flatMap((row) => [
      { row, level: 1 },
      ...(this.#chosen.open.includes(row.name) ? row.members.map((member) => ({ row: member, level: 2 })) : []),
    ]);
  }

  #row(row: ArtifactRow, level: number): TemplateResult {
    const isOpen = this.#chosen.open.includes(row.name);
    const name = visibleText(row.name);
    const symbol = row.kind === "folder" ? "folder" : fileIcon(row.paths[0] ?? "");
    const count = row.kind === "folder" ? `${row.paths.length} files` : row.kind === "steps" ? stepCount(row) : "";
    return html`<tr data-artifact=${row.name} class="artifact-row ${isOpen ? "artifact-row-open" : ""}">
      <th scope="row" class="name-column"><button type="button" class="plain-button artifact-toggle ${level > 1 ? "artifact-member" : ""}" aria-expanded=${isOpen ? "true" : "false"}
        title=${name} @click=${() => this.#turn(row.name)}>${icon(isOpen ? "chevron-down" : "chevron-right")}${icon(symbol, "muted")}<span class="row-name">${name}</span>
        ${count === "" ? nothing : html`<span class="muted small">${count}</span>`}</button></th>
      ${row.cells.map((cell, column) => this.#cell(row, cell, column))}
    </tr>
    ${isOpen && row.kind !== "folder" ? openRow(row, this.view, this.store, this.#chosen) : nothing}`;
  }

  #cell(row: ArtifactRow, cell: ArtifactCell, column: number): TemplateResult {
    const { view } = this;
    const isBaseline = view.shown[column] === 0;
    const isDifferent = !isBaseline && (cell.state === "differs" || cell.state === "only");
    const words = cell.state === "reading" ? "being compared" : cell.note;
    return html`<td class="run-column ${isBaseline ? "baseline-column" : ""} ${isDifferent ? "differs" : isBaseline ? "" : "equals"}">
      <div class="change-cell"><span class="cell-text numbers ${cell.text === "—" ? "muted" : ""}" title=${cell.text === "—" ? "not logged" : `${cell.text}${words === "" ? "" : `, ${words}`}`}>${cell.text}</span>
      ${this.#diffLink(row, cell, column)}
      ${words === "" ? nothing : html`<span class="note muted small">${words}</span>`}</div></td>`;
  }

  #diffLink(row: ArtifactRow, cell: ArtifactCell, column: number): TemplateResult | typeof nothing {
    const { view } = this;
    const [base, run] = [view.data.runs[0], view.shownRuns[column]];
    if (row.kind !== "file" || cell.state !== "differs" || row.base.paths.size === 0 || !isDiffable(row.name) || !base || !run)
      return nothing;
    const label = `Open the difference of ${visibleText(row.name)} from ${visibleText(base.name)} to ${visibleText(run.name)}`;
    const named = ({ id, name }: CompareRun) => ({ id, name });
    return linkButton("Open diff", label, () => view.diffArtifacts(row.name, named(base), named(run)));
  }

  #turn(name: string): void {
    const { view } = this;
    const chosen = this.#chosen;
    const others = chosen.open.filter((other) => other !== name);
    const open = others.length === chosen.open.length ? [...others, name] : others;
    view.change({ ...view.state, artifacts: { ...chosen, open } });
  }

  /** A row whose sizes differ needs no reading. */
  #want(): void {
    const runs = this.view.shownRuns.map((run) => run.id);
    const files = this.#lines()
      .filter(({ row }) => this.#seen.has(row.name))
      .flatMap(({ row }) => (row.kind === "folder" ? row.members : [row]))
      .flatMap((row) => wantedOf(row, runs, this.view.data.runs[0]?.id ?? ""));
    this.store.wantHashes(files);
  }
}

/** Which run stands in the column of each group. */
function membersRow({ shown, shownRuns }: CompareView, members: readonly GroupMember[]): TemplateResult {
  return html`<tr class="artifact-members"><th scope="row" class="name-column"><span class="muted">Run</span></th>${shownRuns.map(
    ({ name }, at) => {
      const words = members[shown[at] ?? 0]?.words ?? "";
      return html`<td class="run-column ${shown[at] === 0 ? "baseline-column" : ""}"><div class="change-cell"><span class="cell-text" title=${visibleText(name)}>${visibleText(name)}</span>
      ${words === "" ? nothing : html`<span class="note muted small" title=${words}>${words}</span>`}</div></td>`;
    },
  )}</tr>`;
}

/** Of the runs that have a file of the baseline's size, and of the baseline itself. */
function wantedOf(row: ArtifactRow, runs: readonly string[], baseline: string): WantedHashes[] {
  const reading = row.cells.flatMap((cell, column) => (cell.state === "reading" ? [{ cell, runId: runs[column] ?? "" }] : []));
  if (reading.length === 0) return [];
  return [{ cell: row.base, runId: baseline }, ...reading].flatMap(({ cell, runId }) =>
    [...cell.paths.values()].map(({ path }) => ({ path, runIds: [runId] })),
  );
}

function stepCount(row: ArtifactRow): string {
  const steps = new Set(row.cells.flatMap(({ paths }) => [...paths.keys()])).size;
  return steps === 1 ? "1 step" : `${steps} steps`;
}

customElements.define("slipway-artifacts-table", ArtifactsTable);
