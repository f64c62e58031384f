import { notification, request } from "../message.ts";

/** What can be run: a stage of DVC, an entry point of an MLflow project. */
export type RunKind = "stage" | "entryPoint";

/** Something to run with its own tool: what a lens carries, and what a task is made of. */
export interface RunTarget {
  readonly kind: RunKind;
  readonly name: string;
  /** URI of the file that names it: the tool runs in its folder. */
  readonly uri: string;
  /** Names of values that the person is asked for first. */
  readonly asks: readonly string[];
}

/** All that the config files of the workspace can run, for `Run Task…`. */
export const runTargetsRequest = request<null, readonly RunTarget[]>("slipway/tasks/targets");

/** Starts a `RunTarget`; the name of a command. */
export const runCommand = "slipway.run";

/** Shows the graph of the file at `uri`, `name` chosen; the name of a command. */
export const showPipelineCommand = "slipway.showPipeline";

/** The person saved a file of any kind. */
export const fileSaved = notification<null>("slipway/tasks/fileSaved");
