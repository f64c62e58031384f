import { html, nothing, type TemplateResult } from "lit";
import { icon } from "./icon.ts";

/** A part of a page that folds. Its head says the summary, folded or not. */
export interface Section {
  /** Unique on the page: the fold state and the `id` of the body hang on it. */
  readonly name: string;
  readonly title: string;
  readonly summary?: TemplateResult | string | undefined;
  /** Controls at the right of the head, shown while the section is open. */
  readonly tools?: TemplateResult | undefined;
  readonly folded: boolean;
  readonly onToggle: (name: string) => void;
  /** Called only while the section is open. */
  readonly body: () => TemplateResult;
}

/** A heading that is a button with `aria-expanded`, its summary and tools, and the body below it. */
export function section(part: Section): TemplateResult {
  const id = `section-${part.name}`;
  return html`<section class="section" data-section=${part.name}>
    <div class="section-head">
      <h2>
        <button type="button" class="section-toggle" aria-expanded=${part.folded ? "false" : "true"} aria-controls=${id}
          @click=${() => part.onToggle(part.name)}>
          ${icon(part.folded ? "chevron-right" : "chevron-down", "chevron")}<span>${part.title}</span>
        </button>
      </h2>
      <span class="section-summary" title=${typeof part.summary === "string" ? part.summary : nothing}>${part.summary ?? nothing}</span>
      ${part.folded || !part.tools ? nothing : html`<div class="section-tools">${part.tools}</div>`}
    </div>
    <div class="section-body" id=${id} ?hidden=${part.folded}>${part.folded ? nothing : part.body()}</div>
  </section>`;
}

/** Ctrl+Down and Ctrl+Up (Cmd on a Mac) go from section head to section head. Give it to the page's `keydown`. */
export function moveBetweenSections(event: KeyboardEvent, page: ParentNode): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const heads = [...page.querySelectorAll<HTMLElement>(".section-toggle")];
  const here = document.activeElement;
  const within = heads.findLastIndex((head) => here !== null && (head === here || follows(here, head)));
  const target = step > 0 ? within + 1 : heads[within] === here ? within - 1 : within;
  const head = heads[Math.min(heads.length - 1, Math.max(0, target))];
  if (!head) return;
  event.preventDefault();
  head.focus();
}

function follows(element: Element, head: Element): boolean {
  return (head.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
