import type { Credentials } from "#protocol/registryRequests.ts";
import { originOf, personalSignIn, type SignIn } from "#registry/model/address.ts";
import type { World } from "../world.ts";

/** What is needed of the world to know who signs in. */
type PersonalWorld = Pick<World, "environment" | "person">;

/**
 * Who signs in where. What the user gave for an origin is used for that origin alone; MLflow's environment variables and its credentials file
 * only for the server that `MLFLOW_TRACKING_URI` names, so that an address in a workspace file is never sent them.
 */
export class CredentialStore {
  private readonly given = new Map<string, SignIn>();
  private readonly world: PersonalWorld;

  constructor(world: PersonalWorld, given: readonly Credentials[]) {
    this.world = world;
    for (const credentials of given) this.set(credentials);
  }

  /** Empty values sign out. What does not name an origin is left out: it could be sent anywhere. */
  set({ origin: named, ...signIn }: Credentials): void {
    const origin = originOf(named);
    if (origin === undefined) return;
    if (Object.values(signIn).some((value) => value !== undefined && value !== "")) this.given.set(origin, signIn);
    else this.given.delete(origin);
  }

  /**
   * What the user gave comes first, then what the address itself holds (`own`), then what is set up for MLflow: its client has the last two
   * so. Which workspace of a server is meant is always said by the last.
   */
  async of(origin: string, own: SignIn | undefined): Promise<SignIn | undefined> {
    const { environment } = this.world;
    const trackingUri = environment["MLFLOW_TRACKING_URI"];
    const credentialsFile = originOf(trackingUri) === origin ? await this.world.person?.readFile(".mlflow/credentials") : undefined;
    const personal = personalSignIn({ environment, credentialsFile }, origin, [trackingUri]);
    const first = this.given.get(origin) ?? own ?? personal;
    return personal?.workspace === undefined ? first : { ...first, workspace: personal.workspace };
  }
}
