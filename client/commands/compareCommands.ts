import { withBaseline } from "#client/core/baseline.ts";
import { runPageUrl } from "#client/core/sourceText.ts";
import { copyToClipboard, inform, openExternal } from "#client/host/dialogs.ts";
import { chooseRun, chooseRuns, chooseVersion } from "#client/views/chooseRuns.ts";
import { copyRunCommand } from "#client/views/runCommand.ts";
import type { RunRow } from "#protocol/registryRequests.ts";
import { shownRunOf } from "#protocol/showRegistered.ts";
import { shortRunId } from "#registry/model/runName.ts";
import { type Called, ofKind, type Services, subjectOf } from "./services.ts";

/** The page of one run. */
export async function openRun(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const named = shownRunOf(called.argument);
  if (named !== undefined) return services.run.open(named.run, "", named.about);
  const run = (await subjectOf(services, called, "run"))?.row ?? (await chooseRun(services, words.t("Open Run"), words.t("Choose a run")));
  if (run !== undefined) services.run.open(run.id, run.name, services.about);
}

export function compareSelected(services: Services): void {
  compareRuns(
    services,
    ofKind(services.sidebar.selected("slipway.experiments"), "run").map(({ row }) => row),
  );
}

export function compareCalled(services: Services, { subjects }: Called): void {
  compareRuns(
    services,
    ofKind(subjects, "run").map(({ row }) => row),
  );
}

export async function compareWith(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const run =
    (await subjectOf(services, called, "run"))?.row ??
    (await chooseRun(services, words.t("Compare Run"), words.t("Choose the run to compare with others")));
  if (run === undefined) return;
  const others = await chooseRuns(services, run.experimentId, [run.id]);
  if (others === undefined || others.length === 0) return;
  compareRuns(services, [run, ...others]);
}

function compareRuns(services: Services, runs: readonly RunRow[]): void {
  const ids = withBaseline(
    runs.map(({ id }) => id),
    services.baseline.of(services.about),
  );
  if (ids.length < 2) {
    inform(services.words.t("Choose two runs or more to compare them."));
    return;
  }
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  services.compare.open(
    ids,
    ids.map((id) => names.get(id) ?? shortRunId(id)),
    services.about,
  );
}

/** Candidate beside the version that is in its next environment now; that one is the baseline. */
export async function compareWithIncumbent(services: Services, called: Called): Promise<void> {
  const { words } = services;
  const version =
    (await subjectOf(services, called, "version"))?.row ?? (await chooseVersion(services, words.t("Compare Version With Incumbent")));
  if (version === undefined) return;
  const { incumbent } = version;
  if (incumbent === undefined || incumbent.runId === "" || version.runId === "") {
    inform(
      words.t(
        "{0} v{1} has nothing to be compared with: its next environment is empty, or no run is known.",
        version.model,
        version.version,
      ),
    );
    return;
  }
  services.compare.open([incumbent.runId, version.runId], [`v${incumbent.version}`, `v${version.version}`], services.about);
}

export async function setAsBaseline(services: Services, { subjects }: Called): Promise<void> {
  const run = ofKind(subjects, "run")[0]?.row;
  if (run !== undefined) await services.baseline.set(run.id, services.about);
  services.readAgain();
}

export async function clearBaseline(services: Services): Promise<void> {
  await services.baseline.set(undefined, services.about);
  services.readAgain();
}

export async function copyRunId(services: Services, { subjects }: Called): Promise<void> {
  const run = ofKind(subjects, "run")[0]?.row;
  if (run !== undefined) await copyToClipboard(run.id, services.words.t("Copied {0}", services.words.t("run id")));
}

export async function copyRunUri(services: Services, { subjects }: Called): Promise<void> {
  const run = ofKind(subjects, "run")[0]?.row;
  if (run !== undefined) await copyToClipboard(`runs:/${run.id}`, services.words.t("Copied {0}", `runs:/${run.id}`));
}

export async function copyCommandOfRun(services: Services, { subjects }: Called): Promise<void> {
  const run = ofKind(subjects, "run")[0]?.row;
  if (run !== undefined) await copyRunCommand(services, run.id);
}

export async function copyModelUri(services: Services, { subjects }: Called): Promise<void> {
  const version = ofKind(subjects, "version")[0]?.row;
  if (version === undefined) return;
  const uri = `models:/${version.model}/${version.version}`;
  await copyToClipboard(uri, services.words.t("Copied {0}", uri));
}

export async function openInBrowser(services: Services, { subjects }: Called): Promise<void> {
  const run = ofKind(subjects, "run")[0]?.row;
  const url = run === undefined ? undefined : runPageUrl(services.source.state, run.experimentId, run.id);
  if (url !== undefined) await openExternal(url);
}
