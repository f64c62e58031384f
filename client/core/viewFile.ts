import type { SavedView, ViewHome, ViewState } from "#protocol/views/runsViews.ts";
import { restoredRunsState } from "./panelStates.ts";

/** A view of the Runs page as a workspace or its file keeps it; within an experiment its name is its own. */
export interface StoredView {
  /** Name of the experiment: ids are those of one registry. */
  readonly experiment: string;
  readonly name: string;
  readonly state: ViewState;
}

const field = "runsViews";

/** The views of an experiment among what was kept, possibly by another version of Slipway or by hand. What is none is left out. */
export function viewsOf(kept: unknown, experiment: string, home: ViewHome): SavedView[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((view: Partial<StoredView> | null): SavedView[] => {
    if (typeof view !== "object" || view === null || view.experiment !== experiment || typeof view.name !== "string") return [];
    const restored = restoredRunsState({ ...(typeof view.state === "object" ? view.state : {}), experimentIds: [], name: "" });
    if (restored === undefined) return [];
    const { registry: _registry, folder: _folder, experimentIds: _experiments, name: _name, shownView: _shown, ...own } = restored;
    const { history: _history, isDeleted: _deleted, ...state } = own;
    return [{ id: view.name, name: view.name, home, state }];
  });
}

/** What is kept, with a view: in the place of the one of its name, else at the end. */
export function withView(kept: unknown, view: StoredView): readonly unknown[] {
  const list = Array.isArray(kept) ? (kept as unknown[]) : [];
  const at = list.findIndex((each) => isNamed(each, view.experiment, view.name));
  return at < 0 ? [...list, view] : list.with(at, view);
}

export function withoutView(kept: unknown, experiment: string, name: string): readonly unknown[] {
  return Array.isArray(kept) ? kept.filter((each) => !isNamed(each, experiment, name)) : [];
}

/** The views in the text of `.vscode/slipway.json`. Throws where it is no JSON object. */
export function viewsInFile(text: string): unknown {
  return text.trim() === "" ? undefined : objectIn(text)[field];
}

/** The file's text with other views; whatever else stands in it stays. Throws where it is no JSON object. */
export function fileWithViews(text: string, views: readonly unknown[]): string {
  const before = text.trim() === "" ? {} : objectIn(text);
  return `${JSON.stringify({ ...before, [field]: views }, undefined, 2)}\n`;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new SyntaxError("It is no JSON object.");
  return value as Readonly<Record<string, unknown>>;
}

function isNamed(view: unknown, experiment: string, name: string): boolean {
  if (typeof view !== "object" || view === null) return false;
  const named = view as Partial<StoredView>;
  return named.experiment === experiment && named.name === name;
}
