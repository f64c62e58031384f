import { PageRouter } from "#client/core/pageRouter.ts";
import { openCodeChanges } from "#client/host/codeDiff.ts";
import { copyToClipboard, openExternal } from "#client/host/dialogs.ts";
import { openPolicyFile, type PolicyFolder } from "#client/host/policyFile.ts";
import { savePicture } from "#client/host/savePicture.ts";
import { filesInWorkspace, openFileInWorkspace } from "#client/host/workspaceFiles.ts";
import { type AboutRegistry, aboutOf } from "#protocol/registryRequests.ts";
import { pressEdit } from "#protocol/runEdits.ts";
import {
  copyText,
  filesOfWorkspace,
  openCodeDiff,
  openLog,
  openPolicyLine,
  openWebAddress,
  openWorkspaceFile,
  savePictureAs,
} from "#protocol/views/panel.ts";
import type { PanelsContext } from "./openPages.ts";

/** A router that does what every page may ask of the editor; `about`: what the page is about. */
export function routerOfPage(context: PanelsContext, about: () => AboutRegistry = () => ({})): PageRouter {
  const { asker, words, chosenFolder, editRuns, showLog } = context;
  return new PageRouter()
    .hear(openCodeDiff, ({ left, right }) => void openCodeChanges(asker, left, right))
    .hear(pressEdit, ({ act, runs }) => editRuns(act, runs, aboutOf(about())))
    .hear(openPolicyLine, ({ line }) => void openPolicyLineOf(about().folder, chosenFolder, line))
    .answer(filesOfWorkspace, ({ paths }) => filesInWorkspace(paths))
    .hear(openWorkspaceFile, ({ path }) => void openFileInWorkspace(path))
    .hear(openLog, () => showLog())
    .hear(openWebAddress, ({ url }) => void (/^https:\/\//i.test(url) && openExternal(url)))
    .hear(savePictureAs, (picture) => void savePicture(picture))
    .hear(copyText, ({ text, what }) => void copyToClipboard(text, words.t("Copied {0}", what)));
}

/** In the policy of the folder that the page is about, where it has one of its own. */
async function openPolicyLineOf(folder: string | undefined, chosen: PolicyFolder, line: number): Promise<void> {
  if (folder !== undefined && (await openPolicyFile({ uri: folder }, line))) return;
  await openPolicyFile(chosen, line);
}
