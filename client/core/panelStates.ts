import { aboutOf } from "#protocol/registryRequests.ts";
import { type CompareState, newCompareState } from "#protocol/views/compare.ts";
import type { PipelineState } from "#protocol/views/pipeline.ts";
import type { PromotionTarget, PromotionViewState } from "#protocol/views/promotion.ts";
import { newRunPageState, type RunPageState } from "#protocol/views/run.ts";
import { newRunsState, type RunsState } from "#protocol/views/runs.ts";
import { keptFormulas } from "#registry/model/compare/formula.ts";
import { isGroupKey, mostGroupKeys } from "#registry/model/compare/groupKey.ts";
import { isRecord } from "#registry/model/isRecord.ts";

export function newPromotionState(target: PromotionTarget): PromotionViewState {
  return { target, draft: "", folded: [] };
}

/** What a page told about itself, without what it was opened for: that is for once. */
export function rememberedState({ focus: _focus, ...state }: PromotionViewState): PromotionViewState {
  return state;
}

/** With charts of these formulas too, where there is room for them. */
export function withFormulas(state: CompareState, formulas: readonly string[]): CompareState {
  return formulas.length === 0 ? state : { ...state, formulas: keptFormulas([...(state.formulas ?? []), ...formulas]) };
}

/** What VS Code kept over a reload, possibly from another version of Slipway; absent when it does not say which runs. */
export function restoredCompareState(kept: unknown): CompareState | undefined {
  if (!isRecord(kept)) return undefined;
  const runIds = kept["runIds"];
  if (!Array.isArray(runIds) || runIds.length === 0 || !runIds.every((id) => typeof id === "string")) return undefined;
  const { registry: _unread, folder: _neither, groupBy, formulas, ...rest } = kept;
  const keys = Array.isArray(groupBy) ? groupBy.filter(isGroupKey).slice(0, mostGroupKeys) : [];
  const drawn = Array.isArray(formulas) ? keptFormulas(formulas) : [];
  const chosen = { ...(keys.length > 0 ? { groupBy: keys } : {}), ...(drawn.length > 0 ? { formulas: drawn } : {}) };
  return { ...newCompareState(runIds), ...rest, ...chosen, runIds, ...aboutOf(kept) };
}

export function restoredPromotionState(kept: unknown): PromotionViewState | undefined {
  if (!isRecord(kept) || !isRecord(kept["target"])) return undefined;
  const { model, version, to } = kept["target"];
  if (typeof model !== "string" || typeof version !== "string") return undefined;
  const state = newPromotionState({ model, version, ...(typeof to === "string" ? { to } : {}) });
  return { ...state, draft: typeof kept["draft"] === "string" ? kept["draft"] : "", ...aboutOf(kept) };
}

/** Absent when it does not say which experiment. */
export function restoredRunsState(kept: unknown): RunsState | undefined {
  if (!isRecord(kept)) return undefined;
  // Before there could be several, there was one.
  const { experimentId, experimentIds = [experimentId], name } = kept;
  if (!Array.isArray(experimentIds) || !experimentIds.every((id) => typeof id === "string") || typeof name !== "string") return undefined;
  const fresh = newRunsState(experimentIds, name);
  const formulas = Array.isArray(kept["formulas"]) ? keptFormulas(kept["formulas"]) : [];
  return {
    ...fresh,
    ...keptFields(kept, isText, ["filter"]),
    ...keptFields(kept, Array.isArray, ["columns", "sort", "folded", "quick", "groupBy", "turned", "pinned", "frozen", "leftOut"]),
    ...keptFields(kept, isTexts, ["history"]),
    ...keptFields(kept, isRecord, ["values", "directions", "widths", "shownView"]),
    ...keptFields(kept, isFlag, ["isFlat", "showsDelta", "isDeleted"]),
    ...(formulas.length > 0 ? { formulas } : {}),
    ...(kept["summary"] === "median" ? { summary: "median" as const } : {}),
    ...(isRecord(kept["charts"]) ? { charts: { ...fresh.charts, ...kept["charts"] } } : {}),
    ...aboutOf(kept),
  };
}

/** Absent when it does not say which run. */
export function restoredRunPageState(kept: unknown): RunPageState | undefined {
  if (!isRecord(kept) || !isText(kept["runId"]) || !isText(kept["name"])) return undefined;
  const { runId, name, search, folded, metric, artifact } = kept as Partial<Record<keyof RunPageState, unknown>>;
  return {
    ...newRunPageState(String(runId), String(name)),
    ...(typeof search === "string" ? { search } : {}),
    ...(Array.isArray(folded) ? { folded: folded.filter((part): part is string => isText(part)) } : {}),
    ...(typeof metric === "string" ? { metric } : {}),
    ...(typeof artifact === "string" ? { artifact } : {}),
    ...aboutOf(kept),
  };
}

/** Absent when it does not say which file. */
export function restoredPipelineState(kept: unknown): PipelineState | undefined {
  if (!isRecord(kept) || !isText(kept["uri"])) return undefined;
  const { uri, scope, open, folded, showsData, chosen } = kept as Partial<Record<keyof PipelineState, unknown>>;
  return {
    uri: String(uri),
    ...(scope === "file" || scope === "repository" ? { scope } : {}),
    open: Array.isArray(open) ? open.filter((id): id is string => isText(id)) : [],
    ...(Array.isArray(folded) ? { folded: folded.filter((file): file is string => isText(file)) } : {}),
    ...(isFlag(showsData) ? { showsData: showsData === true } : {}),
    ...(typeof chosen === "string" ? { chosen } : {}),
    ...aboutOf(kept),
  };
}

/** Of what was kept, the named fields that are of the kind. */
function keptFields(kept: Readonly<Record<string, unknown>>, isRight: (value: unknown) => boolean, names: readonly (keyof RunsState)[]) {
  return Object.fromEntries(names.flatMap((name) => (isRight(kept[name]) ? [[name, kept[name]]] : []))) as Partial<RunsState>;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isFlag(value: unknown): boolean {
  return typeof value === "boolean";
}

/** The tab's title, the same in every state of the promotion. */
export function promotionTitle(target: PromotionTarget): string {
  const version = `${target.model} v${target.version}`;
  return target.to === undefined ? version : `${version} → ${target.to}`;
}
