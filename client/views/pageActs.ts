import { PageRouter } from "#client/core/pageRouter.ts";
import { openCodeChanges } from "#client/host/codeDiff.ts";
import { copyToClipboard } from "#client/host/dialogs.ts";
import { openPolicyFile } from "#client/host/policyFile.ts";
import { copyText, openCodeDiff, openPolicyLine } from "#protocol/views/panel.ts";
import type { PanelsContext } from "./openPages.ts";

/** A router that does what every page may ask of the editor. */
export function routerOfPage({ asker, words, chosenFolder }: PanelsContext): PageRouter {
  return new PageRouter()
    .hear(openCodeDiff, ({ left, right }) => void openCodeChanges(asker, left, right))
    .hear(openPolicyLine, ({ line }) => void openPolicyFile(chosenFolder, line))
    .hear(copyText, ({ text, what }) => void copyToClipboard(text, words.t("Copied {0}", what)));
}
