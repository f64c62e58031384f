import { type Answer, request } from "./message.ts";

/** What starts a run again. `args` are those of the program `mlflow`, as a process gets them; quoting them is the window's part. */
export type RunCommand =
  | { readonly state: "known"; readonly args: readonly string[] /** What it leaves open, as a sentence. */; readonly note?: string }
  /** Which of the run's params its entry point takes is not known: `args` have none. */
  | { readonly state: "withoutParams"; readonly args: readonly string[]; readonly why: string }
  | { readonly state: "unknown"; readonly why: string };

export const runCommandRequest = request<{ readonly runId: string }, Answer<RunCommand>>("slipway/run/command");
