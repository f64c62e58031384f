import type { Credentials } from "#protocol/registryRequests.ts";
import { originOf, type SignIn, signInOfEnvironment } from "#registry/model/address.ts";
import type { World } from "../world.ts";

/**
 * Who signs in where. What the user gave for an origin is used for that origin alone; MLflow's environment variables only for the server
 * that `MLFLOW_TRACKING_URI` names, so that an address in a workspace file is never sent them.
 */
export class CredentialStore {
  private readonly given = new Map<string, SignIn>();
  private readonly environment: World["environment"];

  constructor(environment: World["environment"], given: readonly Credentials[]) {
    this.environment = environment;
    for (const credentials of given) this.set(credentials);
  }

  /** Empty values sign out. What does not name an origin is left out: it could be sent anywhere. */
  set({ origin: named, ...signIn }: Credentials): void {
    const origin = originOf(named);
    if (origin === undefined) return;
    if (Object.values(signIn).some((value) => value !== undefined && value !== "")) this.given.set(origin, signIn);
    else this.given.delete(origin);
  }

  /** What the user gave comes first, then what the address itself holds (`own`), then the environment: MLflow's client has the last two so. */
  of(origin: string, own: SignIn | undefined): SignIn | undefined {
    return this.given.get(origin) ?? own ?? signInOfEnvironment(this.environment, origin, [this.environment["MLFLOW_TRACKING_URI"]]);
  }
}
