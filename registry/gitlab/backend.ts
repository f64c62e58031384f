import type { RegistrySource } from "#registry/api.ts";
import type { Backend } from "#registry/backend.ts";
import { addressOf, bare } from "#registry/rest/client.ts";
import { decoded } from "./decoded.ts";
import { openGitLabRegistry } from "./gitlabRegistry.ts";

const example = "https://gitlab.com/api/v4/projects/ID/ml/mlflow";
/** Where GitLab answers MLflow's client: the version of its own API and the project stand in the path. */
const place = /\/api\/v\d+\/projects\/([^/]+)\/ml\/mlflow\/?$/;

/** The experiments and models of a project in GitLab, through what it has of MLflow's API. Tried against a fake server of ours; not yet against GitLab. */
export const gitlabBackend: Backend = {
  schemes: ["http", "https"],
  takes: (uri) => URL.canParse(uri) && place.test(new URL(uri).pathname),
  example,
  blocks: false,
  authKinds: ["token"],
  describe: (uri) => sourceOf(addressOf(uri, example)),
  open: (uri, world) => openGitLabRegistry(addressOf(uri, example), sourceOf(addressOf(uri, example)), world),
};

/** A run has a page of its own there, at an address that is not told. */
function sourceOf(address: URL): RegistrySource {
  const base = bare(address);
  const [, project = ""] = place.exec(base.pathname) ?? [];
  // A project is named by its number, or by its path as one part.
  const label = `${base.host} (${decoded(project)})`;
  return { uri: base.href.replace(/\/$/, ""), kind: "gitlab", shared: true, label };
}
