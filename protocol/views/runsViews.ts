import { type Answer, request } from "../message.ts";
import type { RunsState } from "./runs.ts";

/** Where a view of the Runs page is kept: for this workspace, in `.vscode/slipway.json`, or in MLflow, where its own page shows it too. */
export type ViewHome = "mine" | "shared" | "mlflow";

/** What a view holds: columns, filter, order, groups and charts; never runs' data. */
export type ViewState = Omit<RunsState, "registry" | "experimentIds" | "isDeleted" | "name" | "shownView" | "history">;

export interface SavedView {
  /** Unique within its home. */
  readonly id: string;
  readonly name: string;
  readonly home: ViewHome;
  readonly state: ViewState;
  /** What of it cannot be shown here, in words. */
  readonly notes?: readonly string[];
}

export interface ViewToSave {
  readonly experimentId: string;
  /** Of the experiment: a shared view is of the experiment with this name, on whichever registry. */
  readonly experiment: string;
  readonly home: ViewHome;
  readonly name: string;
  /** Of the view that it takes the place of. */
  readonly id?: string;
  readonly state: ViewState;
}

export interface KeptView {
  readonly id: string;
  /** What could not be kept there, in words. */
  readonly notes: readonly string[];
}

/** Page to host: the views of an experiment from all homes; a home that cannot be read is a note. Of several experiments together MLflow keeps none: then without an id. */
export const savedViewsRequest = request<
  { readonly experimentId?: string; readonly experiment: string },
  { readonly views: readonly SavedView[]; readonly notes: readonly string[] }
>("runs/savedViews");
export const saveViewRequest = request<ViewToSave, Answer<KeptView>>("runs/saveView");
/** Views of this workspace, and of its file. */
export const deleteViewRequest = request<Pick<ViewToSave, "home" | "experiment"> & { readonly id: string }, Answer<null>>(
  "runs/deleteView",
);

/** Host to server. */
export const mlflowViewsRequest = request<{ readonly experimentId: string }, Answer<readonly SavedView[]>>("slipway/runs/mlflowViews");
export const saveMlflowViewRequest = request<ViewToSave, Answer<KeptView>>("slipway/runs/saveMlflowView");
