import { codeDiffRequest, fileAtCommitRequest } from "#protocol/git.ts";
import type { Request } from "#protocol/message.ts";
import type { Git } from "./git/git.ts";

/** What answers to custom requests work on. */
export interface HandlerContext {
  readonly git: Git;
}

/** A request with its answer; the list below is all that the client can ask besides LSP. */
export interface Handler {
  readonly method: string;
  run(context: HandlerContext, params: unknown, signal: AbortSignal): Promise<unknown>;
}

/** Ties an answer to its request's types. */
function handler<Params, Result>(
  request: Request<Params, Result>,
  run: (context: HandlerContext, params: Params, signal: AbortSignal) => Promise<Result>,
): Handler {
  return { method: request.method, run: (context, params, signal) => run(context, params as Params, signal) };
}

/** Every custom request: a new one is a line here. */
export const handlers: readonly Handler[] = [
  handler(codeDiffRequest, async ({ git }, { left, right }) => {
    try {
      return { files: await git.diffFiles(left, right) };
    } catch (error) {
      return { files: [], problem: error instanceof Error ? error.message : String(error) };
    }
  }),
  handler(fileAtCommitRequest, async ({ git }, { commit, path }) => ({ text: await git.fileAt(commit, path) })),
];
