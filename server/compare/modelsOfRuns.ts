import type { Answer } from "#protocol/message.ts";
import type { ModelFacts } from "#protocol/views/compareModels.ts";
import { inParallel } from "#registry/model/inParallel.ts";
import { answer } from "../registry/answer.ts";
import type { CompareContext } from "./context.ts";
import { readModelFacts } from "./modelFacts.ts";
import { versionsOfRuns } from "./versionsOfRuns.ts";

/** Files read at once: a server hands them out one by one. */
const atOnce = 4;
/** Models of so many runs are read: each is a file. */
const mostModels = 50;

/** What the models say that the runs became: environment, signature, size. Read when the page shows it, for it costs a file per run. */
export function modelsOfRuns(
  { runIds }: { readonly runIds: readonly string[] },
  { registry, policy, world }: CompareContext,
  signal: AbortSignal,
): Promise<Answer<readonly (ModelFacts | null)[]>> {
  const work = async (): Promise<(ModelFacts | null)[]> => {
    const versions = await versionsOfRuns(registry, policy, runIds, signal);
    const some = new Set(runIds.filter((id) => versions.has(id)).slice(0, mostModels));
    return inParallel(runIds, atOnce, async (id) => {
      const version = some.has(id) ? versions.get(id) : undefined;
      if (version === undefined) return null;
      const file = await registry.modelFile(version.model, version.version, signal);
      return file.state === "known" ? { version: `v${version.version}`, ...readModelFacts(file.value) } : null;
    });
  };
  return answer(work, world.log, signal);
}
