import { html, nothing, type TemplateResult } from "lit";
import { runSwatchOf } from "#registry/model/compare/runSwatch.ts";
import { formatDuration, relativeTime } from "#registry/model/format.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { runSwatch } from "../charts/runSwatch.ts";
import { icon, iconButton, linkButton } from "../ui/icon.ts";
import { type MenuItem, menu } from "../ui/menu.ts";
import { statusSign } from "../ui/runStatus.ts";
import { timeAgo } from "../ui/time.ts";
import type { RunPageView } from "./view.ts";

/** What run this is, how it stands, and what can be done with it. */
export function head(view: RunPageView): TemplateResult {
  const { data } = view;
  const status = statusSign(data.status);
  const name = visibleText(data.name);
  return html`<header class="run-head">
    <div class="run-title-line">
      <h1 class="run-title" title=${name}>${runSwatch(runSwatchOf(data.id))}<bdi>${name}</bdi></h1>
      <span class="run-status status-${data.status.toLowerCase()}">${icon(status.icon)} ${status.words}</span>
      ${data.isDeleted ? html`<span class="badge">deleted</span>` : nothing}
      ${view.isBaseline ? html`<span class="badge">${icon("pinned")} baseline</span>` : nothing}
      ${data.versions.map(({ model, version, aliases, stage }) => {
        const marks = [...aliases.map((alias) => `@${alias}`), ...(stage === undefined ? [] : [stage])].map(visibleText).join(" ");
        const title = `${visibleText(model)} v${visibleText(version)}`;
        return html`<span class="run-version">${icon("tag")} ${linkButton(title, `Open ${title}`, () => view.openVersion(model, version))}
          <span class="muted">${marks}</span></span>`;
      })}
    </div>
    <p class="run-facts muted">${facts(view)}</p>
    <div class="run-acts">${acts(view)}</div>
    ${data.problem === undefined ? nothing : html`<p role="status">${icon("warning")} ${visibleText(data.problem)}</p>`}
  </header>`;
}

function facts(view: RunPageView): TemplateResult[] {
  const { data } = view;
  const { startTime, endTime, progress } = data;
  const lasted =
    startTime === undefined || (endTime === undefined && data.status !== "RUNNING") ? undefined : (endTime ?? data.asOf) - startTime;
  const parts: (TemplateResult | undefined)[] = [
    html`${linkButton(visibleText(data.experiment || data.experimentId), "Open the runs of this experiment", () => view.press("openRuns"))}`,
    startTime === undefined ? undefined : html`started ${timeAgo(startTime, data.asOf)}`,
    lasted === undefined || lasted < 0 ? undefined : html`${data.status === "RUNNING" ? "for" : "took"} ${formatDuration(lasted)}`,
    progress === undefined
      ? undefined
      : html`step ${progress.step.toLocaleString("en-US")}, last value ${relativeTime(progress.at, data.asOf)}${progress.isSilent ? html` <span class="run-silent">${icon("warning")} silent since</span>` : nothing}`,
    data.user === "" ? undefined : html`by ${visibleText(data.user)}`,
    html`<span class="mono">${visibleText(data.id)}</span>${iconButton("copy", "Copy run id", () => view.copy(data.id, "run id"))}`,
  ];
  return parts.flatMap((part) => (part === undefined ? [] : [html`<span class="run-fact">${part}</span>`]));
}

function acts(view: RunPageView): TemplateResult {
  const { data, press, edit } = view;
  const plain = (name: string, words: string, title: string, act: () => void) =>
    html`<button type="button" class="plain-button" title=${title} @click=${act}>${icon(name)} ${words}</button>`;
  const more: MenuItem[] = [
    ...(view.hasBrowser ? [{ label: "Open in Browser", run: () => press("openInBrowser") }] : []),
    ...(data.source.isProject ? [{ label: "Copy Run Command", run: () => press("copyCommand") }] : []),
    { label: "Copy runs:/ URI", run: () => view.copy(`runs:/${data.id}`, `runs:/${data.id}`) },
    ...(data.editsRuns
      ? [
          { label: "Remove Tag…", run: () => edit("removeTag") },
          { label: "Delete", run: () => edit("delete") },
        ]
      : []),
  ];
  if (data.isDeleted) {
    return html`<p>This run is deleted: it is kept until mlflow gc is run.</p>
      ${data.editsRuns ? html`<button type="button" class="button" @click=${() => edit("restore")}>${icon("redo")} Restore</button>` : nothing}`;
  }
  return html`${
    view.hasBaseline && !view.isBaseline
      ? html`<button type="button" class="button" title="Compare with the baseline" @click=${() => press("compareWithBaseline")}>${icon("diff")} Compare with baseline</button>`
      : nothing
  }
  ${plain("diff", "Compare with…", "Choose runs to compare this one with", () => press("compareWith"))}
  ${view.isBaseline ? nothing : plain("pinned", "Set as baseline", "Comparisons start from this run", () => press("setAsBaseline"))}
  ${
    data.editsRuns
      ? html`${plain("edit", "Rename…", "Rename this run", () => edit("rename"))}
  ${plain("tag", "Tag…", "Set a tag of this run", () => edit("tag"))}
  ${plain("note", "Note…", "Write the note of this run", () => edit("note"))}`
      : nothing
  }
  ${menu("More acts", "More", more)}`;
}
