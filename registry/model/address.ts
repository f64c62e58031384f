import { iniSections } from "./ini.ts";

/** A way to sign in: with a user name and password, or with a token that is sent as Bearer. */
export type AuthKind = "basic" | "token";

/** A name and password for one server, or a token. As MLflow: a name with its password wins over a token. */
export interface SignIn {
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  /** Part of a server that is asked (`MLFLOW_WORKSPACE`, 3.10); absent: its default one. */
  readonly workspace?: string;
}

/**
 * Scheme, host and port of an http(s) address in one spelling (`https://mlflow.internal`, `http://127.0.0.1:5000`): what a credential
 * belongs to. A default port that is written out, the case of the host, a path, and a name and password make no difference. A dot behind
 * the host does: without it, a search domain may lead to another machine. Absent for any other URI.
 */
export function originOf(uri: string | undefined): string | undefined {
  if (uri === undefined || !URL.canParse(uri)) return undefined;
  const { protocol, origin } = new URL(uri);
  return protocol === "http:" || protocol === "https:" ? origin : undefined;
}

/** The name and password that an address holds itself, decoded; absent without both (MLflow 3.17.2 then sends none). */
export function signInOf(uri: string): { readonly username: string; readonly password: string } | undefined {
  if (!URL.canParse(uri)) return undefined;
  const { username, password } = new URL(uri);
  return username === "" || password === "" ? undefined : { username: unquoted(username), password: unquoted(password) };
}

/**
 * The address without a name and password, to be shown, logged and kept. Where it cannot be understood, or forgot its `//`, all before
 * the last `@` goes: a mistyped address must not bring the password to the screen.
 */
export function withoutSignIn(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const mistyped = url === undefined || !/^[A-Za-z][A-Za-z0-9+.-]*:\//.test(uri);
  if (url === undefined || (url.username === "" && url.password === "")) {
    return mistyped ? uri.replace(/^([A-Za-z][A-Za-z0-9+.-]+:\/*).*@/s, "$1") : uri;
  }
  url.username = "";
  url.password = "";
  return url.pathname === "/" && !/\/\s*$/.test(uri) ? url.href.replace(/\/(?=$|[?#])/, "") : url.href;
}

/** Where a person's own settings for MLflow are. */
export interface PersonalSettings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of `~/.mlflow/credentials`; absent: there is none. */
  readonly credentialsFile?: string | undefined;
}

/**
 * What MLflow's environment variables and its credentials file say for the server at `origin`. They are meant for the servers that the person
 * named, `named`: an address in a file of the workspace gets nothing. The order is that of MLflow's client (3.17.2, `utils/credentials.py` and
 * `utils/rest_utils.py`): each variable before the file, a name with its password before a token.
 */
export function personalSignIn(
  { environment, credentialsFile }: PersonalSettings,
  origin: string,
  named: readonly (string | undefined)[],
): SignIn | undefined {
  if (!named.some((uri) => originOf(uri) === origin)) return undefined;
  const file = credentialsFile === undefined ? undefined : iniSections(credentialsFile).get("mlflow");
  const said = (name: string) => environment[name] || file?.get(name.toLowerCase());
  const [username, password] = [said("MLFLOW_TRACKING_USERNAME"), said("MLFLOW_TRACKING_PASSWORD")];
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_WORKSPACE: workspace } = environment;
  const part = workspace ? { workspace } : {};
  if (username && password) return { username, password, ...part };
  if (token) return { token, ...part };
  return workspace ? part : undefined;
}

/** As Python's `unquote`, which MLflow's client uses: what is not a percent code stands for itself. */
function unquoted(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (codes) =>
    new TextDecoder().decode(Uint8Array.from(codes.slice(1).split("%"), (code) => Number.parseInt(code, 16))),
  );
}
