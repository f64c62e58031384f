import { html, nothing, type TemplateResult } from "lit";
import type { PipelineGraph, PipelineScope } from "#protocol/views/pipeline.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon, iconButton, linkButton } from "../ui/icon.ts";
import { summaryOf } from "./shown.ts";

export interface HeadActs {
  showScope(scope: PipelineScope): void;
  turnData(): void;
  zoom(by: "in" | "out" | "width"): void;
  /** Shows a zero-based line of a file of the repository. */
  openFile(uri: string, line: number): void;
}

/** What stands above the graph: what of it there is, what is not, and how it is drawn. `showsData` undefined: there is nothing to draw. */
export function head(title: string, graph: PipelineGraph, showsData: boolean | undefined, acts: HeadActs): TemplateResult {
  return html`<header class="bar-top">
    <h1>${title}</h1>
    <span class="muted summary" role="status">${summaryOf(graph)}</span>
    ${graph.hasMore || graph.scope === "repository" ? scopeChoice(graph.scope, acts) : nothing}
    ${leftOut(graph)}
    ${graph.isWhole ? nothing : html`<span class="muted">Parts of the file cannot be read: see Problems.</span>`}
    ${graph.unread.length === 0 ? nothing : unreadFiles(graph, acts)}
    <span class="spring"></span>
    ${
      showsData === undefined
        ? nothing
        : html`<span class="graph-tools"
          ><button type="button" class="plain-button" aria-pressed=${showsData} title="Show what the stages read and write"
            @click=${() => acts.turnData()}>Data</button>
          ${iconButton("zoom-out", "Zoom out", () => acts.zoom("out"))} ${iconButton("zoom-in", "Zoom in", () => acts.zoom("in"))}
          ${iconButton("screen-full", "Fit the width", () => acts.zoom("width"))}</span>`
    }
  </header>`;
}

const scopes: readonly { readonly scope: PipelineScope; readonly label: string; readonly title: string }[] = [
  { scope: "file", label: "This file", title: "Show the stages of this file, with the .dvc files that they begin with" },
  { scope: "repository", label: "Whole repository", title: "Show the stages of all dvc.yaml and .dvc files of the repository" },
];

function scopeChoice(shown: PipelineScope, acts: HeadActs): TemplateResult {
  return html`<span class="scopes" role="group" aria-label="What is shown">
    ${scopes.map(
      ({ scope, label, title }) =>
        html`<button type="button" class="plain-button" aria-pressed=${scope === shown} title=${title} @click=${() => acts.showScope(scope)}>${label}</button>`,
    )}
  </span>`;
}

function leftOut({ count: { all, shown } }: PipelineGraph): TemplateResult | typeof nothing {
  if (shown >= all) return nothing;
  const [some, whole] = [shown, all].map((count) => count.toLocaleString("en"));
  return html`<span class="left-out">Showing ${some} of ${whole} stages and .dvc files: those nearest to this file.</span>`;
}

/** Files that are named; of more their number. */
const mostNamed = 3;

function unreadFiles({ unread }: PipelineGraph, acts: HeadActs): TemplateResult {
  const more = unread.length - mostNamed;
  return html`<span class="unread">
    ${icon("warning", "unread-icon")} Cannot be read:
    ${unread.slice(0, mostNamed).map(({ uri, name, line }, at) => {
      const link = linkButton(visibleText(name), `Open ${visibleText(name)} at line ${line + 1}`, () => acts.openFile(uri, line));
      return html`${at === 0 ? nothing : ", "}${link}`;
    })}${more > 0 ? ` and ${more} more` : nothing}
  </span>`;
}
