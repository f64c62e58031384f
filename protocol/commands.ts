/**
 * Every command of Slipway. The titles are what the palette shows after `Slipway:`; handlers stand in `client/commands/`, and the type
 * of their table makes a command without a handler a compile error.
 */
export interface CommandInfo {
  readonly title: string;
  /** Codicon; the same icon means the same act everywhere (`$(diff)` compare, `$(rocket)` request promotion). */
  readonly icon?: string;
  /** Shorter title for menus and tooltips where the row says the rest. */
  readonly shortTitle?: string;
  /** Context in which the command can run at all (`when` clause syntax). */
  readonly enablement?: string;
  /** False: makes no sense without the row it was called on, so the palette does not list it. */
  readonly inPalette: boolean;
}

export const commands = {
  "slipway.refresh": { title: "Refresh", icon: "$(refresh)", inPalette: true },
  "slipway.showLog": { title: "Show Log", inPalette: true },
  "slipway.openSample": { title: "Open the Sample Project", inPalette: true },
  "slipway.connect": { title: "Connect to an MLflow Server…", inPalette: true },
  "slipway.switchRegistry": { title: "Switch Registry…", icon: "$(database)", inPalette: true },
  "slipway.chooseFolder": { title: "Choose Folder…", icon: "$(root-folder)", enablement: "workspaceFolderCount > 1", inPalette: true },
  "slipway.createPolicy": { title: "Create slipway.yaml", enablement: "isWorkspaceTrusted", inPalette: true },
  "slipway.openPolicy": { title: "Open slipway.yaml", inPalette: true },

  "slipway.openRuns": { title: "Open Runs", shortTitle: "Open Runs", icon: "$(table)", inPalette: true },
  "slipway.openRun": { title: "Open Run", shortTitle: "Open", icon: "$(go-to-file)", inPalette: true },
  "slipway.compareSelected": {
    title: "Compare Selected Runs",
    icon: "$(diff)",
    enablement: "slipway.selectedRuns >= 2",
    inPalette: true,
  },
  "slipway.compare": { title: "Compare", icon: "$(diff)", inPalette: false },
  "slipway.compareWith": { title: "Compare Run With…", shortTitle: "Compare With…", icon: "$(diff)", inPalette: true },
  "slipway.showRun": { title: "Show Run Under Cursor", shortTitle: "Show Run", inPalette: true },
  "slipway.compareRunUnderCursor": {
    title: "Compare Run Under Cursor With…",
    shortTitle: "Compare Run With…",
    icon: "$(diff)",
    inPalette: true,
  },
  "slipway.setAsBaseline": { title: "Set as Baseline", icon: "$(pinned)", inPalette: false },
  "slipway.clearBaseline": { title: "Clear Baseline", inPalette: true },
  "slipway.renameRuns": { title: "Rename Runs…", shortTitle: "Rename…", icon: "$(edit)", inPalette: true },
  "slipway.tagRuns": { title: "Set Tag of Runs…", shortTitle: "Tag…", icon: "$(tag)", inPalette: true },
  "slipway.untagRuns": { title: "Remove Tag of Runs…", shortTitle: "Remove Tag…", inPalette: true },
  "slipway.noteRuns": { title: "Edit Note of Runs…", shortTitle: "Note…", icon: "$(note)", inPalette: true },
  "slipway.deleteRuns": { title: "Delete Runs", shortTitle: "Delete", icon: "$(trash)", inPalette: true },
  "slipway.restoreRuns": { title: "Restore Runs", shortTitle: "Restore", inPalette: true },
  "slipway.showDeletedRuns": { title: "Show Deleted Runs", inPalette: true },
  "slipway.undoRunEdit": { title: "Undo Last Edit of Runs", inPalette: true },

  "slipway.compareWithIncumbent": {
    title: "Compare Version With Incumbent",
    shortTitle: "Compare With Incumbent",
    icon: "$(diff)",
    inPalette: true,
  },

  "slipway.showPipeline": { title: "Show Pipeline", icon: "$(type-hierarchy)", inPalette: true },
  "slipway.run": { title: "Run Stage or Entry Point…", icon: "$(play)", enablement: "isWorkspaceTrusted", inPalette: true },

  "slipway.copyRunId": { title: "Copy Run Id", shortTitle: "Run Id", inPalette: false },
  "slipway.copyRunUri": { title: "Copy runs:/ URI", shortTitle: "runs:/ URI", inPalette: false },
  "slipway.copyRunCommand": { title: "Copy Run Command", shortTitle: "Run Command", inPalette: false },
  "slipway.copyModelUri": { title: "Copy models:/ URI", shortTitle: "models:/ URI", inPalette: false },
  "slipway.openInBrowser": { title: "Open in Browser", icon: "$(link-external)", inPalette: false },

  "slipway.requestPromotion": { title: "Request Promotion", icon: "$(rocket)", inPalette: true },
  "slipway.openPromotion": { title: "Open Promotion", shortTitle: "Open", icon: "$(go-to-file)", inPalette: true },
  "slipway.approve": { title: "Approve Promotion", shortTitle: "Approve", icon: "$(check)", inPalette: true },
  "slipway.reject": { title: "Reject Promotion", shortTitle: "Reject", icon: "$(close)", inPalette: true },
  "slipway.cancelRequest": { title: "Cancel Request", icon: "$(discard)", inPalette: true },

  "slipway.loadMore": { title: "Load More", inPalette: false },
} as const satisfies Record<string, CommandInfo>;

export type CommandId = keyof typeof commands;

/** The commands in the order of the table. */
export const commandIds = Object.keys(commands) as CommandId[];

export function commandInfo(id: CommandId): CommandInfo {
  return commands[id];
}
