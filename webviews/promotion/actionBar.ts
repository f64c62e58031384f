import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, nothing, type TemplateResult } from "lit";
import type { Act, ActKind } from "#protocol/views/promotion.ts";
import { icon, linkButton } from "../ui/icon.ts";
import type { PromotionView } from "./view.ts";

const icons: Readonly<Record<ActKind, string>> = {
  request: "rocket",
  approve: "check",
  reject: "close",
  comment: "comment",
  cancel: "circle-slash",
  apply: "pass",
};

/** The comment box and what the reader can do, at the bottom of any window. */
export function actionBar(view: PromotionView): TemplateResult {
  const { page } = view;
  const isReason = page.acts[0]?.kind === "request";
  const label = isReason ? "Reason" : "Comment";
  return html`<section class="action-bar" aria-label="Your decision">
    ${changedNote(view)}
    <div class="comment">
      <div class="comment-head">
        <label for="comment"><strong>${label}</strong> <span class="muted small">${page.commentHint}</span></label>
        <span class="small muted">${identity(page.me)} <kbd title="Alt+C goes to this box, and from it to the gates">Alt+C</kbd></span>
      </div>
      <textarea id="comment" rows="2" class=${view.draftProblem === "" ? "" : "invalid"} .value=${view.draft}
        placeholder=${isReason ? "Why it may go now" : "What the next reader should know"} aria-keyshortcuts="Alt+C"
        aria-invalid=${view.draftProblem === "" ? "false" : "true"} aria-describedby="comment-problem act-line"
        @input=${(event: Event) => view.write((event.target as HTMLTextAreaElement).value)} @keydown=${(event: KeyboardEvent) => requestKey(view, event)}></textarea>
      <div id="comment-problem" class="comment-problem" role="alert">${view.draftProblem}</div>
    </div>
    <div class="acts">
      <div class="act-buttons">${page.acts.map((act) => button(view, act))}</div>
      <p id="act-line" class="small muted">${page.actLine}</p>
    </div>
  </section>`;
}

/** What is no longer as the reader saw it, right where he decides: the banner may be out of his sight. */
function changedNote(view: PromotionView): TemplateResult | typeof nothing {
  if (view.changes.length === 0) return nothing;
  return html`<div class="changed-note" role="group" aria-label="What changed since you looked" tabindex="-1">
    ${icon("warning", "banner-icon")}
    <div><strong>${changedTitle(view)}</strong> ${view.changes.join(" ")}
      <span class="changed-links">${linkButton("Show", "Go to what changed", view.lookAtChanges)}${linkButton("I have seen it", "Decide on what stands here now", view.knowChanges)}</span></div>
  </div>`;
}

/** Where all is decided, by the reader's own act before an answer was lost or by somebody else, nothing is left to decide on. */
export function changedTitle({ page }: Pick<PromotionView, "page">): string {
  return page.acts.some(({ kind }) => kind !== "comment") ? "What you decide on has changed." : "This has changed since you looked.";
}

/** Ctrl+Enter requests; a decision is always a press on its button. */
function requestKey(view: PromotionView, event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || view.page.acts[0]?.kind !== "request") return;
  event.preventDefault();
  view.act("request");
}

/** Never `disabled`: a press on a button that cannot be used says why, and the focus stays. */
function button(view: PromotionView, act: Act): TemplateResult {
  const isBusy = view.busy === act.kind;
  const pressable = act.enabled && view.busy === undefined && view.to === view.page.to;
  return html`<vscode-button ?secondary=${!act.primary} data-act=${act.kind}
    aria-disabled=${pressable ? "false" : "true"} aria-describedby="act-line" title=${act.why || nothing}
    @click=${() => view.act(act.kind)}><span slot="content-before" class="act-icon">${isBusy ? icon("loading", "codicon-modifier-spin") : icon(icons[act.kind])}</span>${act.label}</vscode-button>`;
}

function identity(me: string): string {
  return me === ""
    ? "Git knows no user.email here: set it with git config user.email to request or decide."
    : `You are ${me}, from Git's user.email.`;
}
