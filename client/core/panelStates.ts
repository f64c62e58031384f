import type { AboutRegistry } from "#protocol/registryRequests.ts";
import { type CompareState, newCompareState } from "#protocol/views/compare.ts";
import type { PromotionTarget, PromotionViewState } from "#protocol/views/promotion.ts";
import { newRunsState, type RunsState } from "#protocol/views/runs.ts";

export function newPromotionState(target: PromotionTarget): PromotionViewState {
  return { target, draft: "", folded: [] };
}

/** What a page told about itself, without what it was opened for: that is for once. */
export function rememberedState({ focus: _focus, ...state }: PromotionViewState): PromotionViewState {
  return state;
}

/** What VS Code kept over a reload, possibly from another version of Slipway; absent when it does not say which runs. */
export function restoredCompareState(kept: unknown): CompareState | undefined {
  if (!isRecord(kept)) return undefined;
  const runIds = kept["runIds"];
  if (!Array.isArray(runIds) || runIds.length === 0 || !runIds.every((id) => typeof id === "string")) return undefined;
  const { registry: _unread, ...rest } = kept;
  return { ...newCompareState(runIds), ...rest, runIds, ...registryIn(kept) };
}

export function restoredPromotionState(kept: unknown): PromotionViewState | undefined {
  if (!isRecord(kept) || !isRecord(kept["target"])) return undefined;
  const { model, version, to } = kept["target"];
  if (typeof model !== "string" || typeof version !== "string") return undefined;
  const state = newPromotionState({ model, version, ...(typeof to === "string" ? { to } : {}) });
  return { ...state, draft: typeof kept["draft"] === "string" ? kept["draft"] : "", ...registryIn(kept) };
}

/** Absent when it does not say which experiment. */
export function restoredRunsState(kept: unknown): RunsState | undefined {
  if (!isRecord(kept)) return undefined;
  const { experimentId, name } = kept;
  if (typeof experimentId !== "string" || typeof name !== "string") return undefined;
  const { registry: _unread, columns, sort, folded, filter, charts } = kept;
  return {
    ...newRunsState(experimentId, name),
    ...(typeof filter === "string" ? { filter } : {}),
    ...(Array.isArray(columns) ? { columns } : {}),
    ...(Array.isArray(sort) ? { sort } : {}),
    ...(Array.isArray(folded) ? { folded } : {}),
    ...(isRecord(charts) ? { charts: { ...newRunsState(experimentId, name).charts, ...charts } } : {}),
    ...registryIn(kept),
  };
}

function registryIn({ registry }: Readonly<Record<string, unknown>>): AboutRegistry {
  return typeof registry === "string" ? { registry } : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The tab's title, the same in every state of the promotion. */
export function promotionTitle(target: PromotionTarget): string {
  const version = `${target.model} v${target.version}`;
  return target.to === undefined ? version : `${version} → ${target.to}`;
}
