import { html, type TemplateResult } from "lit";

/** A codicon. Decoration only: the control that holds it has the name for screen readers. */
export function icon(name: string, className = ""): TemplateResult {
  return html`<span class="codicon codicon-${name} ${className}" aria-hidden="true"></span>`;
}

/** A button that shows only an icon; `label` is its name and its tooltip. */
export function iconButton(name: string, label: string, onClick: (event: MouseEvent) => void): TemplateResult {
  return html`<button type="button" class="icon-button" title=${label} aria-label=${label} @click=${onClick}>${icon(name)}</button>`;
}

/** A button that reads as a link in the text around it. */
export function linkButton(text: string, label: string, onClick: () => void): TemplateResult {
  return html`<button type="button" class="link" title=${label} @click=${onClick}>${text}</button>`;
}
