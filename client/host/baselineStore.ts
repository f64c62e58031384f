import type * as vscode from "vscode";
import type { RegistryRef } from "#protocol/registryRequests.ts";
import { setContextKey } from "./contextKeys.ts";

const key = "slipway.baseline";

/** A text: of a version of Slipway that kept no registry. */
type Kept = string | { readonly runId: string; readonly registry?: RegistryRef };

/** The run that comparisons start from, kept per workspace, for the registry that it is in. */
export class Baseline {
  readonly #memento: vscode.Memento;
  readonly #registry: () => RegistryRef | undefined;
  readonly #listeners: ((runId: string | undefined) => void)[] = [];

  /** `registry`: the one that is open. */
  constructor(memento: vscode.Memento, registry: () => RegistryRef | undefined) {
    this.#memento = memento;
    this.#registry = registry;
    this.tell();
  }

  get runId(): string | undefined {
    const kept = this.#memento.get<Kept>(key);
    if (kept === undefined || typeof kept === "string") return kept;
    const registry = this.#registry();
    return kept.registry === undefined || registry === undefined || kept.registry === registry ? kept.runId : undefined;
  }

  async set(runId: string | undefined): Promise<void> {
    const registry = this.#registry();
    const kept: Kept | undefined = runId === undefined ? undefined : { runId, ...(registry === undefined ? {} : { registry }) };
    await this.#memento.update(key, kept);
    this.tell();
    for (const listener of this.#listeners) listener(runId);
  }

  /** Another run was set, or none. */
  onChange(listener: (runId: string | undefined) => void): void {
    this.#listeners.push(listener);
  }

  /** Menus follow: another registry may have been opened. */
  tell(): void {
    setContextKey("slipway.hasBaseline", this.runId !== undefined);
  }
}
