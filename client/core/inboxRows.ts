import type { RowTrait } from "#protocol/menus.ts";
import type { Inbox, InboxItem, WaitingElsewhere } from "#protocol/registryRequests.ts";
import type { GateState, PromotionState } from "#registry/promotion/types.ts";
import type { Icon, RowView } from "./treeNode.ts";
import { age, joinParts, personName, type Wording } from "./wording.ts";

export type InboxGroup = "waiting" | "mine" | "recent";

/** `Waiting for you` · `2`. */
export function groupRow(group: InboxGroup, count: number, words: Wording): RowView {
  const labels: Readonly<Record<InboxGroup, string>> = {
    waiting: words.t("Waiting for you"),
    mine: words.t("Your requests"),
    recent: words.t("Recent"),
  };
  return { id: `group:${group}`, kind: "group", label: labels[group], description: String(count), fold: "open" };
}

const gateIcons: Readonly<Record<GateState, Icon>> = {
  pass: { id: "pass", color: "testing.iconPassed" },
  fail: { id: "error", color: "testing.iconFailed" },
  unknown: { id: "question", color: "testing.iconQueued" },
};

const closedIcons: Readonly<Record<PromotionState, Icon>> = {
  requested: { id: "clock" },
  approved: { id: "pass", color: "testing.iconPassed" },
  applied: { id: "check" },
  rejected: { id: "circle-slash" },
  cancelled: { id: "circle-slash" },
  rolledBack: { id: "discard" },
};

/** `fraud-scorer v13 → prod` · `1 gate fails · ana · 2 h`; closed ones `rejected by bruno · 5 w`. */
export function inboxRow(item: InboxItem, group: InboxGroup, words: Wording): RowView {
  const closed = group === "recent";
  const traits: RowTrait[] = [group];
  const label = `${item.model} v${item.version} → ${item.to}`;
  const description = closed ? closedText(item, words) : openText(item, group, words);
  return {
    id: `${group}:${item.id}`,
    kind: "inbox",
    traits,
    label,
    description,
    icon: closed ? closedIcons[item.state] : gateIcons[item.gates],
    tooltip: tooltip(item, label, words),
    fold: "none",
    command: "slipway.openPromotion",
  };
}

/** What matters first: a side bar is 300 px wide and cuts from the right. */
function openText(item: InboxItem, group: InboxGroup, words: Wording): string {
  return joinParts([
    item.changed ? words.t("changed since") : "",
    item.state === "approved" ? words.t("approved") : item.gateSummary,
    group === "waiting" ? personName(item.requestedBy) : "",
    age(item.requestedAt, words.now()),
  ]);
}

function closedText(item: InboxItem, words: Wording): string {
  const by = item.closedBy === undefined ? "" : personName(item.closedBy);
  const texts: Readonly<Record<PromotionState, string>> = {
    requested: item.gateSummary,
    approved: words.t("approved"),
    applied: words.t("applied"),
    rejected: by === "" ? words.t("rejected") : words.t("rejected by {0}", by),
    cancelled: words.t("cancelled"),
    rolledBack: by === "" ? words.t("taken back") : words.t("taken back by {0}", by),
  };
  return joinParts([texts[item.state], age(item.closedAt ?? item.requestedAt, words.now())]);
}

function tooltip(item: InboxItem, label: string, words: Wording): string {
  const lines = [label, words.t("Requested by {0}, {1}", item.requestedBy, words.dateTime(item.requestedAt))];
  if (item.closedAt !== undefined && item.closedBy !== undefined) {
    lines.push(words.t("Closed by {0}, {1}", item.closedBy, words.dateTime(item.closedAt)));
  }
  if (item.closedAt === undefined) lines.push(words.t("Gates: {0}", item.gateSummary));
  if (item.changed) lines.push(words.t("The incumbent or a gate's result changed since the request."));
  return lines.join("\n");
}

/** `churn` · `2 waiting`: another folder of the workspace. A press shows that folder. */
export function elsewhereRow({ folder, label, count }: WaitingElsewhere, words: Wording): RowView {
  const name = words.folderName(folder);
  return {
    id: `elsewhere:${folder}`,
    kind: "group",
    label: name,
    description: joinParts([words.t("{0} waiting", count), label]),
    icon: { id: "root-folder" },
    tooltip: words.t("Promotions wait for you in {0}. Press to show its registry and policy.", name),
    fold: "none",
    command: "slipway.chooseFolder",
  };
}

/** The number on the container's badge, over all folders, and its tooltip; absent when nothing waits. */
export function inboxBadge(inbox: Inbox, words: Wording): { readonly value: number; readonly tooltip: string } | undefined {
  const value = inbox.elsewhere.reduce((sum, { count }) => sum + count, inbox.waiting.length);
  if (value === 0) return undefined;
  return { value, tooltip: value === 1 ? words.t("1 promotion waits for you") : words.t("{0} promotions wait for you", value) };
}
