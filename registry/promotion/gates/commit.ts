import type { Gate, GateRecord } from "../types.ts";
import type { Condition, Finding, GateKind, GateSubject, GateWords, Surroundings } from "./gateKind.ts";
import { label, noWords } from "./phrases.ts";

interface CommitGate extends Gate {
  readonly kind: "commit";
  readonly commit: "clean";
}

/** The candidate's run was made from a Git commit, without changes of its own. */
export const commitGate: GateKind<CommitGate, Condition> = {
  kind: "commit",
  keys: [
    {
      name: "commit",
      type: "`clean`",
      doc: "The run must have been made from a commit, without local changes.",
      values: ["clean"],
      meanings: { clean: "All that ran was committed." },
    },
  ],
  needs: ["run"],
  read(options) {
    const commit = options.oneOf("commit", ["clean"]);
    return commit && { kind: "commit", commit };
  },
  conditions: (gate) => [{ ...gate, id: "commit" }],
  looksAtIncumbent: () => false,
  check,
  words,
};

function check(_condition: Condition, { candidate, incumbent }: GateSubject): Finding {
  if (candidate.run.state === "unknown") return { state: "unknown", why: "unreadable", detail: candidate.run.why };
  const other = incumbent?.run.state === "known" && incumbent.run.value.commit !== "" ? { incumbent: incumbent.run.value.commit } : {};
  if (candidate.run.state === "absent") return { state: "fail", why: "noRun", ...other };
  const { commit, dirty } = candidate.run.value;
  if (commit === "") return { state: "fail", why: "noCommit", ...other };
  const shown = { observed: commit, ...other };
  if (dirty === true) return { ...shown, state: "fail", why: "dirty" };
  return { ...shown, state: "pass", ...(dirty === false ? { why: "clean" } : {}) };
}

function words(record: GateRecord & { readonly detail?: string }, around: Surroundings): GateWords {
  const version = label(around.candidate);
  const base = { ...noWords, subject: "Commit", rule: "{} clean", observed: short(record.observed), incumbent: short(record.incumbent) };
  const reason = "give a reason";
  switch (record.why) {
    case "unreadable": {
      const problem = `The commit of ${version} cannot be read${record.detail ? `: ${record.detail}` : ""}.`;
      return { ...base, observed: "unknown", problem, reason };
    }
    case "noRun":
      return { ...base, observed: "none", problem: `${version} was not made from a run.`, remedy: "train from a Git checkout", reason };
    case "noCommit": {
      const problem = `The run of ${version} logged no Git commit.`;
      return { ...base, observed: "none", problem, remedy: "train from a Git checkout", reason };
    }
    case "dirty": {
      const problem = `The run of ${version} used code that was not committed.`;
      return { ...base, margin: "not all committed", problem, remedy: "commit and train again", reason };
    }
    default:
      return { ...base, margin: record.why === "clean" ? "all committed" : "" };
  }
}

function short(commit: GateRecord["observed"]): string {
  return typeof commit === "string" ? commit.slice(0, 7) : "";
}
