import { html, nothing, type TemplateResult } from "lit";
import type { Notification, Problem } from "#protocol/message.ts";
import { openLog } from "#protocol/views/panel.ts";
import { icon } from "./icon.ts";

/** The page's frame while its first answer is under way. The words appear after a moment, so that a quick answer shows none. */
export function loadingState(what: string): TemplateResult {
  return html`<div class="state" role="status"><span class="state-late">${icon("loading", "codicon-modifier-spin")} ${what}</span></div>`;
}

/** What this is, and what to do: for a page that has nothing to show. */
export function emptyState(text: string, action?: { readonly label: string; readonly onClick: () => void }): TemplateResult {
  return html`<div class="state">
    <p>${text}</p>
    ${action ? html`<button type="button" class="button" @click=${action.onClick}>${action.label}</button>` : nothing}
  </div>`;
}

/** How a page tells its host something. */
export interface Teller {
  tell<P>(message: Notification<P>, params: P): void;
}

/** What failed and the next step, for a page that has nothing else to show. */
export function failedState(problem: Problem, onRetry: () => void, page: Teller): TemplateResult {
  return html`<div class="state state-failed" role="alert">
    <p>${icon("error", "state-icon")} <strong>${problem.message}</strong></p>
    ${problem.next === "" ? nothing : html`<p>${problem.next}</p>`}
    <p class="state-acts"><button type="button" class="button" @click=${onRetry}>Retry</button>
      <button type="button" class="plain-button" @click=${() => page.tell(openLog, null)}>Show log</button></p>
  </div>`;
}
