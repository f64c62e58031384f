import { html, nothing, type TemplateResult } from "lit";
import type { GatesAsRequested, GateView } from "#protocol/views/promotion.ts";
import type { GateState } from "#registry/promotion/types.ts";
import { icon, linkButton } from "../ui/icon.ts";
import { section } from "../ui/section.ts";
import { clockTime, timeAgo } from "../ui/time.ts";
import type { PromotionView } from "./view.ts";

const stateIcons: Readonly<Record<GateState, string>> = { pass: "pass", fail: "error", unknown: "question" };
const stateWords: Readonly<Record<GateState, string>> = { pass: "Pass", fail: "Fail", unknown: "Unknown" };

/** The list of gates: whether each holds, for the candidate against the incumbent, and where the rule stands. */
export function gatesSection(view: PromotionView): TemplateResult {
  const { page } = view;
  const then = view.asRequested;
  const gates = then?.gates ?? page.gates;
  return section({
    name: "gates",
    title: "Gates",
    summary: gates.length === 0 ? "the policy names none" : counts(gates),
    tools: then ? toolsThen(view, then) : toolsNow(view),
    folded: view.folded.has("gates"),
    onToggle: view.toggle,
    body: () => (gates.length === 0 ? html`` : table(view, gates, then ? then.incumbent : page.incumbent?.version)),
  });
}

function toolsNow(view: PromotionView): TemplateResult {
  const { page } = view;
  const against = page.incumbent ? `checked against v${page.incumbent.version}` : "checked";
  return html`<span class="muted">${view.checking ? "checking…" : `${against}, ${clockTime(page.asOf)}`} <span aria-hidden="true">·</span>
    ${linkButton("Check again", "Read the facts again and run all gates", view.checkAgain)}</span>`;
}

function toolsThen(view: PromotionView, { by, at }: GatesAsRequested): TemplateResult {
  return html`<span class="muted">what ${by} saw ${timeAgo(at, view.now)} <span aria-hidden="true">·</span>
    ${linkButton("Show now", "The gates as they are now", () => view.showAsRequested(false))}</span>`;
}

function counts(gates: readonly GateView[]): TemplateResult {
  const count = (state: GateState) => gates.filter((gate) => gate.state === state).length;
  const part = (state: GateState, text: string) =>
    count(state) === 0
      ? nothing
      : html`<span class="gate-count ${state === "pass" ? "" : "gate-count-strong"}">${icon(stateIcons[state], `gate-${state}`)} ${count(state)} ${text}</span>`;
  return html`${part("fail", count("fail") === 1 ? "fails" : "fail")}${part("unknown", "unknown")}${part("pass", count("pass") === 1 ? "passes" : "pass")}`;
}

function table(view: PromotionView, gates: readonly GateView[], incumbent: string | undefined): TemplateResult {
  const { page } = view;
  const hasUnknown = gates.some((gate) => gate.state === "unknown");
  return html`<table class="box gates-table numbers ${hasUnknown ? "has-unknown" : ""}">
    <thead>
      <tr>
        <th scope="col" class="name-col">Gate</th>
        <th scope="col" class="candidate-col"><strong>v${page.version}</strong></th>
        <th scope="col" class="incumbent-col">${incumbent === undefined ? page.to : `v${incumbent} in ${page.to}`}</th>
        <th scope="col" class="margin-col">Margin</th>
        <th scope="col" class="policy-col">Policy</th>
      </tr>
    </thead>
    <tbody>${gates.map((gate) => [row(view, gate), advice(view, gate)])}</tbody>
  </table>`;
}

function row(view: PromotionView, gate: GateView): TemplateResult {
  return html`<tr class="gate-row gate-row-${gate.state}">
    <th scope="row" class="name-col">
      <div class="gate-name">
        <span class="gate-state">${icon(stateIcons[gate.state], `gate-${gate.state}`)} ${stateWords[gate.state]}</span>
        <div class="gate-rule">${rule(gate)}${wasMark(gate)}</div>
      </div>
    </th>
    <td class="candidate-col" title=${gate.observedNumber ?? nothing}>${gate.observed || html`<span class="muted">—</span>`}</td>
    <td class="incumbent-col" title=${gate.incumbentNumber ?? nothing}>${gate.incumbent || "—"}${gate.was ? html`<div class="small">${gate.was.incumbent}</div>` : nothing}</td>
    <td class="margin-col">${margin(view, gate)}${gate.was && gate.was.margin !== "" ? html`<div class="small muted">was ${gate.was.margin}</div>` : nothing}</td>
    <td class="policy-col">${policyLink(view, gate.line)}</td>
  </tr>`;
}

/** How far off; a count of breaking signature changes leads to them. */
function margin(view: PromotionView, gate: GateView): TemplateResult {
  const leads =
    !view.asRequested &&
    gate.id === "signature" &&
    gate.margin.includes("breaking") &&
    view.page.groups.some(({ title }) => title === "Signature");
  if (!leads) return html`${gate.margin}`;
  return html`${icon("warning", "breaking-icon")} ${linkButton(gate.margin, "Show the signature's changes", () => view.showGroup("Signature"))}`;
}

/** The rule with its subject set bold; both are text, whatever the registry or the policy holds. */
function rule(gate: GateView): TemplateResult {
  const at = gate.rule.indexOf("{}");
  if (at < 0) return html`<strong>${gate.subject}</strong> ${gate.rule}`;
  return html`${gate.rule.slice(0, at)}<strong>${gate.subject}</strong>${gate.rule.slice(at + 2)}`;
}

function wasMark(gate: GateView): TemplateResult | typeof nothing {
  if (!gate.was) return nothing;
  const flipped =
    gate.was.state === gate.state ? "changed since the request" : `${stateWords[gate.state]}, was ${stateWords[gate.was.state]}`;
  return html`<div><span class="badge">${flipped}</span></div>`;
}

/** What a failing or unknown gate misses, and the ways out: a row of its own, as wide as the table. */
function advice(view: PromotionView, gate: GateView): TemplateResult | typeof nothing {
  if (gate.state === "pass" || view.asRequested) return nothing;
  const key = gate.action?.key;
  const reason = view.page.events.find((event) => event.type === "request" && event.request === view.page.promotionId)?.comment;
  return html`<tr class="advice-row gate-row-${gate.state}"><td colspan="5"><div class="advice small muted">${gate.advice}
    ${reason ? linkButton("Show reason", "Go to the request's reason", view.showReason) : nothing}
    ${key === undefined || view.page.state === "applied" ? nothing : linkButton("Set tag…", `Set the tag ${key} on v${view.page.version}`, () => view.setTag(gate))}
    ${reason ? html`<blockquote class="narrow-only">${reason}</blockquote>` : nothing}
  </div></td></tr>`;
}

function policyLink(view: PromotionView, line: number | undefined): TemplateResult | typeof nothing {
  if (line === undefined) return nothing;
  const file = view.page.policyFile;
  return html`<button type="button" class="link" title=${`Open line ${line + 1} of ${file}`} @click=${() => view.openPolicy(line)}><span class="policy-file">${file}</span>:${line + 1}</button>`;
}
