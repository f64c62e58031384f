import type { RunStatus } from "#registry/model/types.ts";

interface StatusSign {
  /** Name of a codicon. */
  readonly icon: string;
  readonly words: string;
}

const signs: Readonly<Record<string, StatusSign>> = {
  FINISHED: { icon: "pass", words: "finished" },
  FAILED: { icon: "error", words: "failed" },
  KILLED: { icon: "circle-slash", words: "killed" },
  RUNNING: { icon: "sync", words: "running" },
  SCHEDULED: { icon: "watch", words: "scheduled" },
};

/** How the status of a run is drawn and read out. */
export function statusSign(status: RunStatus): StatusSign {
  return signs[status] ?? { icon: "question", words: "status unknown" };
}
