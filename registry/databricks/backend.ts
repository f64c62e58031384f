import type { RegistrySource } from "#registry/api.ts";
import type { Backend, OpenWorld } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { HttpWorld } from "#registry/rest/http.ts";
import { laterRegistry } from "./laterRegistry.ts";
import { type Profile, readProfile } from "./profile.ts";
import { Tokens } from "./tokens.ts";
import { openUnityCatalog } from "./unityCatalog.ts";
import { openWorkspaceRegistry } from "./workspaceRegistry.ts";

const unityCatalog = "databricks-uc";

/**
 * Databricks: a workspace with its own registry (`databricks`), or with that of Unity Catalog (`databricks-uc`). Made from the documented API and
 * tried against a fake server of ours; not yet tried against a workspace.
 */
export const databricksBackend: Backend = {
  schemes: ["databricks", unityCatalog],
  example: "databricks://profile",
  blocks: false,
  // Who signs in stands in the profile.
  authKinds: [],
  absolute: (written) => (/^databricks(-uc)?$/.test(written) ? `${written}:` : undefined),
  describe: (uri) => sourceOf(parse(uri)),
  open(uri, world) {
    const named = parse(uri);
    return laterRegistry(sourceOf(named), async () => openAt(named, world));
  },
};

interface Named {
  readonly scheme: string;
  /** Absent: the environment's, or `DEFAULT`. */
  readonly profile: string | undefined;
}

async function openAt({ scheme, profile }: Named, world: OpenWorld) {
  const { host } = await profileOf(profile, world);
  const tokens = new Tokens(world, () => profileOf(profile, world));
  const signedIn: HttpWorld = {
    ...world,
    // A token that was given for the workspace itself comes first.
    authorize: async (request) => {
      const given = await world.authorize(request);
      return given?.token || given?.password ? given : { token: await tokens.token(host) };
    },
  };
  const source = sourceOf({ scheme, profile });
  return scheme === unityCatalog
    ? openUnityCatalog(new URL(host), source, signedIn)
    : openWorkspaceRegistry(new URL(host), source, signedIn);
}

function profileOf(name: string | undefined, { person }: OpenWorld): Promise<Profile> {
  if (person !== undefined) return readProfile(name, person);
  throw new RegistryError("unsupported", "Profiles of Databricks cannot be read here.", "Open the folder in VS Code on a computer.");
}

/** `databricks:`, `databricks://profile`. Throws `invalid` for anything else, which may hold a secret: it is not repeated. */
function parse(uri: string): Named {
  const [, scheme = "", name = ""] = /^(databricks(?:-uc)?):(?:\/\/((?!-)[\w.@ +-]*)\/?)?$/i.exec(uri) ?? [];
  if (scheme === "") throw new RegistryError("invalid", "The address names no profile of Databricks.", "Use databricks://PROFILE.");
  return { scheme: scheme.toLowerCase(), profile: name === "" ? undefined : name };
}

function sourceOf({ scheme, profile }: Named): RegistrySource {
  const uri = profile === undefined ? `${scheme}:` : `${scheme}://${profile}`;
  const label = `${scheme === unityCatalog ? "Unity Catalog" : "Databricks"}${profile === undefined ? "" : ` (${profile})`}`;
  return { uri, kind: scheme, shared: true, label };
}
