import type { Answer } from "#protocol/message.ts";
import type { PipelineGraph } from "#protocol/views/pipeline.ts";
import type { FileHashes } from "../dvc/status/hashes.ts";
import type { Checks } from "../workspace/checks.ts";
import { statusLooks } from "../workspace/statusLooks.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The graph of a file as it stands in the editor. What is stale is asked of the disk where the workspace is trusted only. */
export async function graphOfFile(
  { uri, compares }: { readonly uri: string; readonly compares: boolean },
  { workspace, checks, hashes }: { readonly workspace: Workspace; readonly checks: Checks; readonly hashes: FileHashes },
  signal: AbortSignal,
): Promise<Answer<PipelineGraph>> {
  const document = await checks.document(uri);
  const graph = document?.format.lens?.graph;
  if (document === undefined || graph === undefined) {
    const message = document === undefined ? "The file is not there any more." : "This file has no stages.";
    return { ok: false, problem: { kind: "notFound", message, next: "Open a dvc.yaml and show its pipeline." } };
  }
  const { project } = await checks.around(document);
  const looks = compares && workspace.trusted ? statusLooks(workspace, checks, hashes, signal) : undefined;
  return { ok: true, value: await graph(document.model, uri, project, looks) };
}
