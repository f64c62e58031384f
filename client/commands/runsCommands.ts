import { chooseExperiment } from "#client/views/chooseRuns.ts";
import type { RunsWanted } from "#protocol/views/runs.ts";
import { type Called, ofKind, type Services } from "./services.ts";

/** All runs of an experiment, or of several that are chosen together, as a table. From the palette the chosen ones, else it is asked for. */
export function openRuns(services: Services, called: Called): Promise<void> {
  return open(services, called, services.words.t("Open Runs"), {});
}

export function showDeletedRuns(services: Services, called: Called): Promise<void> {
  return open(services, called, services.words.t("Show Deleted Runs"), { isDeleted: true });
}

async function open(services: Services, { node, subjects }: Called, title: string, wanted: Partial<RunsWanted>): Promise<void> {
  const rows = node === undefined ? services.sidebar.selected("slipway.experiments") : subjects;
  const chosen = ofKind(rows, "experiment").map(({ row }) => row);
  const asked = chosen.length === 0 ? await chooseExperiment(services, title) : undefined;
  const experiments = asked === undefined ? chosen : [asked];
  if (experiments.length > 0) services.runs.open(experiments, wanted, services.about);
}
