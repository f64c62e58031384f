import { curvesRequest } from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { filesOfWorkspace } from "#protocol/views/panel.ts";
import { newRunPageState, type RunPageState, runPageReady, runPageRequest } from "#protocol/views/run.ts";
import type { Registry } from "#registry/api.ts";
import { curves } from "#server/compare/curves.ts";
import { modelsOfRuns } from "#server/compare/modelsOfRuns.ts";
import { contextOf } from "#server/compare/testContext.ts";
import { runPage } from "#server/run/runPage.ts";
import { artifactHost } from "./artifactFixture.ts";
import type { Fixture } from "./harness.ts";

const { signal } = new AbortController();

/** Answers as the host does, from a registry; `baseline` is the run that comparisons start from. */
export function runHost(registry: Registry, runId: string, state: Partial<RunPageState> = {}, baseline?: string): Fixture {
  const context = contextOf(registry);
  return {
    [runPageReady.method]: () => ({
      state: { ...newRunPageState(runId, "gbm"), ...state },
      ...(baseline === undefined ? {} : { baseline }),
      hasBrowser: true,
    }),
    [runPageRequest.method]: (params: { runId: string }) => runPage(params, context, signal),
    [curvesRequest.method]: (params: Parameters<typeof curves>[0]) => curves(params, context, signal),
    [modelsOfRunsRequest.method]: (params: { runIds: readonly string[] }) => modelsOfRuns(params, context, signal),
    [filesOfWorkspace.method]: ({ paths }: { paths: readonly string[] }) => paths.map((path) => path === "data/holdout.csv"),
    ...artifactHost([runId]),
  };
}
