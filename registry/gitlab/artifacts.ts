import type { ArtifactContentQuery, ArtifactQuery } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { checkContentQuery } from "#registry/model/questionLimits.ts";
import { checkArtifactPath, mostArtifacts, runNotFound } from "#registry/model/registryRules.ts";
import type { Artifact, ArtifactContent, Knowledge } from "#registry/model/types.ts";
import { artifacts } from "#registry/rest/answers.ts";
import type { HttpClient } from "#registry/rest/http.ts";
import { getRun } from "#registry/rest/runs.ts";
import { read } from "#registry/rest/schema.ts";
import { decoded } from "./decoded.ts";
import { getVersion } from "./models.ts";

const calls = "/api/2.0/mlflow-artifacts/artifacts";
const largestModelFile = 5_000_000;

/** GitLab lists the files of a package, without folders: a folder is what a name has before a `/`. */
export async function listRunArtifacts(http: HttpClient, { runId, path }: ArtifactQuery, signal: AbortSignal): Promise<Artifact[]> {
  checkArtifactPath(path);
  const found = new Map<string, Artifact>();
  for (const file of await filesOf(http, await packageOf(http, runId, signal), signal)) {
    const rest = path === "" ? file.path : file.path.startsWith(`${path}/`) ? file.path.slice(path.length + 1) : "";
    const [name = "", ...below] = rest.split("/");
    if (name === "" || name === "." || name === "..") continue;
    const full = path === "" ? name : `${path}/${name}`;
    found.set(full, below.length > 0 ? { path: full, isFolder: true } : file);
  }
  return [...found.values()].sort((one, other) => byCodePoints(one.path, other.path)).slice(0, mostArtifacts);
}

export async function readRunArtifact(http: HttpClient, query: ArtifactContentQuery, signal: AbortSignal): Promise<ArtifactContent> {
  checkContentQuery(query);
  const { runId, path, maxBytes, from } = query;
  const place = await packageOf(http, runId, signal);
  try {
    return await http.bytes(addressOf(place, path), [], { name: path, limit: maxBytes, from }, signal);
  } catch (error) {
    if (!RegistryError.is(error, "unsupported") && !RegistryError.is(error, "notFound")) throw error;
    throw new RegistryError("notFound", `The run has no artifact ${path}.`, "Refresh the view.", { cause: error });
  }
}

export async function modelFile(http: HttpClient, model: string, version: string, signal: AbortSignal): Promise<Knowledge<string>> {
  try {
    return { state: "known", value: await http.text(addressOf(version, "MLmodel"), [], largestModelFile, signal) };
  } catch (error) {
    if (!RegistryError.is(error) || error.kind === "unauthorized" || error.kind === "forbidden") throw error;
    // A version without files is answered as one that is not there.
    await getVersion(http, model, version, signal);
    if (error.kind === "notFound" || error.kind === "unsupported") {
      const files = await filesOf(http, version, signal);
      if (files.every(({ path }) => path !== "MLmodel")) return { state: "absent" };
    }
    return { state: "unknown", why: `GitLab could not give the file MLmodel: ${error.message}` };
  }
}

/** What the artifacts of a run are called in calls: `candidate:7`, or the id of the version that it became. */
async function packageOf(http: HttpClient, runId: string, signal: AbortSignal): Promise<string> {
  const run = await getRun(http, runId, signal);
  if (run === undefined) throw runNotFound(runId);
  const [, place] = /\/packages\/ml_models\/([^/]+)\/files\/?$/.exec(run.info.artifact_uri) ?? [];
  if (place !== undefined) return decoded(place);
  const message = "The artifacts of this run are in a package of GitLab that it does not give through MLflow's API.";
  throw new RegistryError("unsupported", message, "Open the page of the run in GitLab.");
}

async function filesOf(http: HttpClient, place: string, signal: AbortSignal): Promise<(Artifact & { readonly isFolder: false })[]> {
  const { files } = read(artifacts, await http.get(calls, [["path", place]], signal));
  return files.map(({ path, file_size }) => ({
    // The name of a file in a package has no `/`: those of its path stand there escaped.
    path: decoded(path.replaceAll("+", " ")),
    isFolder: false,
    ...(typeof file_size === "number" ? { size: file_size } : {}),
  }));
}

function addressOf(place: string, path: string): string {
  return [calls, ...[place, ...path.split("/")].map(encodeURIComponent)].join("/");
}
