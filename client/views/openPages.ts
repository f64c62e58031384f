import type { Uri, WebviewPanel } from "vscode";
import { type Asker, aboutRegistry } from "#client/core/asker.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import type { Wording } from "#client/core/wording.ts";
import type { ChosenFolder } from "#client/host/chosenFolder.ts";
import { registerPageRestore, WebPage } from "#client/host/webPage.ts";
import type { Notification } from "#protocol/message.ts";
import { type AboutRegistry, aboutOf, aboutShown, type RegistryChange, type SourceState } from "#protocol/registryRequests.ts";
import type { NamedRun, RunAct } from "#protocol/runEdits.ts";
import type { PanelName } from "#protocol/viewIds.ts";
import { dataChanged } from "#protocol/views/panel.ts";
import type { SourceWatch } from "./sourceWatch.ts";

/** What pages work with. */
export interface PanelsContext {
  readonly asker: Asker;
  readonly source: Pick<SourceWatch, "state" | "current">;
  readonly words: Wording;
  readonly chosenFolder: ChosenFolder;
  readonly extensionUri: Uri;
  /** Does to runs of a registry what was pressed on a page. */
  readonly editRuns: (act: RunAct, runs: readonly NamedRun[], about: AboutRegistry) => void;
  /** Shows the note of a run rendered. */
  readonly showNote: (run: NamedRun, about: AboutRegistry) => void;
  readonly showLog: () => void;
  /** `publisher.slipway` */
  readonly extensionId: string;
}

/** Asks about the registry of a page. */
export function askerOf({ asker }: PanelsContext, entry: OpenPage<AboutRegistry>): Asker {
  return aboutRegistry(asker, () => entry.state);
}

/** A tab, with what it keeps over a reload. */
export interface OpenPage<State> {
  page: WebPage | undefined;
  state: State;
}

/** What one kind of page is, beside its name. */
export interface PageKind<State> {
  /** From what VS Code kept over a reload, possibly of another version of Slipway; absent: there is nothing to show, the tab goes. */
  restored(kept: unknown): State | undefined;
  /** Who answers what the page asks. */
  router(page: OpenPage<State>): PageRouter;
}

/** What the window does with every kind of page. */
export interface Panel {
  /** Brings back the tabs that were open when the window was closed. */
  registerRestore(): { dispose(): unknown };
  /** Something in the registry or the policy changed. */
  pushChange(changes: RegistryChange): void;
}

/** The open tabs of one kind of page. */
export class OpenPages<State extends AboutRegistry> implements Panel {
  readonly #name: PanelName;
  readonly #kind: PageKind<State>;
  readonly #context: PanelsContext;
  readonly #open = new Set<OpenPage<State>>();

  constructor(name: PanelName, context: PanelsContext, kind: PageKind<State>) {
    this.#name = name;
    this.#kind = kind;
    this.#context = context;
  }

  /** Of the tabs about a registry, that which is shown if none is given. */
  find(isWanted: (state: State) => boolean, about = this.#shown()): OpenPage<State> | undefined {
    const { registry, folder } = about;
    const isOf = (state: State) => (state.registry ?? registry) === registry && (state.folder ?? folder) === folder;
    return [...this.#open].find(({ state }) => isOf(state) && isWanted(state));
  }

  /** A new tab where the person works, about a registry, that which is shown if none is given. */
  open(state: State, title: string, about = this.#shown()): void {
    const entry: OpenPage<State> = { page: undefined, state: { ...state, ...aboutOf(about) } };
    this.#track(entry, WebPage.open(this.#name, title, this.#context.extensionUri, this.#kind.router(entry)));
  }

  /** The state to begin with. A tab that was kept without a registry (by an older Slipway) is about the one that is open now. */
  async began(entry: OpenPage<State>): Promise<State> {
    if (entry.state.registry === undefined) {
      const shown = await this.#context.source.current().catch((): SourceState => ({ state: "failed" }));
      entry.state = { ...entry.state, ...aboutShown(shown) };
    }
    return entry.state;
  }

  /** The tab that the person works in. */
  get active(): OpenPage<State> | undefined {
    return [...this.#open].find(({ page }) => page?.active);
  }

  [Symbol.iterator](): Iterator<OpenPage<State>> {
    return this.#open.values();
  }

  registerRestore(): { dispose(): unknown } {
    return registerPageRestore(this.#name, (panel, kept) => this.#restore(panel, kept));
  }

  pushChange(changes: RegistryChange): void {
    for (const { page, state } of this.#open) {
      if (changes.registry === undefined || state.registry === undefined || changes.registry === state.registry)
        page?.push(dataChanged, changes);
    }
  }

  /** To all tabs about a registry. */
  push<P>({ registry }: AboutRegistry, message: Notification<P>, params: P): void {
    for (const { page, state } of this.#open) if ((state.registry ?? registry) === registry) page?.push(message, params);
  }

  #shown(): AboutRegistry {
    return aboutShown(this.#context.source.state);
  }

  #restore(panel: WebviewPanel, kept: unknown): void {
    const state = this.#kind.restored(kept);
    if (state === undefined) {
      panel.dispose();
      return;
    }
    const entry: OpenPage<State> = { page: undefined, state };
    this.#track(entry, new WebPage(this.#name, panel, this.#context.extensionUri, this.#kind.router(entry)));
  }

  #track(entry: OpenPage<State>, page: WebPage): void {
    entry.page = page;
    this.#open.add(entry);
    page.onClosed(() => this.#open.delete(entry));
  }
}
