import { html, nothing, type TemplateResult } from "lit";
import type { EarlierPromotion, EventView } from "#protocol/views/promotion.ts";
import { shortName } from "#registry/model/person.ts";
import type { EventType, PromotionEvent } from "#registry/promotion/types.ts";
import { icon } from "../ui/icon.ts";
import { timeAgo } from "../ui/time.ts";
import type { PromotionView } from "./view.ts";

const icons: Readonly<Record<EventType, string>> = {
  request: "rocket",
  comment: "comment",
  approve: "check",
  reject: "close",
  cancel: "circle-slash",
  apply: "pass",
  rollback: "history",
};
const verbs: Readonly<Record<EventType, string>> = {
  request: "requested",
  comment: "commented",
  approve: "approved",
  reject: "rejected",
  cancel: "cancelled",
  apply: "applied",
  rollback: "rolled back",
};

/** Who did what and said what, newest first, and what came to this environment before. */
export function rail(view: PromotionView): TemplateResult {
  const { page } = view;
  const isEmpty = page.events.length === 0 && page.state !== "draft";
  return html`<aside class="rail" aria-labelledby="conversation">
    <h2 id="conversation">Conversation and history</h2>
    <ol class="events">
      ${page.state === "draft" ? comingEvent(view) : nothing}
      ${page.events.map((event, at) => eventItem(view, event, at))}
    </ol>
    ${isEmpty ? html`<p class="muted">Nothing has been said yet.</p>` : nothing}
    ${page.broken.map((text) => html`<p class="broken small">${icon("warning", "breaking-icon")} Skipped, not a readable promotion event: ${text}</p>`)}
    ${page.newer.map((text) => html`<p class="broken small muted">${icon("info")} ${text}</p>`)}
    ${page.earlier.length === 0 ? nothing : earlier(view)}
  </aside>`;
}

/** The reader's own event, not made yet. */
function comingEvent(view: PromotionView): TemplateResult {
  const { page } = view;
  const again = page.events.some((event) => event.type === "request") ? "ask again" : "ask";
  const count = page.gates.length === 1 ? "the gate result" : `all ${page.gates.length} gate results`;
  // Where the policy asks nobody, the record is all that sees it.
  const who = page.steps.some(({ title }) => title.startsWith("Approved")) ? "The approver sees" : "The record keeps";
  const sees = page.gates.length === 0 ? `${who} the reason.` : `${who} the reason and ${count}.`;
  return html`<li class="event">${icon("circle-large", "event-icon")}<div><strong>You</strong> ${again}<div class="small muted">${sees}</div></div></li>`;
}

function eventItem(view: PromotionView, event: EventView, at: number): TemplateResult {
  const older = view.page.events.slice(at + 1);
  const again = event.type === "request" && older.some((other) => other.type === "request") ? " again" : "";
  const isAnswer = event.type === "request" && event.request === view.page.promotionId;
  return html`<li class="event ${isAnswer ? "event-request" : ""}" tabindex=${isAnswer ? "-1" : nothing}>
    ${icon(icons[event.type], "event-icon")}
    <div>
      <strong title=${event.by}>${shortName(event.by)}</strong> ${verbs[event.type]}${again} <span class="muted" aria-hidden="true">·</span> ${timeAgo(event.at, view.now)}
      ${event.comment ? html`<blockquote>${event.comment}</blockquote>` : nothing}
      ${event.policyDoubt === undefined ? nothing : html`<div class="small">${icon("warning", "breaking-icon")} ${event.policyDoubt}</div>`}
      ${event.type === "request" && event.evidence ? html`<div class="small muted">${gatesThen(event)}</div>` : nothing}
    </div>
  </li>`;
}

/** `4 gates passed, 1 failed: tag bias_review` */
function gatesThen(event: PromotionEvent): string {
  const gates = event.evidence?.gates ?? [];
  if (gates.length === 0) return "no gates";
  const names = (state: string) =>
    gates.filter((gate) => gate.state === state).map((gate) => gate.id.replace(/:(?!.*:)/, " ").replaceAll(":", " "));
  const passed = names("pass").length;
  const parts = [`${passed} ${passed === 1 ? "gate" : "gates"} passed`];
  if (names("fail").length > 0) parts.push(`${names("fail").length} failed: ${names("fail").join(", ")}`);
  if (names("unknown").length > 0) parts.push(`${names("unknown").length} unknown: ${names("unknown").join(", ")}`);
  return parts.join(", ");
}

const earlierIcons: Readonly<Record<EarlierPromotion["state"], string>> = {
  requested: "history",
  approved: "check",
  applied: "pass",
  rejected: "circle-slash",
  cancelled: "circle-slash",
  rolledBack: "discard",
};

function earlier(view: PromotionView): TemplateResult {
  return html`<h2 class="earlier-title">Earlier promotions to ${view.page.to}</h2>
    <ul class="earlier">
      ${view.page.earlier.map(
        (item) =>
          html`<li>${icon(earlierIcons[item.state])}<strong>v${item.version}</strong><span class="earlier-text">${item.text}</span>${timeAgo(item.at, view.now)}</li>`,
      )}
    </ul>`;
}
