import { isSameUri } from "#protocol/folderUri.ts";
import type { AboutRegistry, Credentials, RegistryChange, SourceState } from "#protocol/registryRequests.ts";
import type { RegistrySource } from "#registry/api.ts";
import { anyChange } from "#registry/model/changes.ts";
import { schemeOf } from "#registry/model/schemes.ts";
import { CachedRegistryFacts } from "../features/registryFacts.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { type Git, gitOf } from "../git/git.ts";
import { WaitingCount } from "../promotion/waitingCount.ts";
import { CredentialStore } from "../registry/credentialStore.ts";
import { discoverFor, mayLeadToFiles, RegistrySession, visibleState } from "../registry/registrySession.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import { LoadedRuns } from "../runs/loadedRuns.ts";
import { factsForFile } from "./factsForFile.ts";
import { PolicyFile } from "./policyFile.ts";
import { closeSource, hasPolicy, hasRegistry, representativeOf, type Scope, type Source, settingsOf } from "./scope.ts";
import type { Workspace } from "./workspace.ts";

export interface ScopeEvents {
  /** What the side bar shows: another registry, or it failed, or it is back. */
  shownChanged(state: SourceState): void;
  /** A registry, by its URI, failed or answers again. */
  reachChanged(uri: string): void;
  /** Something in a registry changed. */
  registryChanged(change: RegistryChange): void;
  /** Which registries are open is not as it was. */
  openChanged(): void;
  /** A policy, or which registries are open, is another. */
  judgedAnew(): void;
}

/** The folders of the workspace, each with its own policy and registry: one session for each registry, one of them shown in the side bar. */
export class Scopes {
  readonly #workspace: Workspace;
  readonly #events: ScopeEvents;
  readonly #credentials: CredentialStore;
  #scopes: readonly Scope[] = [];
  #chosen: string | undefined;
  #lastShown: string | undefined;
  #told = "";
  #toldOpen = "";
  /** It is not known yet where every folder leads: the quickest one must not be the one that is shown. */
  #isFinding = true;
  #configuring: Promise<void> = Promise.resolve();

  /** `chosen`: URI of the folder that a person chose to see. */
  constructor(workspace: Workspace, events: ScopeEvents, credentials: readonly Credentials[], chosen: string | undefined) {
    this.#workspace = workspace;
    this.#events = events;
    this.#credentials = new CredentialStore(workspace.world, credentials);
    this.#chosen = chosen;
  }

  /** The one that the side bar shows; absent before the first `configure`. */
  get shown(): Scope | undefined {
    const open = this.#open();
    const of = (folder: string | undefined) =>
      folder === undefined ? undefined : open.find((scope) => scope.folder !== undefined && isSameUri(scope.folder, folder));
    const found = of(this.#chosen) ?? of(this.#lastShown) ?? open.find(hasPolicy) ?? open[0];
    if (found !== undefined && !this.#isFinding) this.#lastShown = found.folder;
    return found ?? this.#scopes.find(hasPolicy) ?? this.#scopes[0];
  }

  get shownState(): SourceState {
    return this.shown === undefined ? { state: "untrusted" } : this.#stateOf(this.shown);
  }

  /** The scope that a question is about: the one that is shown, if it does not say. Undefined: its registry is not open. */
  find({ registry, folder }: AboutRegistry): Scope | undefined {
    const { shown } = this;
    if (registry === undefined) return shown;
    const leading = [...(shown ? [shown] : []), ...this.#open()].filter(({ session }) => (session.state.uri ?? "") === registry);
    const isOfFolder = (scope: Scope) => folder !== undefined && scope.folder !== undefined && isSameUri(scope.folder, folder);
    // A folder that was closed meanwhile: what is seen anew says which policy counts now.
    return leading.find(isOfFolder) ?? leading[0];
  }

  /** Those that are open beside the one that is shown, one for each registry and policy. */
  get others(): readonly Scope[] {
    const { shown } = this;
    return this.#open().filter((scope) => scope.session !== shown?.session || scope.policyFile !== shown.policyFile);
  }

  /** By the policy of the folder that a file is in, where two lead to one registry. */
  factsFor(document: ConfigDocument): RegistryFacts {
    const leading = this.#leading();
    const open = leading.flatMap((scope) => {
      const { session, policyFile, facts } = scope;
      if (session.registry === undefined || representativeOf(scope, leading) !== scope) return [];
      const folders = leading.flatMap((each) => (representativeOf(each, leading) === scope ? (each.folder ?? []) : []));
      return [{ uri: session.registry.source.uri, folders, policyFolder: policyFile.folder, facts: facts.under(policyFile.state.policy) }];
    });
    return factsForFile(document, open, this.#workspace.world.backends);
  }

  /** Is there any registry that can be asked? */
  get hasRegistry(): boolean {
    return this.#scopes.some(({ session }) => session.registry !== undefined);
  }

  /** True while a fact that was asked for is on its way. */
  get pending(): boolean {
    return this.#sources().some(({ facts }) => facts.pending);
  }

  /** Resolves when every fact that was asked for is there. */
  async settled(): Promise<void> {
    await Promise.all(this.#sources().map(({ facts }) => facts.settled()));
  }

  /** The repositories of all folders, that of the shown one first. */
  get repositories(): readonly Git[] {
    const { shown } = this;
    return [...(shown ? [shown.git] : []), ...this.#scopes.map(({ git }) => git).filter((git) => git !== shown?.git)];
  }

  choose(folder: string): void {
    this.#chosen = folder;
    this.#tellShown();
    this.#events.judgedAnew();
  }

  /** Looks now instead of at the next interval. */
  async look(): Promise<void> {
    await Promise.all(this.#sources().map(({ session }) => session.look()));
  }

  async signIn(credentials: Credentials): Promise<void> {
    await Promise.all(this.#sources().map(({ session }) => session.signIn(credentials)));
    this.#credentials.set(credentials);
  }

  /** Reads the policies again; each tells of what is new by itself. */
  async readPolicies(): Promise<void> {
    await Promise.all(this.#scopes.map(({ policyFile }) => policyFile.read()));
  }

  /** Opens those of some schemes anew: who answers for them is another one. */
  async reopen(schemes: readonly string[]): Promise<void> {
    const touched = this.#sources().filter(({ session }) => schemes.includes(schemeOf(session.state.uri ?? "")));
    await Promise.all(touched.map(({ session }) => session.refresh()));
  }

  /** The registry that is open for a folder, or the one that is shown; absent: none. */
  openSource(folder: string | undefined): RegistrySource | undefined {
    const scope =
      folder === undefined ? this.shown : this.#scopes.find((each) => each.folder !== undefined && isSameUri(each.folder, folder));
    return scope?.session.registry?.source;
  }

  /** Opens all again, as if the window had just been opened; resolves with what is shown. */
  async refresh(): Promise<SourceState> {
    await this.readPolicies();
    const { shown } = this;
    const all = this.#sources().map(({ session }) => [session, session.refresh()] as const);
    await all.find(([session]) => session === shown?.session)?.[1];
    return this.shownState;
  }

  /** Takes the folders, settings and trust of now. Resolves when it is known which registries there are. */
  configure(): Promise<void> {
    this.#configuring = this.#configuring
      .then(() => this.#configureOnce())
      .catch((error: unknown) => {
        this.#workspace.world.log.error(String(error));
      });
    return this.#configuring;
  }

  /** Resolves when the last `configure` has: it is known where each folder leads. */
  get configured(): Promise<void> {
    return this.#configuring;
  }

  close(): void {
    for (const source of this.#sources()) closeSource(source);
    this.#scopes = [];
  }

  async #configureOnce(): Promise<void> {
    const { folders, settings, trusted, world } = this.#workspace;
    if (trusted && this.#scopes.length === 0 && mayLeadToFiles(settings, world)) world.expectFiles?.();
    const own = (folders.length === 0 ? [undefined] : folders).map((folder) => this.#ownOf(folder));
    await Promise.all(own.map(({ policyFile }) => policyFile.read()));
    this.#isFinding = true;
    const before = this.#sources();
    const sources = new Map<string, Source>();
    const scopes: Scope[] = [];
    for (const { folder, policyFile, git } of own) {
      const input = { settings: settingsOf(settings, folder), folder, policyRegistry: policyFile.registry };
      const leadsTo = trusted ? await discoverFor(input, world).catch(() => undefined) : undefined;
      const key = leadsTo === undefined ? `folder ${folder}` : leadsTo.uri;
      let source = sources.get(key);
      if (source === undefined) {
        const known = this.#scopes.find((scope) => scope.folder === folder);
        const isFree = known !== undefined && ![...sources.values()].some(({ session }) => session === known.session);
        source = known !== undefined && isFree ? known : this.#newSource();
        sources.set(key, source);
        void source.session.configure({ ...input, trusted });
      }
      const { session, facts, loadedRuns, waiting } = source;
      scopes.push({ folder, policyFile, git, session, facts, loadedRuns, waiting });
    }
    this.#scopes = scopes;
    for (const source of before) if (!scopes.some(({ session }) => session === source.session)) closeSource(source);
    await Promise.all(this.#sources().map(({ session }) => session.known));
    this.#isFinding = false;
    const policies = scopes.map(({ policyFile }) => policyFile.state.policy);
    for (const { facts } of this.#sources()) facts.keepUnder(policies);
    this.#tellShown();
    this.#tellOpen();
    this.#events.judgedAnew();
  }

  #ownOf(folder: string | undefined): Pick<Scope, "folder" | "policyFile" | "git"> {
    const known = this.#scopes.find((scope) => scope.folder === folder);
    if (known !== undefined) return known;
    const policyFile = new PolicyFile(this.#workspace, folder, () => {
      this.#events.registryChanged(anyChange);
      void this.configure();
    });
    const isTrusted = () => this.#workspace.trusted;
    return { folder, policyFile, git: gitOf(this.#workspace.world, () => folder, isTrusted) };
  }

  #newSource(): Source {
    const loadedRuns = new LoadedRuns();
    const waiting = new WaitingCount();
    const session: RegistrySession = new RegistrySession(
      this.#workspace.world,
      {
        sourceChanged: ({ uri }, isReach) => {
          facts.invalidate(anyChange);
          waiting.changed(anyChange);
          this.#tellShown();
          this.#tellOpen();
          this.#events.judgedAnew();
          if (isReach && uri !== undefined) this.#events.reachChanged(uri);
        },
        registryChanged: (changes) => {
          facts.invalidate(changes);
          loadedRuns.changed(changes);
          waiting.changed(changes);
          const { uri } = session.state;
          this.#events.registryChanged({ ...changes, ...(uri === undefined ? {} : { registry: uri }) });
        },
      },
      this.#credentials,
    );
    const facts = new CachedRegistryFacts(
      () => session.registry,
      () => this.#events.judgedAnew(),
    );
    return { session, facts, loadedRuns, waiting };
  }

  #sources(): Source[] {
    const bySession = new Map<RegistrySession, Source>(this.#scopes.map((scope) => [scope.session, scope]));
    return [...bySession.values()];
  }

  /** Those that lead to a registry, one for each registry and policy. */
  #open(): Scope[] {
    const leading = this.#leading();
    return leading.filter((scope) => scope === representativeOf(scope, leading));
  }

  /** Those that lead to a registry, with the policy that they follow. */
  #leading(): Scope[] {
    return this.#scopes.filter(hasRegistry).map((scope) => this.#withPolicy(scope));
  }

  /** A folder without a policy follows the one of a folder that has no other registry of its own. */
  #withPolicy(scope: Scope): Scope {
    if (hasPolicy(scope)) return scope;
    const other = this.#scopes.find((each) => hasPolicy(each) && (!hasRegistry(each) || each.session === scope.session));
    return other === undefined ? scope : { ...scope, policyFile: other.policyFile, git: other.git };
  }

  #stateOf({ session, folder }: Scope): SourceState {
    return this.#scopes.length > 1 && folder !== undefined ? { ...session.state, folder } : session.state;
  }

  #tellShown(): void {
    if (this.#isFinding) return;
    const state = this.shownState;
    const told = visibleState(state);
    if (told === this.#told) return;
    this.#told = told;
    this.#events.shownChanged(state);
  }

  #tellOpen(): void {
    if (this.#isFinding) return;
    const open = JSON.stringify(this.#scopes.map(({ folder, session }) => [folder, session.registry?.source.uri]));
    if (open === this.#toldOpen) return;
    this.#toldOpen = open;
    this.#events.openChanged();
  }
}
