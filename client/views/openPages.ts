import type { Uri, WebviewPanel } from "vscode";
import type { Asker } from "#client/core/asker.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import type { Wording } from "#client/core/wording.ts";
import { registerPageRestore, WebPage } from "#client/host/webPage.ts";
import type { PanelName } from "#protocol/viewIds.ts";
import { dataChanged } from "#protocol/views/panel.ts";

/** What pages work with. */
export interface PanelsContext {
  readonly asker: Asker;
  readonly words: Wording;
  readonly extensionUri: Uri;
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
  pushChange(): void;
}

/** The open tabs of one kind of page. */
export class OpenPages<State> implements Panel {
  readonly #name: PanelName;
  readonly #kind: PageKind<State>;
  readonly #extensionUri: Uri;
  readonly #open = new Set<OpenPage<State>>();

  constructor(name: PanelName, extensionUri: Uri, kind: PageKind<State>) {
    this.#name = name;
    this.#kind = kind;
    this.#extensionUri = extensionUri;
  }

  find(isWanted: (state: State) => boolean): OpenPage<State> | undefined {
    return [...this.#open].find(({ state }) => isWanted(state));
  }

  /** A new tab where the person works. */
  open(state: State, title: string): void {
    const entry: OpenPage<State> = { page: undefined, state };
    this.#track(entry, WebPage.open(this.#name, title, this.#extensionUri, this.#kind.router(entry)));
  }

  registerRestore(): { dispose(): unknown } {
    return registerPageRestore(this.#name, (panel, kept) => this.#restore(panel, kept));
  }

  pushChange(): void {
    for (const { page } of this.#open) page?.push(dataChanged, null);
  }

  #restore(panel: WebviewPanel, kept: unknown): void {
    const state = this.#kind.restored(kept);
    if (state === undefined) {
      panel.dispose();
      return;
    }
    const entry: OpenPage<State> = { page: undefined, state };
    this.#track(entry, new WebPage(this.#name, panel, this.#extensionUri, this.#kind.router(entry)));
  }

  #track(entry: OpenPage<State>, page: WebPage): void {
    entry.page = page;
    this.#open.add(entry);
    page.onClosed(() => this.#open.delete(entry));
  }
}
