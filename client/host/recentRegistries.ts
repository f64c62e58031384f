import type * as vscode from "vscode";

const key = "slipway.recentRegistries";
/** More could not be read at a glance. */
const most = 10;

/** A registry that was open in some window: its address without a sign-in, its short name, and when it was opened last (ms). */
export interface RecentRegistry {
  readonly uri: string;
  readonly label: string;
  readonly at: number;
}

/** The registries that this person had open last, over all windows of the machine. */
export class RecentRegistries {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /** The newest first. What another version of Slipway kept otherwise is left out. */
  all(): readonly RecentRegistry[] {
    const kept = this.#memento.get<unknown>(key);
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  }

  async opened(registry: RecentRegistry): Promise<void> {
    const others = this.all().filter(({ uri }) => uri !== registry.uri);
    await this.#memento.update(key, [registry, ...others].slice(0, most));
  }

  async forget(uri: string): Promise<void> {
    const others = this.all().filter((each) => each.uri !== uri);
    await this.#memento.update(key, others);
  }
}

function isRecent(value: unknown): value is RecentRegistry {
  const { uri, label, at } = (value ?? {}) as Partial<RecentRegistry>;
  return typeof uri === "string" && typeof label === "string" && typeof at === "number";
}
