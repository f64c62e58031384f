import { inboxBadge } from "#client/core/inboxRows.ts";
import { failureWords, sourceSentence, viewDescription } from "#client/core/sourceText.ts";
import type { Goal, Subject } from "#client/core/treeNode.ts";
import { type ViewHead, viewMessages } from "#client/core/viewHead.ts";
import { setContextKey } from "#client/host/contextKeys.ts";
import { LanguageStatus } from "#client/host/languageStatus.ts";
import { StatusItem } from "#client/host/statusBar.ts";
import { TreeHost } from "#client/host/tree.ts";
import type { Inbox, SourceState } from "#protocol/registryRequests.ts";
import { type ViewId, viewIds } from "#protocol/viewIds.ts";
import { anyChange, type ChangeSet } from "#registry/model/changes.ts";
import { type ExperimentsContext, ExperimentsView } from "./experimentsView.ts";
import { ModelsView } from "./modelsView.ts";
import { PromotionsView } from "./promotionsView.ts";
import type { TreeSource } from "./treeSource.ts";

type SidebarContext = Omit<ExperimentsContext, "changed">;

interface Tree {
  readonly source: TreeSource;
  readonly host: TreeHost;
}

/** The three trees, their heads, the badge, and what the status bar says about them. */
export class Sidebar {
  readonly #context: SidebarContext;
  readonly #waiting = new StatusItem("slipway.waiting", "Slipway Promotions", "slipway.promotions.focus", 10);
  readonly #offline = new StatusItem("slipway.offline", "Slipway Registry", "slipway.showLog", 11);
  readonly #language = new LanguageStatus();
  readonly #trees: Readonly<Record<ViewId, Tree>>;
  readonly #wasRead = new Set<ViewId>();
  #uri: string | undefined;

  constructor(context: SidebarContext) {
    this.#context = context;
    const redraw = (id: ViewId) => (goal?: Goal) => this.#trees[id].host.redraw(goal);
    const models = new ModelsView({ ...context, changed: redraw("slipway.models") });
    const experiments = new ExperimentsView({ ...context, changed: redraw("slipway.experiments") });
    const inboxRead = (inbox: Inbox) => this.#showInbox(inbox);
    const promotions = new PromotionsView({ ...context, changed: redraw("slipway.promotions"), inboxRead });
    this.#trees = {
      "slipway.experiments": this.#tree("slipway.experiments", experiments, true),
      "slipway.models": this.#tree("slipway.models", models, false),
      "slipway.promotions": this.#tree("slipway.promotions", promotions, false),
    };
    this.tree("slipway.experiments").onSelection((subjects) =>
      setContextKey("slipway.selectedRuns", subjects.filter(({ kind }) => kind === "run").length),
    );
    setContextKey("slipway.source", "starting");
  }

  /** The rows of a view that are chosen; none while it is not on the screen. */
  selected(id: ViewId): readonly Subject[] {
    return this.#trees[id].host.shownSelection;
  }

  /** The rows of a view that a command from the palette is about: the one with the focus, else the chosen ones. */
  async current(id: ViewId): Promise<readonly Subject[]> {
    const focused = await this.#trees[id].host.focused();
    return focused === undefined ? this.selected(id) : [focused];
  }

  /** What a tree shows, for tests in the host. */
  tree(id: ViewId): TreeHost {
    return this.#trees[id].host;
  }

  /** The registry or the policy changed: shown rows are read again where they show it, hidden ones when they are shown. */
  readAgain(changes: ChangeSet = anyChange): void {
    for (const { source, host } of Object.values(this.#trees)) if (source.markStale(changes)) void host.refresh();
    this.readInbox();
  }

  /** In a registry of another folder: the badge counts what waits there too. */
  changedElsewhere({ models }: ChangeSet): void {
    if (models.length === 0) return;
    const { source, host } = this.#trees["slipway.promotions"];
    if (source.markStale(anyChange)) void host.refresh();
    this.readInbox();
  }

  /** The badge counts whether or not the view was ever opened. */
  readInbox(): void {
    void this.#trees["slipway.promotions"].source.roots(new AbortController().signal).catch(() => undefined);
  }

  showSource(state: SourceState): void {
    if (state.uri !== undefined && this.#uri !== undefined && state.uri !== this.#uri) {
      for (const { source } of Object.values(this.#trees)) source.reset();
    }
    this.#uri = state.uri ?? this.#uri;
    setContextKey("slipway.source", state.state);
    setContextKey("slipway.hasBrowser", state.runPage !== undefined);
    this.#language.show(sourceSentence(state, this.#context.words), state.state === "failed");
    this.#showOffline(state);
    this.#showMessages();
    // Of one that is back it is not known yet what it has now.
    if (state.state === "failed") for (const { host } of Object.values(this.#trees)) void host.redrawKnown();
    this.readAgain();
  }

  dispose(): void {
    for (const { host } of Object.values(this.#trees)) host.dispose();
    this.#waiting.dispose();
    this.#offline.dispose();
    this.#language.dispose();
  }

  #tree(id: ViewId, source: TreeSource, canSelectMany: boolean): Tree {
    return { source, host: new TreeHost(id, source, { canSelectMany, read: () => this.#showHead(id) }) };
  }

  #showHead(id: ViewId): void {
    const { source, host } = this.#trees[id];
    // The source is named once, at the top of the side bar.
    const named = id === "slipway.experiments" ? this.#context.source.state : undefined;
    host.description = viewDescription(named, source.head().staleSince, this.#context.words);
    this.#showMessages();
  }

  /** All of them: what one view has to say depends on what another says already. */
  #showMessages(): void {
    const heads = Object.fromEntries(viewIds.map((view) => [view, this.#trees[view].source.head()])) as Record<ViewId, ViewHead>;
    const messages = viewMessages(heads, this.#context.source.state, this.#context.words);
    for (const view of viewIds) {
      this.#trees[view].host.message = messages[view];
      this.#sayRead(view, heads[view].wasRead);
    }
  }

  /** What a view says where it is empty waits for this. */
  #sayRead(view: ViewId, wasRead: boolean): void {
    if (this.#wasRead.has(view) === wasRead) return;
    if (wasRead) this.#wasRead.add(view);
    else this.#wasRead.delete(view);
    setContextKey(`${view}.wasRead`, wasRead);
  }

  #showInbox(inbox: Inbox): void {
    const { words } = this.#context;
    const badge = inboxBadge(inbox, words);
    this.#trees["slipway.promotions"].host.badge = badge;
    this.#waiting.show(
      badge === undefined
        ? undefined
        : { text: words.t("$(rocket) {0} waiting", badge.value), tooltip: badge.tooltip, accessibleLabel: badge.tooltip },
    );
  }

  #showOffline(state: SourceState): void {
    const { words } = this.#context;
    if (state.state !== "failed") {
      this.#offline.show(undefined);
      return;
    }
    const text = failureWords(state, words);
    const tooltip = state.problem === undefined ? text : `${state.problem.message}\n${state.problem.next}`;
    this.#offline.show({ text: `$(debug-disconnect) ${text}`, tooltip, accessibleLabel: text });
  }
}
