import type { RowTrait } from "#protocol/menus.ts";
import type { EnvironmentRow, ModelRow, VersionRequest, VersionRow } from "#protocol/registryRequests.ts";
import { relativeTime } from "#registry/model/format.ts";
import type { Icon, RowView } from "./treeNode.ts";
import { joinParts, type Wording } from "./wording.ts";

/** `fraud-scorer` · `prod v12 · staging v13`. */
export function modelRow(row: ModelRow): RowView {
  return {
    id: `model:${row.name}`,
    kind: "model",
    label: row.name,
    description: joinParts(row.environments.map(({ name, version }) => (version === undefined ? "" : `${name} v${version}`))),
    icon: { id: "package" },
    fold: "closed",
  };
}

/** A step of the ladder: `prod` · `v12 · @champion · 3 w ago`, or `nothing yet`. */
export function environmentRow(model: string, row: EnvironmentRow, words: Wording): RowView {
  const base = { id: `environment:${model}/${row.name}`, kind: "environment", label: row.name, fold: "none" } as const;
  if (row.version === undefined) {
    return { ...base, description: words.t("nothing yet"), icon: { id: "server-environment" }, tooltip: row.marker };
  }
  if (row.dangling) return { ...base, ...danglingLook(row.version, row.marker, words) };
  return {
    ...base,
    description: joinParts([`v${row.version}`, row.marker, row.since === undefined ? "" : relativeTime(row.since, words.now())]),
    icon: { id: "server-environment" },
    ...(row.since === undefined ? {} : { tooltip: words.t("In {0} since {1}", row.name, words.dateTime(row.since)) }),
  };
}

/** An alias that no environment uses and that points to a version that was deleted. */
export function danglingAliasRow(model: string, alias: string, words: Wording): RowView {
  return {
    id: `alias:${model}/${alias}`,
    kind: "message",
    label: `@${alias}`,
    description: words.t("points to a deleted version"),
    icon: { id: "warning", color: "list.warningForeground" },
    tooltip: words.t("The alias @{0} points to a version that no longer exists. Point it to another version, or delete it.", alias),
    fold: "none",
  };
}

function danglingLook(version: string, marker: string, words: Wording): Pick<RowView, "description" | "icon" | "tooltip"> {
  return {
    description: joinParts([words.t("v{0} no longer exists", version), marker]),
    icon: { id: "warning", color: "list.warningForeground" },
    tooltip: words.t("{0} points to version {1}, which no longer exists. Promote a version, or point it to another one.", marker, version),
  };
}

const versionIcons: Readonly<Record<VersionRequest, Icon>> = {
  none: { id: "tag" },
  waiting: { id: "clock", color: "testing.iconQueued" },
  rejected: { id: "circle-slash" },
};

/** `v13` · `@challenger · val_auc 0.941 · 2 d ago`. */
export function versionRow(row: VersionRow, words: Wording): RowView {
  const traits: RowTrait[] = [];
  if (row.nextEnvironment !== undefined) traits.push("promotable");
  if (row.incumbent !== undefined && row.runId !== "" && row.incumbent.runId !== "") traits.push("incumbent");
  return {
    id: `version:${row.model}/${row.version}`,
    kind: "version",
    traits,
    label: `v${row.version}`,
    description: joinParts([
      row.request === "rejected" ? words.t("rejected") : "",
      ...row.aliases.map((alias) => `@${alias}`),
      row.stage === "None" ? "" : row.stage,
      row.metric === undefined || row.metric.value === "" ? "" : `${row.metric.key} ${row.metric.value}`,
      row.createdAt === undefined ? "" : relativeTime(row.createdAt, words.now()),
    ]),
    icon: versionIcons[row.request],
    tooltip: versionTooltip(row, words),
    fold: "none",
    command: "slipway.openPromotion",
  };
}

function versionTooltip(row: VersionRow, words: Wording): string {
  const state: Readonly<Record<VersionRequest, string>> = {
    none: "",
    waiting: words.t("A promotion waits for approval."),
    rejected: words.t("The last request was rejected."),
  };
  return [
    words.t("{0} version {1}", row.model, row.version),
    row.createdAt === undefined ? "" : words.t("Registered {0}", words.dateTime(row.createdAt)),
    state[row.request],
    nextStep(row, words),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

/** What the rocket does: where one press moves something, what from where to where. */
function nextStep({ nextEnvironment, effect, incumbent }: VersionRow, words: Wording): string {
  if (nextEnvironment === undefined) return "";
  if (effect !== undefined) return words.t("Request promotion to {0}: {1}", nextEnvironment, effect);
  if (incumbent === undefined) return words.t("Next: {0}, where nothing is yet.", nextEnvironment);
  return words.t("Next: {0}, where v{1} is now.", nextEnvironment, incumbent.version);
}
