import { html, type TemplateResult } from "lit";
import { icon } from "../ui/icon.ts";

/** The host opens links of this kind in the browser. */
const howToLock = "https://github.com/slipway-ml/slipway/blob/main/docs/promotion-format.md#limits";

/** The foot: who else can move the mark, and what would keep them from it. */
export function enforcement(text: string): TemplateResult {
  return html`<footer class="enforcement small muted">${icon("lock")}
    <p class="small">${text} <a class="link" href=${howToLock}>How to lock it</a></p>
  </footer>`;
}
