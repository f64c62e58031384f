import type { CancellationToken } from "vscode-languageserver";

/** A request that the editor may cancel, as an aborted signal. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
