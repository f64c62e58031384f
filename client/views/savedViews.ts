import { type Asker, askAnswer } from "#client/core/asker.ts";
import { viewsOf, withoutView, withView } from "#client/core/viewFile.ts";
import type { Answer } from "#protocol/message.ts";
import {
  type KeptView,
  mlflowViewsRequest,
  type SavedView,
  saveMlflowViewRequest,
  type ViewHome,
  type ViewToSave,
} from "#protocol/views/runsViews.ts";

/** Where views are kept but for MLflow, as they were kept. */
export interface KeptViews {
  readonly mine: unknown;
  keepMine(views: readonly unknown[]): Promise<void>;
  /** Rejects where they cannot be read. */
  shared(): Promise<unknown>;
  keepShared(views: readonly unknown[]): Promise<void>;
}

/** The views of an experiment from all homes. A home that cannot be read is a note: the others are there all the same. */
export async function savedViews(
  store: KeptViews,
  asker: Asker,
  { experimentId, experiment }: { readonly experimentId?: string; readonly experiment: string },
): Promise<{ readonly views: readonly SavedView[]; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const shared = await store.shared().catch((error: Error) => {
    notes.push(`.vscode/slipway.json cannot be read: ${error.message}`);
    return undefined;
  });
  const none = { ok: true, value: [] } as const;
  const mlflow = experimentId === undefined ? none : await askAnswer(asker, mlflowViewsRequest, { experimentId });
  if (!mlflow.ok) notes.push(`MLflow's views cannot be read: ${mlflow.problem.message}`);
  const views = [...viewsOf(store.mine, experiment, "mine"), ...viewsOf(shared, experiment, "shared"), ...(mlflow.ok ? mlflow.value : [])];
  return { views, notes };
}

export async function saveView(store: KeptViews, asker: Asker, view: ViewToSave): Promise<Answer<KeptView>> {
  const { home, experiment, name, state } = view;
  if (home === "mlflow") return askAnswer(asker, saveMlflowViewRequest, view);
  return kept(name, () => change(store, home, (views) => withView(views, { experiment, name, state })));
}

export async function deleteView(
  store: KeptViews,
  { home, experiment, id }: { readonly home: ViewHome; readonly experiment: string; readonly id: string },
): Promise<Answer<null>> {
  if (home === "mlflow") return failed("MLflow deletes its views on its own page.", "Open it there.");
  const answer = await kept(id, () => change(store, home, (views) => withoutView(views, experiment, id)));
  return answer.ok ? { ok: true, value: null } : answer;
}

async function change(store: KeptViews, home: "mine" | "shared", next: (views: unknown) => readonly unknown[]): Promise<void> {
  if (home === "mine") await store.keepMine(next(store.mine));
  else await store.keepShared(next(await store.shared()));
}

async function kept(id: string, write: () => Promise<void>): Promise<Answer<KeptView>> {
  try {
    await write();
    return { ok: true, value: { id, notes: [] } };
  } catch (error) {
    return failed(`The view cannot be kept: ${(error as Error).message}`, "Look at .vscode/slipway.json, or keep it as yours.");
  }
}

function failed(message: string, next: string): Answer<never> {
  return { ok: false, problem: { kind: "unavailable", message, next } };
}
