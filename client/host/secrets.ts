import type * as vscode from "vscode";
import type { Credentials } from "#protocol/registryRequests.ts";

/** Names of the hosts with credentials; SecretStorage of VS Code 1.103 cannot list its keys. */
const hostsKey = "slipway.hosts";

/** Credentials by host, in the keychain of the machine. Never logged, never in a setting. */
export class CredentialStore {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;

  constructor(context: vscode.ExtensionContext) {
    this.#secrets = context.secrets;
    this.#memento = context.globalState;
  }

  async all(): Promise<readonly Credentials[]> {
    const texts = await Promise.all(this.#hosts().map((host) => this.#secrets.get(secretKey(host))));
    return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Credentials]));
  }

  async set(credentials: Credentials): Promise<void> {
    const others = this.#hosts().filter((host) => host !== credentials.host);
    const empty = credentials.token === undefined && credentials.username === undefined;
    if (empty) await this.#secrets.delete(secretKey(credentials.host));
    else await this.#secrets.store(secretKey(credentials.host), JSON.stringify(credentials));
    await this.#memento.update(hostsKey, empty ? others : [...others, credentials.host]);
  }

  #hosts(): readonly string[] {
    return this.#memento.get<readonly string[]>(hostsKey, []);
  }
}

function secretKey(host: string): string {
  return `slipway.credentials:${host}`;
}
