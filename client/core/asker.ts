import type { Answer, Notification, Problem, Request } from "#protocol/message.ts";
import { type AboutRegistry, aboutOf } from "#protocol/registryRequests.ts";

/** The way to the server, as the views need it. */
export interface Asker {
  /** Rejects when the server could not answer at all, or when `signal` is aborted; expected failures come as `Answer`. */
  ask<P, R>(message: Request<P, R>, params: P, signal?: AbortSignal): Promise<R>;
  tell<P>(message: Notification<P>, params: P): void;
}

/** Asks about one registry and folder whatever is shown by then: what was read from one is never done to another. */
export function aboutRegistry(asker: Asker, about: () => AboutRegistry): Asker {
  return {
    ask: (message, params, signal) => {
      const named = typeof params !== "object" || params === null ? params : { ...params, ...aboutOf(about()) };
      return asker.ask(message, named, signal);
    },
    tell: (message, params) => asker.tell(message, params),
  };
}

/** `ask` for requests that answer with `Answer`: a server that is gone is one more failure, with its next step. */
export async function askAnswer<P, R>(asker: Asker, message: Request<P, Answer<R>>, params: P, signal?: AbortSignal): Promise<Answer<R>> {
  try {
    return await asker.ask(message, params, signal);
  } catch (error) {
    return { ok: false, problem: isGone(error) ? gone : unanswered(error) };
  }
}

const gone: Problem = {
  kind: "internal",
  message: "Slipway's server ended before it answered.",
  next: "It starts again by itself. What it was doing may have been done: look once more before you try again.",
};

/** How `vscode-jsonrpc` says that an answer will never come (9.0): `PendingResponseRejected`, `ConnectionInactive`. */
const goneCodes: ReadonlySet<unknown> = new Set([-32097, -32096]);

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && goneCodes.has(error.code);
}

function unanswered(error: unknown): Problem {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    kind: "internal",
    message: `Slipway's server did not answer: ${cause.replace(/[.\s]+$/, "")}.`,
    next: "Try again; the log has the details.",
  };
}
