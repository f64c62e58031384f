import type { Person } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { iniSections } from "#registry/model/ini.ts";

/** How to reach a workspace and sign in there: a section of `.databrickscfg`, or the `DATABRICKS_*` variables. */
export interface Profile {
  /** Absent: it is made of variables. */
  readonly name: string | undefined;
  /** Origin of the workspace, `https://….cloud.databricks.com`. */
  readonly host: string;
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `pat`, `oauth-m2m`, `databricks-cli`; empty: what there is of these. */
  readonly authType: string;
}

/** Reads a value of a profile by its key in `.databrickscfg`. */
type Get = (key: string) => string;

const usualName = "DEFAULT";

/**
 * The profile of that name. Without a name, the variables when they name a host, else the profile that `DATABRICKS_CONFIG_PROFILE` names, else
 * `DEFAULT`. What a named profile lacks is never taken from elsewhere: a token belongs to the host that it stands beside. Rejects with
 * `unauthorized`.
 */
export async function readProfile(name: string | undefined, person: Person): Promise<Profile> {
  const { environment } = person;
  const variable: Get = (key) => environment[`DATABRICKS_${key.toUpperCase()}`]?.trim() ?? "";
  if (name === undefined && variable("host") !== "") return profileOf(undefined, variable);
  const path = variable("config_file") || ".databrickscfg";
  const wanted = name ?? (variable("config_profile") || usualName);
  const text = await person.readFile(path.replace(/^~\//, ""));
  const section = text === undefined ? undefined : iniSections(text).get(wanted);
  if (section !== undefined) return profileOf(wanted, (key) => section.get(key)?.trim() ?? "");
  throw new RegistryError(
    "unauthorized",
    `There is no profile ${wanted} in ${path}.`,
    `Run databricks auth login --profile ${wanted}, or set DATABRICKS_HOST and DATABRICKS_TOKEN.`,
  );
}

function profileOf(name: string | undefined, get: Get): Profile {
  return {
    name,
    host: originOf(get("host"), name),
    token: get("token"),
    clientId: get("client_id"),
    clientSecret: get("client_secret"),
    authType: get("auth_type"),
  };
}

/** A token goes over HTTPS; this computer alone may be asked without. */
function originOf(host: string, name: string | undefined): string {
  const address = /^https?:\/\//i.test(host) ? host : `https://${host}`;
  const url = host !== "" && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "https:" || url?.hostname === "127.0.0.1" || url?.hostname === "localhost") return url.origin;
  const where = name === undefined ? "DATABRICKS_HOST" : `the profile ${name}`;
  throw new RegistryError(
    "unauthorized",
    `The host in ${where} is no https address.`,
    "Correct it: https://WORKSPACE.cloud.databricks.com.",
  );
}
