import type * as vscode from "vscode";
import { readBaselines, withBaselineOf } from "#client/core/baseline.ts";
import type { AboutRegistry, RegistryRef } from "#protocol/registryRequests.ts";
import { setContextKey } from "./contextKeys.ts";

const key = "slipway.baseline";

/** The run that comparisons start from: one in each registry, kept per workspace. */
export class Baseline {
  readonly #memento: vscode.Memento;
  readonly #shown: () => RegistryRef | undefined;
  readonly #listeners: ((runId: string | undefined, about: AboutRegistry) => void)[] = [];

  /** `shown`: the registry that the side bar shows. */
  constructor(memento: vscode.Memento, shown: () => RegistryRef | undefined) {
    this.#memento = memento;
    this.#shown = shown;
    this.tell();
  }

  /** Its id; absent: none was set, or it is not known which registry is meant. */
  of({ registry = this.#shown() }: AboutRegistry = {}): string | undefined {
    return readBaselines(this.#memento.get<unknown>(key)).find(([of]) => of === registry)?.[1];
  }

  /** Absent: none from now on. Nothing happens while no registry is open: there is no run to be one. */
  async set(runId: string | undefined, { registry = this.#shown() }: AboutRegistry = {}): Promise<void> {
    if (registry === undefined) return;
    await this.#memento.update(key, withBaselineOf(readBaselines(this.#memento.get<unknown>(key)), registry, runId));
    this.tell();
    for (const listener of this.#listeners) listener(runId, { registry });
  }

  /** Another run was set in a registry, or none. */
  onChange(listener: (runId: string | undefined, about: AboutRegistry) => void): void {
    this.#listeners.push(listener);
  }

  /** Menus follow: another registry may have been opened. */
  tell(): void {
    setContextKey("slipway.hasBaseline", this.of() !== undefined);
  }
}
