import { type Problem, problemText } from "#protocol/message.ts";
import type { SourceState } from "#protocol/registryRequests.ts";
import { type ViewId, viewIds } from "#protocol/viewIds.ts";
import type { Wording } from "./wording.ts";

/** What is to be said about the rows of a view as a whole. */
export interface ViewHead {
  /** Why the last read failed. */
  readonly problem?: Problem;
  /** A sentence about what the rows follow. */
  readonly note?: string;
  /** ms; set when old rows are shown because a newer read failed. */
  readonly staleSince?: number;
  /** Whether the registry has answered what the view asks: before, an empty view is no sign that there is nothing. */
  readonly wasRead: boolean;
}

/**
 * The text above the rows of each view; VS Code wraps it, a row would be cut. A cause stands whole, and once: a registry that fails is
 * told by the Experiments view alone (the others are empty as designed, or show rows with `as of`), any other cause by the first view
 * that met it.
 */
export function viewMessages(
  heads: Readonly<Record<ViewId, Pick<ViewHead, "problem" | "note">>>,
  source: SourceState | undefined,
  words: Wording,
): Readonly<Record<ViewId, string>> {
  const told = new Set<string>();
  const messages = viewIds.map((id): readonly [ViewId, string] => {
    const { note = "" } = heads[id];
    const cause = causeOf(id, heads[id].problem, source);
    if (cause === undefined) return [id, note];
    const text = told.has(cause.message) ? words.t("Not read, for the reason above.") : problemText(cause);
    told.add(cause.message);
    return [id, `${text} ${note}`.trim()];
  });
  return Object.fromEntries(messages) as Record<ViewId, string>;
}

/** What a view has to explain, if anything. */
export function causeOf(id: ViewId, problem: Problem | undefined, source: SourceState | undefined): Problem | undefined {
  if (source?.state === "none" || source?.state === "untrusted") return undefined;
  // Until a registry has answered, or failed as a whole, it may be what is wrong.
  if (source?.state === "failed" || source?.state === "opening")
    return id === "slipway.experiments" ? (source.problem ?? problem) : undefined;
  return problem;
}
