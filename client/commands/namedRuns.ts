import { askAnswer } from "#client/core/asker.ts";
import { readComparisonAddress } from "#client/core/shareAddress.ts";
import { onAddressOpened } from "#client/host/addresses.ts";
import { inform, showWarning } from "#client/host/dialogs.ts";
import { registerTerminalRunLinks, runUnderCursor } from "#client/host/runLinks.ts";
import { chooseRuns } from "#client/views/chooseRuns.ts";
import { problemText } from "#protocol/message.ts";
import { compareDataRequest } from "#protocol/views/compare.ts";
import { ofThisMoment, type Services } from "./services.ts";

/** Runs that are named elsewhere: in an address that was sent, and in a terminal. */
export function namedRuns(services: Services): { dispose(): unknown }[] {
  return [
    onAddressOpened((path, query) => openAddress(ofThisMoment(services), path, query)),
    registerTerminalRunLinks(services.words.t("Show the run in Slipway"), (id) => showRun(ofThisMoment(services), id)),
  ];
}

/** The page of a run that a text names: a terminal, a notebook, a log. */
function showRun({ run, about }: Services, id: string): void {
  run.open(id, "", about);
}

export function showRunUnderCursor(services: Services): void {
  const id = runUnderCursor();
  if (id === undefined) sayNone(services);
  else showRun(services, id);
}

/** The run of the text is the baseline; the others are chosen among those of its experiment. */
export async function compareRunUnderCursor(services: Services): Promise<void> {
  const id = runUnderCursor();
  if (id === undefined) {
    sayNone(services);
    return;
  }
  const answer = await askAnswer(services.asker, compareDataRequest, { runIds: [id] });
  const run = answer.ok ? answer.value.runs[0] : undefined;
  if (run === undefined) {
    showWarning(answer.ok ? services.words.t("The registry that is open has no run {0}.", id) : problemText(answer.problem));
    return;
  }
  const others = await chooseRuns(services, run.experimentId, [id]);
  if (others !== undefined && others.length > 0)
    services.compare.open([id, ...others.map((other) => other.id)], [run.name, ...others.map((other) => other.name)], services.about);
}

function sayNone({ words }: Services): void {
  inform(words.t("No run is named under the cursor: a run id, a runs:/ URI, or the address of a run's page."));
}

/** Opens a comparison that somebody sent. Of another registry than the one that is open, nothing is opened and nothing contacted. */
async function openAddress({ compare, source, words }: Services, path: string, query: string): Promise<void> {
  const shared = readComparisonAddress(path, query);
  if (shared === undefined) {
    showWarning(words.t("This address names no comparison."));
    return;
  }
  const { uri } = await source.current();
  if (shared.registry !== undefined && shared.registry !== uri) {
    showWarning(words.t("The comparison is of {0}. Open that registry first: {1} is open now.", shared.registry, uri ?? words.t("none")));
    return;
  }
  compare.open(shared.runIds, [], undefined, shared);
}
