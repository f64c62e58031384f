/** The text that a policy was read from. Every deciding event names it, so that an old decision can be judged. */
export interface PolicyOrigin {
  /** SHA-256 of the file's text, in hex. */
  readonly hash: string;
  /** Full id of the commit that it was read at; empty where the file itself counts (not tracked, or no Git). */
  readonly commit: string;
}

/**
 * What Git says about the policy that an event names: it is the text at a commit of the agreed branch; it is not (another text, another
 * branch, or no commit although the policy is tracked now); or nobody here can tell.
 */
export type OriginVerdict = "committed" | "notCommitted" | "unknown";

/** Looks a policy up that an event names. Never rejects. */
export type JudgeOrigin = (origin: PolicyOrigin, signal: AbortSignal) => Promise<OriginVerdict>;
