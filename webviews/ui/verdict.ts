import { html, type TemplateResult } from "lit";

/** `▲ better` or `▼ worse`: shape and word, never colour alone. */
export function verdictSign(verdict: "better" | "worse", text: string = verdict): TemplateResult {
  const shape = verdict === "better" ? "▲" : "▼";
  return html`<span class="verdict verdict-${verdict}"><span class="verdict-shape" aria-hidden="true">${shape}</span> <span class="verdict-word">${text}</span></span>`;
}
