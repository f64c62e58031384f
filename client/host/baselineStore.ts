import type * as vscode from "vscode";
import { setContextKey } from "./contextKeys.ts";

const key = "slipway.baseline";

/** The run that comparisons start from, kept per workspace. */
export class Baseline {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    setContextKey("slipway.hasBaseline", this.runId !== undefined);
  }

  get runId(): string | undefined {
    return this.#memento.get<string>(key);
  }

  async set(runId: string | undefined): Promise<void> {
    await this.#memento.update(key, runId);
    setContextKey("slipway.hasBaseline", runId !== undefined);
  }
}
