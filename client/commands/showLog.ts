import { showError } from "#client/host/dialogs.ts";
import { problemText } from "#protocol/message.ts";
import { refresh } from "./registryCommands.ts";
import type { Services } from "./services.ts";
import { switchRegistry } from "./switchRegistry.ts";

/** The log; when the registry is offline, also the cause and the ways on. */
export function showLog(services: Services): void {
  services.showLog();
  const { state } = services.source;
  if (state?.state !== "failed" || state.problem === undefined) return;
  showError(problemText(state.problem), [
    { label: services.words.t("Try again"), run: () => refresh(services) },
    { label: services.words.t("Switch Registry…"), run: () => switchRegistry(services) },
  ]);
}
