import { type Asker, askAnswer } from "#client/core/asker.ts";
import { runRow } from "#client/core/runRows.ts";
import { tellMetricsApart } from "#client/core/siblingMetrics.ts";
import type { Wording } from "#client/core/wording.ts";
import { type Choice, pickMany, pickOne } from "#client/host/dialogs.ts";
import {
  type ExperimentRow,
  experimentsRequest,
  modelsRequest,
  type RunRow,
  runsRequest,
  type VersionRow,
  versionsRequest,
} from "#protocol/registryRequests.ts";

interface ChoiceContext {
  readonly asker: Asker;
  readonly words: Wording;
}

/** Lets the person choose runs, of one experiment or (empty id) of an experiment chosen first. Absent when cancelled. */
export async function chooseRuns(
  context: ChoiceContext,
  experimentId: string,
  except: readonly string[],
): Promise<readonly RunRow[] | undefined> {
  const { words } = context;
  const id = experimentId === "" ? (await chooseExperiment(context, words.t("Compare Runs")))?.id : experimentId;
  if (id === undefined) return undefined;
  return pickMany(words.t("Compare With"), words.t("Choose runs"), runChoices(context, id, except));
}

/** One run, of an experiment chosen first. */
export async function chooseRun(context: ChoiceContext, title: string, placeHolder: string): Promise<RunRow | undefined> {
  const experiment = await chooseExperiment(context, title);
  return experiment === undefined ? undefined : pickOne(title, placeHolder, runChoices(context, experiment.id, []));
}

export async function chooseExperiment({ asker, words }: ChoiceContext, title: string): Promise<ExperimentRow | undefined> {
  const choices = async (): Promise<Choice<ExperimentRow>[]> => {
    const answer = await askAnswer(asker, experimentsRequest, {});
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value.rows.map((row) => ({ label: row.name, description: "", value: row }));
  };
  return pickOne(title, words.t("Choose an experiment"), choices());
}

async function runChoices({ asker, words }: ChoiceContext, experimentId: string, except: readonly string[]): Promise<Choice<RunRow>[]> {
  const answer = await askAnswer(asker, runsRequest, { experimentId });
  if (!answer.ok) throw new Error(answer.problem.message);
  const rows = tellMetricsApart(answer.value.rows.filter(({ id }) => !except.includes(id)));
  return rows.map((row) => {
    const { label, description } = runRow(row, false, undefined, words);
    return { label, description, value: row };
  });
}

/** A version that has an environment above it: a model first, then one of its versions. */
export async function chooseVersion({ asker, words }: ChoiceContext, title: string): Promise<VersionRow | undefined> {
  const models = async (): Promise<Choice<string>[]> => {
    const answer = await askAnswer(asker, modelsRequest, {});
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value.rows.map(({ name }) => ({ label: name, description: "", value: name }));
  };
  const model = await pickOne(title, words.t("Choose a model"), models());
  if (model === undefined) return undefined;
  const versions = async (): Promise<Choice<VersionRow>[]> => {
    const answer = await askAnswer(asker, versionsRequest, { model });
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value.rows.map((row) => ({
      label: `v${row.version}`,
      description: row.aliases.map((alias) => `@${alias}`).join(" "),
      ...(row.effect === undefined ? {} : { detail: row.effect }),
      value: row,
    }));
  };
  return pickOne(title, words.t("Choose a version of {0}", model), versions());
}
