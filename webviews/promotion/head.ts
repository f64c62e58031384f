import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { PromotionPage } from "#protocol/views/promotion.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { clockTime, timeAgo } from "../ui/time.ts";
import type { PromotionView } from "./view.ts";

/** Title, state, what applying does, the steps, and what changed since the request. */
export function head(view: PromotionView): TemplateResult {
  const { page } = view;
  return html`<a class="skip-link" href="#comment" @click=${(event: Event) => skip(event, view)}>Go to your decision (Alt+C)</a>
  <header class="page-head ${page.banner.length > 0 ? "page-head-warned" : ""}">
    <div class="title-line">
      <h1 tabindex="-1">${page.model} v${page.version} <span class="arrow" aria-hidden="true">→</span><span class="screen-reader-only">to</span> ${environment(view)}</h1>
      ${pill(page)}
      <span class="title-facts">${runLink(view)} as of ${clockTime(page.asOf)}</span>
    </div>
    <p class="consequence">
      ${page.consequence.map((part) => html`<span class="part-${part.style}">${part.text}</span>`)}
    </p>
    <ol class="steps">${page.steps.map((part) => step(part, view.now))}</ol>
    ${policyNotes(view)} ${banner(view)}
  </header>`;
}

/** The address of the page must not change: the editor would take it for another one. */
function skip(event: Event, view: PromotionView): void {
  event.preventDefault();
  view.goToDecision();
}

/** The target; a choice where the reader can ask and more than one environment could be asked for. */
function environment(view: PromotionView): TemplateResult {
  const { page } = view;
  if (page.acts[0]?.kind !== "request" || page.choices.length < 2) return html`${page.to}`;
  return html`<select class="environment" aria-label="Environment" .value=${live(view.to)}
    @change=${(event: Event) => view.choose((event.target as HTMLSelectElement).value)}>
    ${page.choices.map((name) => html`<option value=${name} ?selected=${name === view.to}>${name}</option>`)}
  </select>`;
}

const pillIcons: Readonly<Record<PromotionPage["state"], string>> = {
  draft: "circle-large",
  requested: "history",
  approved: "check",
  applied: "pass",
  rejected: "close",
  cancelled: "circle-slash",
  rolledBack: "discard",
};

function pill(page: PromotionPage): TemplateResult {
  return html`<span class="pill ${page.pill.waitsForReader ? "pill-waiting" : ""}">${icon(pillIcons[page.state])} ${page.pill.text}</span>`;
}

function runLink(view: PromotionView): TemplateResult | typeof nothing {
  const { page } = view;
  if (page.runName === "") return nothing;
  const compare = page.incumbent !== null && page.incumbent.runId !== "" && page.runId !== "";
  const name = compare ? linkButton(page.runName, "Compare this run with the incumbent's", view.compareRuns) : page.runName;
  return html`run ${name} <span aria-hidden="true">·</span>`;
}

const stepIcons = { done: "pass-filled", current: "record", todo: "circle-large" } as const;
const stepWords = { done: "done", current: "now", todo: "to come" } as const;

function step(part: PromotionPage["steps"][number], now: number): TemplateResult {
  return html`<li class="step step-${part.state}" aria-current=${part.state === "current" ? "step" : nothing}>
    ${icon(stepIcons[part.state], "step-icon")}<span class="screen-reader-only">${stepWords[part.state]}:</span>
    <span class="step-title">${part.title}</span> <span class="step-note">${part.note}${part.at === undefined ? nothing : html`, ${timeAgo(part.at, now)}`}</span>
  </li>`;
}

/** What is to be said of the policy as a whole: why nothing can be decided, or that the file here is not the one that counts. */
function policyNotes({ page, openPolicy }: PromotionView): TemplateResult | typeof nothing {
  const { policyProblem: problem, policyNote: note } = page;
  if (problem !== undefined) {
    const line = Number(/^Line (\d+)/.exec(problem)?.[1] ?? 1) - 1;
    return html`<div class="policy-problem" role="alert">${icon("error", "state-icon")}
      <span><strong>${problem}</strong> Nothing can be decided until that is corrected; shown is the last policy that could be used.
      ${linkButton(`Open ${page.policyFile}`, "Open the policy where the problem is", () => openPolicy(line))}</span></div>`;
  }
  return note === undefined ? nothing : html`<p class="policy-note small muted">${icon("info")} ${note}</p>`;
}

function banner(view: PromotionView): TemplateResult | typeof nothing {
  const { page } = view;
  const [cause, ...more] = page.banner;
  if (cause === undefined) return nothing;
  return html`<div class="banner" role="alert" tabindex="0">
    ${icon("warning", "banner-icon")}
    <div><strong>${cause}</strong>${more.map((line) => html`<p>${line}</p>`)}${bannerLinks(view)}</div>
  </div>`;
}

function bannerLinks({ page, asRequested, compareIncumbents, showAsRequested }: PromotionView): TemplateResult | typeof nothing {
  const { incumbent, formerIncumbent: former } = page;
  const seen = page.asRequested;
  const compare =
    incumbent && former && former.runId !== "" && incumbent.runId !== ""
      ? linkButton(`Compare v${incumbent.version} with v${former.version}`, "Open their runs in the Compare page", compareIncumbents)
      : nothing;
  const show = seen
    ? linkButton(asRequested ? "Show the gates now" : `Show what ${seen.by} saw`, "The gates as the request keeps them", () =>
        showAsRequested(!asRequested),
      )
    : nothing;
  return compare === nothing && show === nothing ? nothing : html`<p class="banner-links">${compare}${show}</p>`;
}
