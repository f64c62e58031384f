import type * as vscode from "vscode";
import type { Credentials } from "#protocol/registryRequests.ts";
import { originOf } from "#registry/model/address.ts";

/** Origins with credentials; SecretStorage of VS Code 1.103 cannot list its keys. */
const originsKey = "slipway.origins";
/** What earlier versions kept: a host, without the scheme that the credentials were given for. */
const hostsKey = "slipway.hosts";

/** Credentials by origin, in the keychain of the machine. Never logged, never in a setting. */
export class CredentialStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;

  constructor(context: Pick<vscode.ExtensionContext, "secrets" | "globalState">) {
    this.#secrets = context.secrets;
    this.#memento = context.globalState;
  }

  async all(): Promise<readonly Credentials[]> {
    await this.#forgetHosts();
    const texts = await Promise.all(this.#origins().map((origin) => this.#secrets.get(secretKey(origin))));
    return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Credentials]));
  }

  /** Keeps credentials, or forgets them where they are empty. Throws for what is no origin: it could be sent anywhere. */
  async set(credentials: Credentials): Promise<void> {
    const origin = originOf(credentials.origin);
    if (origin === undefined) throw new Error("Credentials need the http(s) address that they are for.");
    const others = this.#origins().filter((each) => each !== origin);
    const empty = !credentials.token && !credentials.username;
    if (empty) await this.#secrets.delete(secretKey(origin));
    else await this.#secrets.store(secretKey(origin), JSON.stringify({ ...credentials, origin }));
    await this.#memento.update(originsKey, empty ? others : [...others, origin]);
  }

  /** Whether a host was meant over http or https is not known, and guessing could send a token in the clear: people sign in again. */
  async #forgetHosts(): Promise<void> {
    const hosts = this.#memento.get<readonly string[]>(hostsKey, []);
    if (hosts.length === 0) return;
    await Promise.all(hosts.map((host) => this.#secrets.delete(secretKey(host))));
    await this.#memento.update(hostsKey, undefined);
  }

  #origins(): readonly string[] {
    return this.#memento.get<readonly string[]>(originsKey, []);
  }
}

function secretKey(origin: string): string {
  return `slipway.credentials:${origin}`;
}
