import type { Credentials } from "#protocol/registryRequests.ts";
import type { World } from "../world.ts";

type SignIn = Omit<Credentials, "host">;

/**
 * Who signs in where. What the user gave for a host is used for that host alone; MLflow's environment variables only for the server that
 * `MLFLOW_TRACKING_URI` names, so that an address in a workspace file is never sent them.
 */
export class CredentialStore {
  private readonly given = new Map<string, SignIn>();
  private readonly environment: World["environment"];

  constructor(environment: World["environment"], given: readonly Credentials[]) {
    this.environment = environment;
    for (const credentials of given) this.set(credentials);
  }

  /** Empty values sign out. */
  set({ host, ...signIn }: Credentials): void {
    if (Object.values(signIn).some((value) => value !== undefined && value !== "")) this.given.set(host.toLowerCase(), signIn);
    else this.given.delete(host.toLowerCase());
  }

  /** `host` as `host:port`. */
  of(host: string): SignIn | undefined {
    return this.given.get(host.toLowerCase()) ?? this.fromEnvironment(host);
  }

  private fromEnvironment(host: string): SignIn | undefined {
    const uri = this.environment["MLFLOW_TRACKING_URI"] ?? "";
    if (!URL.canParse(uri) || new URL(uri).host !== host) return undefined;
    const token = this.environment["MLFLOW_TRACKING_TOKEN"];
    const username = this.environment["MLFLOW_TRACKING_USERNAME"];
    const password = this.environment["MLFLOW_TRACKING_PASSWORD"];
    if (token) return { token };
    return username ? { username, ...(password === undefined ? {} : { password }) } : undefined;
  }
}
