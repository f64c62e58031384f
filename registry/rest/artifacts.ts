import type { ArtifactContentQuery, ArtifactQuery } from "#registry/api.ts";
import { byCodePoints } from "#registry/model/codePoints.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { pages } from "#registry/model/pages.ts";
import { checkContentQuery } from "#registry/model/questionLimits.ts";
import { checkArtifactPath, mostArtifacts } from "#registry/model/registryRules.ts";
import type { Artifact, ArtifactContent } from "#registry/model/types.ts";
import { artifacts, page } from "./answers.ts";
import type { HttpClient, Query } from "./http.ts";
import { read } from "./schema.ts";

/** The server lists them from wherever they are. */
export async function listArtifacts(http: HttpClient, { runId, path }: ArtifactQuery, signal: AbortSignal): Promise<Artifact[]> {
  checkArtifactPath(path);
  const entries = pages(async ({ pageToken = "" }) => {
    const query: Query = [["run_id", runId], ...list("path", path), ...list("page_token", pageToken)];
    const answer = read(artifacts, await http.get("/api/2.0/mlflow/artifacts/list", query, signal));
    return page(
      answer.files.map(artifactOf).filter((one) => isBelow(one.path, path)),
      answer,
    );
  });
  const found: Artifact[] = [];
  for await (const entry of entries) if (found.push(entry) === mostArtifacts) break;
  return found.sort((one, other) => byCodePoints(one.path, other.path));
}

/** The server reads it from wherever it is. */
export async function readArtifact(http: HttpClient, query: ArtifactContentQuery, signal: AbortSignal): Promise<ArtifactContent> {
  checkContentQuery(query);
  const { runId, path, maxBytes, from } = query;
  const place: Query = [
    ["run_id", runId],
    ["path", path],
  ];
  try {
    return await http.bytes("/get-artifact", place, { name: path, limit: maxBytes, from }, signal);
  } catch (error) {
    // A missing file is a failure of the server (3.17.2), and how it says so depends on where the artifacts are.
    if (!RegistryError.is(error) || !["unavailable", "unsupported", "notFound"].includes(error.kind)) throw error;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const siblings = await listArtifacts(http, { runId, path: folder }, signal);
    if (siblings.some((one) => one.path === path && !one.isFolder)) throw error;
    throw new RegistryError("notFound", `The run has no artifact ${path}.`, "Refresh the view.", { cause: error });
  }
}

function list(key: string, value: string): Query {
  return value === "" ? [] : [[key, value]];
}

interface ArtifactWire {
  readonly path: string;
  readonly is_dir?: boolean | null | undefined;
  readonly file_size?: number | null | undefined;
}

function artifactOf({ path, is_dir, file_size }: ArtifactWire): Artifact {
  if (is_dir === true) return { path, isFolder: true };
  return { path, isFolder: false, ...(typeof file_size === "number" ? { size: file_size } : {}) };
}

/** What a server names has to lie in the folder that was asked for. */
function isBelow(path: string, folder: string): boolean {
  const rest = folder === "" ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : "";
  return rest !== "" && rest !== "." && rest !== ".." && !/[/\\\0]/.test(rest);
}
