import type * as vscode from "vscode";
import { commandIds } from "#protocol/commands.ts";
import { linkMessage, openSourcesChanged } from "#protocol/extensionApi.ts";
import { notification } from "#protocol/message.ts";
import { proxySettingsChanged } from "#protocol/proxySettings.ts";
import {
  credentialsChanged,
  reachChanged,
  refreshRequest,
  registryChanged,
  sourceChanged,
  trustGranted,
} from "#protocol/registryRequests.ts";
import type { ServerSettings } from "#protocol/settings.ts";
import { fileSaved, runTargetsRequest } from "#protocol/tasks/runnable.ts";
import { configFilesChanged } from "#protocol/views/pipeline.ts";
import { anyChange } from "#registry/model/changes.ts";
import { namedRuns } from "./commands/namedRuns.ts";
import { notesOf, showNote } from "./commands/noteCommands.ts";
import { watchPasswords } from "./commands/passwordNotice.ts";
import { sayActed } from "./commands/promotionActs.ts";
import { actOnRuns } from "./commands/runActs.ts";
import { called, ofThisMoment, type Services } from "./commands/services.ts";
import { handlers } from "./commands/table.ts";
import { EditLog } from "./core/editLog.ts";
import { ExtensionApi } from "./core/extensionApi.ts";
import type { Wording } from "./core/wording.ts";
import { registerArtifactFiles } from "./host/artifactFiles.ts";
import { Baseline } from "./host/baselineStore.ts";
import { ChosenFolder } from "./host/chosenFolder.ts";
import { registerFilesAtCommit } from "./host/codeDiff.ts";
import { registerCommand } from "./host/commandRegistry.ts";
import { compiledCode } from "./host/compiledCode.ts";
import { setContextKey } from "./host/contextKeys.ts";
import { windowDialogs } from "./host/dialogs.ts";
import { onCheckedDocument, onSaved } from "./host/documents.ts";
import { createLog } from "./host/log.ts";
import { NoteFiles } from "./host/noteFiles.ts";
import { pipelineInEditor } from "./host/pipelineFile.ts";
import { watchPolicyFile } from "./host/policyFile.ts";
import { onProxySettingsChanged, readProxySettings } from "./host/proxySettings.ts";
import { RecentRegistries } from "./host/recentRegistries.ts";
import { Sample } from "./host/sample.ts";
import { CredentialStore } from "./host/secrets.ts";
import { ServerLink } from "./host/serverLink.ts";
import { onSettingsChanged, readServerSettings } from "./host/settings.ts";
import { registerTasks, runAsTask } from "./host/tasks.ts";
import { isTrusted, onTrusted } from "./host/trust.ts";
import { ViewStore } from "./host/viewStore.ts";
import { windowWords } from "./host/words.ts";
import { type Inspection, inspection } from "./inspection.ts";
import { serverOptions } from "./serverOptions.ts";
import type { SlipwayApi } from "./slipwayApi.ts";
import { makePanels } from "./views/panels.ts";
import { Sidebar } from "./views/sidebar.ts";
import { SourceWatch } from "./views/sourceWatch.ts";

/** LSP's own notification, with our settings as they are. */
const configurationChanged = notification<{ settings: ServerSettings }>("workspace/didChangeConfiguration");

/**
 * The composition root of the extension host. Nothing here waits for the network or the server: views ask when they are shown, and
 * the first question starts the server.
 */
export function activate(context: vscode.ExtensionContext): SlipwayApi & Partial<Inspection> {
  const log = createLog();
  const words = windowWords();
  const credentials = new CredentialStore(context);
  const chosenFolder = new ChosenFolder(context.workspaceState);
  const options = () => serverOptions(credentials, chosenFolder.uri, api.schemes);
  const link = new ServerLink(context.asAbsolutePath("dist/server.cjs"), log, options, () => compiledCode(context));
  const api = apiOver(link, log);
  const source = new SourceWatch(link);
  const recent = recentRegistries(context, source, words);
  const baseline = new Baseline(context.workspaceState, () => source.state?.uri);
  const sidebar = new Sidebar({ asker: link, source, words, baseline: () => baseline.of() });
  const notes = NoteFiles.register(notesOf((about) => ofThisMoment(services, about)));
  const panels = makePanels(
    {
      ...{ asker: link, source, words, chosenFolder, extensionUri: context.extensionUri, extensionId: context.extension.id },
      editRuns: (act, runs, about) => void actOnRuns(ofThisMoment(services, about), act, runs),
      showNote: (run, about) => void showNote(notes.files, run, about),
      showLog: () => log.show(),
    },
    { baseline, views: new ViewStore(context.workspaceState, chosenFolder) },
    (params, outcome, about) => void sayActed(ofThisMoment(services, about), params, outcome),
  );
  const services: Services = {
    asker: link,
    words,
    dialogs: windowDialogs,
    source,
    chosenFolder,
    compare: panels.compare,
    ...{ run: panels.run, runs: panels.runs },
    promotions: panels.promotion,
    ...{ pipelines: panels.pipeline, pipelineInEditor, runAsTask },
    baseline,
    ...{ edits: new EditLog(), noteFiles: notes.files },
    sample: new Sample(context),
    ...{ credentials, recent },
    sidebar,
    showLog: () => log.show(),
    readAgain: () => sidebar.readAgain(),
  };

  hearServer(link, services, sidebar, panels, api);
  context.subscriptions.push(
    ...[log, link, sidebar, notes],
    ...commandIds.map((id) => registerCommand(id, (args) => handlers[id](ofThisMoment(services), called(args)), log)),
    registerFilesAtCommit(link),
    registerArtifactFiles(link),
    ...Object.values(panels).map((panel) => panel.registerRestore()),
    ...[...watchSettings(link), ...watchFiles(link, log), watchPasswords(services), ...namedRuns(services)],
    watchPolicyFile(chosenFolder, (exists) => setContextKey("slipway.hasPolicy", exists)),
    onTrusted(() => void trustNow(link, credentials, source)),
  );
  // The badge counts before any view is opened; asked after activation has returned.
  setImmediate(() => Promise.all([sidebar.readInbox(), services.sample.welcome()]));
  return { ...api.exported(), ...inspection(context, sidebar, link) };
}

/** Those that were open, this one among them. */
function recentRegistries(context: vscode.ExtensionContext, source: SourceWatch, words: Wording): RecentRegistries {
  const recent = new RecentRegistries(context.globalState);
  source.onChange(({ state, uri, label }) => {
    if (state === "open" && uri !== undefined) void recent.opened({ uri, label: label ?? uri, at: words.now() });
  });
  return recent;
}

/** What the server tells of by itself. */
function hearServer(
  link: ServerLink,
  { source, baseline, noteFiles }: Services,
  sidebar: Sidebar,
  panels: ReturnType<typeof makePanels>,
  api: ExtensionApi,
): void {
  link.on(sourceChanged, (state) => source.set(state));
  link.on(reachChanged, ({ registry }) => {
    for (const panel of Object.values(panels)) panel.pushChange({ ...anyChange, registry });
  });
  link.on(registryChanged, (changes) => {
    if (changes.registry === undefined || changes.registry === source.state?.uri) sidebar.readAgain(changes);
    else sidebar.changedElsewhere(changes);
    for (const panel of Object.values(panels)) panel.pushChange(changes);
    noteFiles.changed(changes.runs);
    api.changed(changes);
  });
  link.on(configFilesChanged, () => panels.pipeline.touched());
  source.onChange((state) => {
    baseline.tell();
    sidebar.showSource(state);
  });
}

/** What other extensions bring and read goes over the same line. */
function apiOver(link: ServerLink, log: vscode.LogOutputChannel): ExtensionApi {
  const failed = (error: unknown): void => log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const api = new ExtensionApi({ asker: link, send: (message) => link.send(linkMessage, message), isTrusted, failed });
  link.on(linkMessage, (message) => api.receive(message));
  link.on(openSourcesChanged, () => api.changed(anyChange));
  link.onGone(() => api.serverGone());
  return api;
}

/** The server hears of settings as they change. */
function watchSettings(link: ServerLink): vscode.Disposable[] {
  return [
    onSettingsChanged(() => link.tell(configurationChanged, { settings: readServerSettings() })),
    onProxySettingsChanged(() => link.tell(proxySettingsChanged, readProxySettings())),
  ];
}

/** Files that are checked start the server; what can be run of them, and what a save of any file may make stale. */
function watchFiles(link: ServerLink, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return [
    onCheckedDocument(() => void link.start().catch((error: unknown) => log.error(String(error)))),
    registerTasks(() => link.ask(runTargetsRequest, null)),
    onSaved(() => link.tell(fileSaved, null)),
  ];
}

/** Trust starts what was held back: credentials are handed over and the registry is opened, without a reload. */
async function trustNow(link: ServerLink, credentials: CredentialStore, source: SourceWatch): Promise<void> {
  link.tell(trustGranted, null);
  for (const each of await credentials.all()) link.tell(credentialsChanged, each);
  source.set(await link.ask(refreshRequest, null));
}
