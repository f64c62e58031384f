import { type BothRegistries, openBoth } from "./bothRegistries.ts";

let shared: Promise<BothRegistries> | undefined;

/**
 * One store with its server for the suites of a run that read its runs, and change nothing but registered models: making and starting them
 * takes most of a minute.
 */
export function sharedRegistries(pythonPath: string): Promise<BothRegistries> {
  shared ??= openBoth(pythonPath);
  return shared;
}

// Outside of any suite: when the last one is done.
after(async () => (await shared)?.close());
