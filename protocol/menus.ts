import { type CommandId, commandIds, commands } from "./commands.ts";
import { panelType } from "./viewIds.ts";

/** One line of a menu. */
export interface MenuItem {
  readonly command: CommandId;
  readonly when?: string;
  readonly group?: string;
}
export interface SubmenuItem {
  readonly submenu: string;
  readonly when?: string;
  readonly group?: string;
}

/**
 * What a row is, as its `contextValue` says it (`client/core` writes it, menus read it): a kind, then traits in any order.
 * `run editable`; `version promotable incumbent`; `inbox waiting`, `inbox mine`, `inbox recent`.
 */
export type RowTrait = "editable" | "promotable" | "incumbent" | "waiting" | "mine" | "recent";
export type RowKind = "experiment" | "run" | "model" | "environment" | "version" | "group" | "inbox" | "message";

const row = (view: string, kind: RowKind, trait?: RowTrait): string =>
  `view == slipway.${view} && viewItem =~ /^${kind}\\b/${trait === undefined ? "" : ` && viewItem =~ /\\b${trait}\\b/`}`;

const run = row("experiments", "run");
const edited = row("experiments", "run", "editable");
const version = row("models", "version");

export const submenus = [{ id: "slipway.copy", label: "Copy" }];

/** Inline order is the same everywhere: open, compare, promote (then approve, reject). */
export const menus: Readonly<Record<string, readonly (MenuItem | SubmenuItem)[]>> = {
  "view/title": [
    { command: "slipway.compareSelected", when: "view == slipway.experiments", group: "navigation@1" },
    { command: "slipway.chooseFolder", when: "view == slipway.experiments && workspaceFolderCount > 1", group: "navigation@8" },
    { command: "slipway.refresh", when: "view =~ /^slipway\\./", group: "navigation@9" },
    { command: "slipway.clearBaseline", when: "view == slipway.experiments && slipway.hasBaseline", group: "1_compare" },
    { command: "slipway.openPolicy", when: "view == slipway.promotions && slipway.hasPolicy", group: "1_policy" },
    { command: "slipway.switchRegistry", when: "view == slipway.experiments", group: "navigation@7" },
    { command: "slipway.switchRegistry", when: "view =~ /^slipway\\./ && view != slipway.experiments", group: "8_registry@1" },
    { command: "slipway.connect", when: "view =~ /^slipway\\./", group: "8_registry@2" },
    { command: "slipway.showLog", when: "view =~ /^slipway\\./", group: "8_registry@3" },
  ],
  "view/item/context": [
    { command: "slipway.openRuns", when: row("experiments", "experiment"), group: "inline@1" },
    { command: "slipway.openRuns", when: row("experiments", "experiment"), group: "0_open" },
    { command: "slipway.compareWith", when: run, group: "inline@2" },
    { command: "slipway.openRun", when: `${run} && !listMultiSelection`, group: "0_open" },
    { command: "slipway.compare", when: `${run} && listMultiSelection`, group: "1_compare@1" },
    { command: "slipway.compareWith", when: `${run} && !listMultiSelection`, group: "1_compare@2" },
    { command: "slipway.setAsBaseline", when: `${run} && !listMultiSelection`, group: "1_compare@3" },
    { command: "slipway.renameRuns", when: edited, group: "2_edit@1" },
    { command: "slipway.tagRuns", when: edited, group: "2_edit@2" },
    { command: "slipway.untagRuns", when: edited, group: "2_edit@3" },
    { command: "slipway.noteRuns", when: edited, group: "2_edit@4" },
    { command: "slipway.deleteRuns", when: edited, group: "3_delete" },
    { command: "slipway.showDeletedRuns", when: row("experiments", "experiment"), group: "3_delete" },
    { command: "slipway.openInBrowser", when: `${run} && slipway.hasBrowser && !listMultiSelection`, group: "8_outside" },

    { command: "slipway.openPromotion", when: row("models", "version", "promotable"), group: "inline@1" },
    { command: "slipway.compareWithIncumbent", when: row("models", "version", "incumbent"), group: "inline@2" },
    { command: "slipway.requestPromotion", when: row("models", "version", "promotable"), group: "inline@3" },
    { command: "slipway.openPromotion", when: row("models", "version", "promotable"), group: "1_promotion@1" },
    { command: "slipway.requestPromotion", when: row("models", "version", "promotable"), group: "1_promotion@2" },
    { command: "slipway.compareWithIncumbent", when: row("models", "version", "incumbent"), group: "2_compare" },
    // VS Code takes a submenu once per menu.
    { submenu: "slipway.copy", when: `${run} && !listMultiSelection || ${version}`, group: "9_copy" },

    { command: "slipway.openPromotion", when: row("promotions", "inbox"), group: "inline@1" },
    { command: "slipway.approve", when: row("promotions", "inbox", "waiting"), group: "inline@4" },
    { command: "slipway.reject", when: row("promotions", "inbox", "waiting"), group: "inline@5" },
    { command: "slipway.openPromotion", when: row("promotions", "inbox"), group: "1_promotion@1" },
    { command: "slipway.approve", when: row("promotions", "inbox", "waiting"), group: "2_decide@1" },
    { command: "slipway.reject", when: row("promotions", "inbox", "waiting"), group: "2_decide@2" },
    { command: "slipway.cancelRequest", when: row("promotions", "inbox", "mine"), group: "2_decide@3" },
  ],
  "slipway.copy": [
    { command: "slipway.copyRunId", when: run, group: "1@1" },
    { command: "slipway.copyRunUri", when: run, group: "1@2" },
    { command: "slipway.copyRunCommand", when: run, group: "1@3" },
    { command: "slipway.copyModelUri", when: version, group: "1@4" },
  ],
  "editor/title": [
    { command: "slipway.showPipeline", when: "resourceFilename == dvc.yaml || resourceExtname == .dvc", group: "navigation@9" },
    {
      command: "slipway.openPolicy",
      when: `activeWebviewPanelId == ${panelType("promotion")} && slipway.hasPolicy`,
      group: "1_policy",
    },
  ],
  commandPalette: commandIds.filter((id) => !commands[id].inPalette).map((command) => ({ command, when: "false" })),
};

interface Welcome {
  readonly view: string;
  readonly when?: string;
  readonly contents: string;
  /** When its buttons can be pressed; always, without. */
  readonly enablement?: string;
}

/** What a tree says while it is empty, by view and context; links run commands. */
export const welcomes: readonly Welcome[] = [
  {
    view: "slipway.experiments",
    when: "slipway.source == none",
    contents:
      "No registry was found. An mlflow.db or mlruns in the folder is found by itself.\n[Open the Sample Project](command:slipway.openSample)\n[Connect to an MLflow Server…](command:slipway.connect)\n[Open Folder](command:vscode.openFolder)\nNew here? [Get started in five steps](command:workbench.action.openWalkthrough?%22slipway.slipway%23slipway.start%22).",
  },
  {
    view: "slipway.experiments",
    when: "slipway.source == untrusted",
    contents:
      "In Restricted Mode Slipway checks files only: no registry is opened and nothing is contacted.\n[Manage Workspace Trust](command:workbench.trust.manage)",
  },
  {
    view: "slipway.experiments",
    when: "slipway.source == open && slipway.experiments.wasRead",
    contents:
      "No experiments yet. Runs appear here when a training script logs them.\n[Connect to Another Server…](command:slipway.connect)",
  },
  { view: "slipway.models", when: "slipway.source == none", contents: "Registered models appear here when a registry is open." },
  {
    view: "slipway.models",
    when: "slipway.source == failed",
    contents: "Registered models appear here when the registry can be read: see Experiments.",
  },
  {
    view: "slipway.models",
    when: "slipway.source == untrusted",
    contents: "Registered models are shown when the workspace is trusted.",
  },
  {
    view: "slipway.models",
    when: "slipway.source == open && slipway.models.wasRead",
    contents: 'No registered models yet. Register one from a run:\nmlflow.register_model("runs:/<run id>/model", "<name>")',
  },
  {
    view: "slipway.promotions",
    when: "!slipway.hasPolicy && slipway.source != untrusted",
    contents:
      "Promotions follow a policy in slipway.yaml: which environments there are, what must hold before a version enters one, and who approves.\n[Create slipway.yaml](command:slipway.createPolicy)",
  },
  {
    view: "slipway.promotions",
    when: "slipway.hasPolicy && slipway.source == open && slipway.promotions.wasRead",
    contents: "No promotions yet. Request one with the rocket on a model version.",
  },
  {
    view: "slipway.promotions",
    when: "slipway.hasPolicy && slipway.source == none",
    contents: "Promotions are kept in the registry, as tags of model versions: they appear here when one is open.",
  },
  {
    view: "slipway.promotions",
    when: "slipway.hasPolicy && slipway.source == failed",
    contents: "Promotions appear here when the registry can be read: see Experiments.",
  },
  {
    view: "slipway.promotions",
    when: "slipway.hasPolicy && slipway.source == untrusted",
    contents: "Promotions are shown when the workspace is trusted.",
  },
  {
    view: "slipway.promotions",
    when: "!slipway.hasPolicy && slipway.source == untrusted",
    contents:
      "Promotions are shown when the workspace is trusted, and slipway.yaml can be created then.\n[Create slipway.yaml](command:slipway.createPolicy)",
    enablement: "isWorkspaceTrusted",
  },
];
