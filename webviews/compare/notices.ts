import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "#protocol/message.ts";
import type { CompareData } from "#protocol/views/compare.ts";
import { visibleText } from "#registry/model/visibleText.ts";
import { icon } from "../ui/icon.ts";
import { clockTime } from "../ui/time.ts";
import { visibleProblem } from "../ui/visibleProblem.ts";

/** Above what was read last: why it could not be read again, and which of its runs are gone. */
export function notices(
  data: CompareData,
  problem: Problem | undefined,
  acts: { retry(): void; remove(runId: string): void },
): TemplateResult | typeof nothing {
  if (!problem && data.missing.length === 0) return nothing;
  const shown = problem && visibleProblem(problem);
  return html`<div class="notices" role="status">
      ${
        shown
          ? html`<p>${icon("error", "state-icon")} ${shown.message} ${shown.next} <span class="muted">As of ${clockTime(data.asOf)}.</span>
        <button type="button" class="link" @click=${() => acts.retry()}>Retry</button></p>`
          : nothing
      }
      ${data.missing.map(
        (id) => html`<p>Run <span class="mono">${visibleText(id)}</span> is not in the registry any more.
          <button type="button" class="link" @click=${() => acts.remove(id)}>Remove</button></p>`,
      )}
    </div>`;
}
