import type { CommandId } from "#protocol/commands.ts";
import * as compare from "./compareCommands.ts";
import * as decision from "./decisionCommands.ts";
import * as named from "./namedRuns.ts";
import * as promotion from "./promotionCommands.ts";
import * as registry from "./registryCommands.ts";
import { commandOf } from "./runEditCommands.ts";
import { undoLastEdit } from "./runEdits.ts";
import * as runs from "./runsCommands.ts";
import { openSample } from "./sampleCommands.ts";
import type { Called, Services } from "./services.ts";
import { showLog } from "./showLog.ts";
import { switchRegistry } from "./switchRegistry.ts";
import * as tasks from "./taskCommands.ts";

type Handler = (services: Services, called: Called) => unknown;

/** Every command and what it does; the type makes a command without a handler a compile error. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
  "slipway.refresh": registry.refresh,
  "slipway.showLog": showLog,
  "slipway.openSample": openSample,
  "slipway.connect": registry.connect,
  "slipway.switchRegistry": switchRegistry,
  "slipway.chooseFolder": registry.chooseFolder,
  "slipway.createPolicy": registry.createPolicy,
  "slipway.openPolicy": registry.openPolicy,
  "slipway.openRuns": runs.openRuns,
  "slipway.openRun": compare.openRun,
  "slipway.compareSelected": compare.compareSelected,
  "slipway.compare": compare.compareCalled,
  "slipway.compareWith": compare.compareWith,
  "slipway.showRun": named.showRunUnderCursor,
  "slipway.compareRunUnderCursor": named.compareRunUnderCursor,
  "slipway.setAsBaseline": compare.setAsBaseline,
  "slipway.clearBaseline": compare.clearBaseline,
  "slipway.renameRuns": commandOf("rename", "Rename Runs"),
  "slipway.tagRuns": commandOf("tag", "Set Tag of Runs"),
  "slipway.untagRuns": commandOf("removeTag", "Remove Tag of Runs"),
  "slipway.noteRuns": commandOf("note", "Edit Note of Runs"),
  "slipway.deleteRuns": commandOf("delete", "Delete Runs"),
  "slipway.restoreRuns": commandOf("restore", "Restore Runs"),
  "slipway.showDeletedRuns": runs.showDeletedRuns,
  "slipway.undoRunEdit": undoLastEdit,
  "slipway.compareWithIncumbent": compare.compareWithIncumbent,
  "slipway.showPipeline": tasks.showPipeline,
  "slipway.run": tasks.run,
  "slipway.copyRunId": compare.copyRunId,
  "slipway.copyRunUri": compare.copyRunUri,
  "slipway.copyRunCommand": compare.copyCommandOfRun,
  "slipway.copyModelUri": compare.copyModelUri,
  "slipway.openInBrowser": compare.openInBrowser,
  "slipway.requestPromotion": promotion.requestPromotion,
  "slipway.openPromotion": promotion.openPromotion,
  "slipway.approve": decision.approve,
  "slipway.reject": decision.reject,
  "slipway.cancelRequest": decision.cancelRequest,
  "slipway.loadMore": (_services, { node }) => node?.loadMore?.(),
};
