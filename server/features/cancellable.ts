import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { signalOf } from "./signalOf.ts";

/** Answers a request that the editor may call off. One that was called off has the protocol's own answer for it, whatever its work ended with. */
export async function cancellable<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T> | T): Promise<T> {
  try {
    return await work(signalOf(token));
  } catch (error) {
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was called off.");
    throw error;
  }
}
