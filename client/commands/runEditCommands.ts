import { chooseRun } from "#client/views/chooseRuns.ts";
import type { NamedRun, RunAct } from "#protocol/runEdits.ts";
import { shortRunId } from "#registry/model/runName.ts";
import { actOnRuns } from "./runActs.ts";
import { type Called, ofKind, type Services, subjectOf } from "./services.ts";

/** The command of an act: on the rows that it was called on, else on what is chosen on the page or in the tree, else on a run that is asked for. */
export function commandOf(act: RunAct, title: string): (services: Services, called: Called) => Promise<void> {
  return async (services, called) => {
    const { words } = services;
    // On the page that the person works in, its chosen runs are meant; they are of the page's registry.
    if (called.node === undefined && services.runs.pressChosen(act)) return;
    const runs = await runsOf(services, called);
    const one = runs === undefined ? await chooseRun(services, words.t(title), words.t("Choose a run")) : undefined;
    await actOnRuns(services, act, runs ?? (one === undefined ? [] : [named(one)]));
  };
}

async function runsOf(services: Services, called: Called): Promise<readonly NamedRun[] | undefined> {
  const rows = called.node === undefined ? services.sidebar.selected("slipway.experiments") : called.subjects;
  const runs = ofKind(rows, "run").map(({ row }) => named(row));
  const focused = called.node === undefined ? (await subjectOf(services, called, "run"))?.row : undefined;
  // The keyboard may be on another row than those that are chosen: that one is meant.
  if (focused !== undefined && !runs.some(({ id }) => id === focused.id)) return [named(focused)];
  return runs.length === 0 ? undefined : runs;
}

function named({ id, name }: NamedRun): NamedRun {
  return { id, name: name || shortRunId(id) };
}
