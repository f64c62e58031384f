import type { AboutRegistry } from "#protocol/registryRequests.ts";
import type { ArtifactPlace } from "#protocol/views/artifacts.ts";

/** A file among the artifacts of a run of a registry. */
export type ArtifactAddress = ArtifactPlace & AboutRegistry;

/** `/<run>/plots/roc.png`: the path of its address in the editor. */
export function artifactPath({ runId, path }: ArtifactPlace): string {
  return `/${encodeURIComponent(runId)}/${path}`;
}

/** Undefined where the path names no run. */
export function artifactPlace(path: string): ArtifactPlace | undefined {
  const [, run, ...rest] = path.split("/");
  if (run === undefined || run === "") return undefined;
  return { runId: decodeURIComponent(run), path: rest.join("/") };
}

/** The folder that a path is in. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
