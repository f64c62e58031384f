import { chooseExperiment } from "#client/views/chooseRuns.ts";
import { type Called, ofKind, type Services } from "./services.ts";

/** All runs of an experiment as a table. From the palette the experiment is asked for. */
export async function openRuns(services: Services, { subjects }: Called): Promise<void> {
  const experiment = ofKind(subjects, "experiment")[0]?.row ?? (await chooseExperiment(services, services.words.t("Open Runs")));
  if (experiment !== undefined) services.runs.open(experiment.id, experiment.name);
}
