import { PageRouter } from "#client/core/pageRouter.ts";
import { openCodeChanges } from "#client/host/codeDiff.ts";
import { copyToClipboard } from "#client/host/dialogs.ts";
import { openPolicyFile } from "#client/host/policyFile.ts";
import { savePicture } from "#client/host/savePicture.ts";
import type { RegistryRef } from "#protocol/registryRequests.ts";
import { pressEdit } from "#protocol/runEdits.ts";
import { copyText, openCodeDiff, openPolicyLine, savePictureAs } from "#protocol/views/panel.ts";
import type { PanelsContext } from "./openPages.ts";

/** A router that does what every page may ask of the editor; `registry` is the one that the page is about. */
export function routerOfPage(context: PanelsContext, registry: () => RegistryRef | undefined = () => undefined): PageRouter {
  const { asker, words, chosenFolder, editRuns } = context;
  return new PageRouter()
    .hear(openCodeDiff, ({ left, right }) => void openCodeChanges(asker, left, right))
    .hear(pressEdit, ({ act, runs }) => editRuns(act, runs, registry()))
    .hear(openPolicyLine, ({ line }) => void openPolicyFile(chosenFolder, line))
    .hear(savePictureAs, (picture) => void savePicture(picture))
    .hear(copyText, ({ text, what }) => void copyToClipboard(text, words.t("Copied {0}", what)));
}
