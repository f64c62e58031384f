import type { RunsCatalog } from "#protocol/views/runs.ts";

/** What a page draws from before it was told what there is. */
export const noCatalog: RunsCatalog = {
  name: "",
  columns: [],
  defaults: [],
  charted: [],
  isNested: false,
  editsRuns: false,
  me: [],
  total: 0,
  isComplete: false,
};
