import type { Answer } from "#protocol/message.ts";
import type { KeptView, SavedView, ViewToSave } from "#protocol/views/runsViews.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { answer } from "../registry/answer.ts";
import { fromMlflow, toMlflow } from "./mlflowViewState.ts";
import { readViewTag, type ViewTag, viewTagPrefix, writeViewTag } from "./mlflowViewTag.ts";
import type { RunsContext } from "./runsTable.ts";

/** Longest value of an experiment's tag that every MLflow with saved views takes, in characters. */
const longestValue = 5000;

type ViewsContext = Pick<RunsContext, "registry" | "world">;

/** The views that MLflow's own page has of an experiment. */
export function mlflowViews(
  { experimentId }: { readonly experimentId: string },
  context: ViewsContext,
  signal: AbortSignal,
): Promise<Answer<readonly SavedView[]>> {
  return answer(
    async () => {
      const tags = await viewTags(experimentId, context, signal);
      return [...tags].map(([id, { name, state }]) => ({ id, name, home: "mlflow" as const, ...fromMlflow(state) }));
    },
    context.world.log,
    signal,
  );
}

/** Keeps a view where MLflow's own page finds it, and says what of it MLflow has no place for. */
export function saveMlflowView(params: ViewToSave, context: ViewsContext, signal: AbortSignal): Promise<Answer<KeptView>> {
  return answer(
    async () => {
      const tags = await viewTags(params.experimentId, context, signal);
      const wanted = params.name.trim().toLowerCase();
      const taken = [...tags].find(([id, { name }]) => id !== params.id && name.trim().toLowerCase() === wanted);
      if (taken !== undefined)
        throw new RegistryError("conflict", `MLflow has a view “${taken[1].name}” already.`, "Choose another name, or save over it.");
      const before = params.id === undefined ? undefined : tags.get(params.id);
      const { state, notes } = toMlflow(params.state, before?.state);
      const value = await writeViewTag(params.name.trim(), state, before, context.world.now());
      if (value.length > longestValue) {
        throw new RegistryError(
          "invalid",
          `The view takes ${value.length} characters, and MLflow keeps ${longestValue}.`,
          "Save it with fewer columns, or share it in the folder.",
        );
      }
      const id = before !== undefined && params.id !== undefined ? params.id : freshId(context);
      await context.registry.setExperimentTag(params.experimentId, `${viewTagPrefix}${id}`, value, signal);
      return { id, notes };
    },
    context.world.log,
    signal,
  );
}

async function viewTags(experimentId: string, { registry }: ViewsContext, signal: AbortSignal): Promise<Map<string, ViewTag>> {
  const { tags } = await registry.experiment(experimentId, signal);
  const found = new Map<string, ViewTag>();
  for (const { key, value } of tags) {
    const id = key.startsWith(viewTagPrefix) ? key.slice(viewTagPrefix.length) : "";
    const tag = id === "" ? undefined : await readViewTag(id, value);
    if (tag !== undefined) found.set(id, tag);
  }
  return found;
}

/** Opaque to MLflow; 64 hexadecimal digits, as those of its own share links. */
function freshId({ world }: ViewsContext): string {
  return Array.from({ length: 64 }, () => Math.floor(world.random() * 16).toString(16)).join("");
}
