import { artifactFolderRequest, artifactHashesRequest, artifactPreviewRequest, artifactTableRequest } from "#protocol/views/artifacts.ts";
import {
  type CompareState,
  compareDataRequest,
  compareReady,
  curvesRequest,
  groupCurvesRequest,
  pickRuns,
} from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { explainRequest, relationRequest } from "#protocol/views/compareRelation.ts";
import type { Registry } from "#registry/api.ts";
import { artifactFolder } from "#server/artifacts/folder.ts";
import { artifactHashes } from "#server/artifacts/hashes.ts";
import { artifactPreview } from "#server/artifacts/preview.ts";
import { artifactTable } from "#server/artifacts/table.ts";
import { compareData } from "#server/compare/compareData.ts";
import { curves } from "#server/compare/curves.ts";
import { groupCurves } from "#server/compare/groupCurves.ts";
import { modelsOfRuns } from "#server/compare/modelsOfRuns.ts";
import { explain, relation } from "#server/compare/relation.ts";
import { contextOf } from "#server/compare/testContext.ts";
import type { Fixture } from "./harness.ts";

const { signal } = new AbortController();

/** A host of the Compare page whose answers are the server's own, over a store. */
export function compareRegistryHost(registry: Registry, state: () => CompareState): Fixture {
  const context = contextOf(registry);
  return {
    [compareReady.method]: state,
    [compareDataRequest.method]: (params) => compareData(params, context, signal),
    [curvesRequest.method]: (params) => curves(params, context, signal),
    [groupCurvesRequest.method]: (params) => groupCurves(params, context, signal),
    [modelsOfRunsRequest.method]: (params) => modelsOfRuns(params, context, signal),
    [relationRequest.method]: (params) => relation(params, context, signal),
    [explainRequest.method]: (params) => explain(params, context, signal),
    [artifactFolderRequest.method]: (params) => artifactFolder(params, context, signal),
    [artifactHashesRequest.method]: (params) => artifactHashes(params, context, signal),
    [artifactPreviewRequest.method]: (params) => artifactPreview(params, context, signal),
    [artifactTableRequest.method]: (params) => artifactTable(params, context, signal),
    [pickRuns.method]: () => [],
  };
}
