import type { JudgeOrigin, PolicyOrigin } from "#registry/promotion/policyOrigin.ts";
import type { Policy } from "#registry/promotion/types.ts";
import { type PolicyReading, readPolicy } from "../formats/policy/readPolicy.ts";
import { type LocalPolicy, policyFileName } from "./localPolicy.ts";
import { type AskGit, type PolicyBranch, policyBranch } from "./policyBranch.ts";
import { policyDifference } from "./policyDifference.ts";

export interface PolicySource {
  readonly local: LocalPolicy;
  /** Absent: Git may not be asked, or is not there. */
  readonly git?: AskGit | undefined;
  /** `slipway.policyRef`; empty: chosen by itself. */
  readonly ref: string;
}

/** The policy that counts for promotions, and what is to be said about it. */
export interface CountingPolicy {
  readonly policy?: Policy;
  readonly origin?: PolicyOrigin;
  /** Why nothing can be decided now, as a sentence. Absent with no policy: there is none. */
  readonly problem?: string;
  /** That another text stands on this disk, or why the one there counts; as a sentence. */
  readonly note?: string;
  /** Absent where Git cannot be asked. */
  readonly judge?: JudgeOrigin;
}

/**
 * Where the agreed branch has a `slipway.yaml`, that one counts, as committed; what stands on this disk is a preview. Only where that
 * branch has none does the file itself count. So nobody changes the rules of his own approval by an edit, by taking the file out of Git's
 * index, or by deleting it.
 */
export async function countingPolicy({ local, git, ref }: PolicySource): Promise<CountingPolicy> {
  const branch = git === undefined ? undefined : await policyBranch(git, ref, policyFileName);
  if (branch === undefined) return fileCounts(local, "Git does not keep slipway.yaml, so the file on this disk counts.");
  if ("problem" in branch) return { problem: branch.problem };
  const judge = judgeOf(branch);
  if (branch.text === undefined) {
    return { ...(await fileCounts(local, `slipway.yaml is not on ${branch.name} yet, so the file on this disk counts.`)), judge };
  }
  const reading = readPolicy(branch.text);
  const note = noteOf(local, reading.policy, branch.name);
  const origin = { hash: await hashOf(branch.text), commit: branch.commit };
  return {
    ...(reading.policy ? { policy: reading.policy, origin } : { problem: problemOf(reading, `${policyFileName} on ${branch.name}`) }),
    ...(note === undefined ? {} : { note }),
    judge,
  };
}

async function fileCounts(local: LocalPolicy, note: string): Promise<CountingPolicy> {
  if (local === undefined) return {};
  if ("why" in local) return { problem: `${policyFileName} cannot be read: ${local.why}.` };
  const reading = readPolicy(local.text);
  if (reading.policy === undefined) return { problem: problemOf(reading, policyFileName) };
  return { policy: reading.policy, origin: { hash: await hashOf(local.text), commit: "" }, note };
}

/** What is different here from the policy that counts; undefined: nothing that matters. */
function noteOf(local: LocalPolicy, counting: Policy | undefined, branch: string): string | undefined {
  const follow = `Promotions follow ${branch}.`;
  if (local === undefined) return `${policyFileName} is missing here. ${follow}`;
  if ("why" in local) return `${policyFileName} here cannot be read. ${follow}`;
  const here = readPolicy(local.text);
  if (here.policy === undefined) return `${problemOf(here, `${policyFileName} here`)} ${follow}`;
  const difference = counting && policyDifference(counting, here.policy);
  return difference ? `${policyFileName} here differs from ${branch}: ${difference}. ${follow}` : undefined;
}

/** `Line 7 of slipway.yaml: …` */
function problemOf({ problems }: PolicyReading, file: string): string {
  const [first, ...others] = problems;
  const silenced = first?.silenced ? " A comment silences this problem; the policy is not used all the same." : "";
  const more = others.length === 0 ? "" : ` And ${others.length} more.`;
  return `Line ${(first?.range.start.line ?? 0) + 1} of ${file}: ${first?.message ?? "it cannot be read."}${silenced}${more}`;
}

/** SHA-256 of a text, in hex. Line ends are those of Git, whatever this system writes. */
async function hashOf(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.replaceAll("\r\n", "\n")));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Verdicts of a branch that stands still do not change: each origin is looked up once. */
function judgeOf(branch: PolicyBranch): JudgeOrigin {
  const known = new Map<string, ReturnType<JudgeOrigin>>();
  return (origin) => {
    const key = `${origin.commit} ${origin.hash}`;
    const verdict = known.get(key) ?? judge(branch, origin);
    known.set(key, verdict);
    return verdict;
  };
}

async function judge(branch: PolicyBranch, { commit, hash }: PolicyOrigin): Promise<Awaited<ReturnType<JudgeOrigin>>> {
  if (commit === "") return branch.text === undefined ? "unknown" : "notCommitted";
  const there = await branch.at(commit);
  if (there === "unknown") return "unknown";
  return there.onBranch && there.text !== undefined && (await hashOf(there.text)) === hash ? "committed" : "notCommitted";
}
