import { openSourceRequest } from "#protocol/extensionApi.ts";
import { codeDiffRequest, fileAtCommitRequest } from "#protocol/git.ts";
import type { Answer, Request } from "#protocol/message.ts";
import {
  type AboutRegistry,
  aboutOf,
  checkAddressRequest,
  experimentsRequest,
  type Inbox,
  inboxRequest,
  modelsRequest,
  refreshRequest,
  runDetailRequest,
  runsRequest,
  sourceRequest,
  storesInFolderRequest,
  tryAddressRequest,
  versionsRequest,
} from "#protocol/registryRequests.ts";
import { runCommandRequest } from "#protocol/runCommand.ts";
import { editRunsRequest, runTagsRequest } from "#protocol/runEdits.ts";
import { runTargetsRequest } from "#protocol/tasks/runnable.ts";
import {
  artifactFileRequest,
  artifactFolderRequest,
  artifactHashesRequest,
  artifactPreviewRequest,
  artifactTableRequest,
} from "#protocol/views/artifacts.ts";
import { compareDataRequest, curvesRequest, groupCurvesRequest } from "#protocol/views/compare.ts";
import { modelsOfRunsRequest } from "#protocol/views/compareModels.ts";
import { explainRequest, relationRequest } from "#protocol/views/compareRelation.ts";
import { pipelineRequest } from "#protocol/views/pipeline.ts";
import { promotionActRequest, promotionPageRequest, quickRequest, setTagRequest, undoRequest } from "#protocol/views/promotion.ts";
import { runPageRequest } from "#protocol/views/run.ts";
import {
  cellConditionsRequest,
  columnTextsRequest,
  runIdsRequest,
  runsCatalogRequest,
  runsGoneRequest,
  runsTextRequest,
  runsWindowRequest,
} from "#protocol/views/runs.ts";
import { mlflowViewsRequest, saveMlflowViewRequest } from "#protocol/views/runsViews.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { logIfAny, logOf } from "#registry/promotion/log/logs.ts";
import { artifactFile } from "./artifacts/file.ts";
import { artifactFolder } from "./artifacts/folder.ts";
import { artifactHashes } from "./artifacts/hashes.ts";
import { artifactPreview } from "./artifacts/preview.ts";
import { artifactTable } from "./artifacts/table.ts";
import { compareData } from "./compare/compareData.ts";
import { curves } from "./compare/curves.ts";
import { groupCurves } from "./compare/groupCurves.ts";
import { modelsOfRuns } from "./compare/modelsOfRuns.ts";
import { explain, relation } from "./compare/relation.ts";
import type { FileHashes } from "./dvc/status/hashes.ts";
import { codeDiff, whereItIs } from "./git/whereItIs.ts";
import { graphOfFile } from "./pipeline/graph.ts";
import { quickRequest as makeQuickRequest, promotionAct, setTag, undoApplied } from "./promotion/act.ts";
import { type PromotionContext, writability } from "./promotion/context.ts";
import { inbox } from "./promotion/inbox.ts";
import { promotionPage } from "./promotion/page.ts";
import { answer } from "./registry/answer.ts";
import { checkAddress } from "./registry/checkAddress.ts";
import { openRegistryOf, type RegistryContext } from "./registry/context.ts";
import { experimentRows } from "./registry/experiments.ts";
import { models, versions } from "./registry/models.ts";
import { runDetail } from "./registry/runDetail.ts";
import { runRows } from "./registry/runs.ts";
import { storesInFolder } from "./registry/storesInFolder.ts";
import { tryAddress } from "./registry/tryAddress.ts";
import { runCommand } from "./run/runCommand.ts";
import { runPage } from "./run/runPage.ts";
import type { ChosenValues } from "./runs/chosenValues.ts";
import { cellConditions, columnTexts } from "./runs/conditions.ts";
import { type EditContext, editRuns } from "./runs/editRuns.ts";
import { mlflowViews, saveMlflowView } from "./runs/mlflowViews.ts";
import { type RunsContext, runIds, runsCatalog, runsGone, runsWindow } from "./runs/runsTable.ts";
import { runsText } from "./runs/runsText.ts";
import { runTags } from "./runs/runTags.ts";
import { runTargets } from "./tasks/runTargets.ts";
import type { Checks } from "./workspace/checks.ts";
import { policyFileName } from "./workspace/localPolicy.ts";
import type { Scope } from "./workspace/scope.ts";
import type { Scopes } from "./workspace/scopes.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** The parts of the server that answers are made from. */
export interface HandlerContext {
  readonly workspace: Workspace;
  readonly scopes: Scopes;
  readonly checks: Checks;
  readonly hashes: FileHashes;
  readonly chosenValues: ChosenValues;
  /** The registry that the question is about; absent: the one that is shown. */
  readonly about?: AboutRegistry;
}

/** A request with its answer. */
export interface Handler {
  readonly method: string;
  run(context: HandlerContext, params: unknown, signal: AbortSignal): Promise<unknown>;
}

/** Every custom request that the client can make, besides LSP: a new one is a line here. */
export const handlers: readonly Handler[] = [
  handler(tryAddressRequest, ({ workspace }, question, signal) => tryAddress(question, workspace, signal)),
  handler(checkAddressRequest, async ({ workspace }, { uri }) => checkAddress(uri, workspace.folders[0], workspace.world.backends)),
  handler(sourceRequest, async ({ scopes }) => scopes.shownState),
  handler(openSourceRequest, async ({ scopes }, { folder }) => scopes.openSource(folder) ?? null),
  handler(refreshRequest, ({ scopes }) => scopes.refresh()),
  handler(storesInFolderRequest, async ({ scopes, workspace }) =>
    workspace.trusted ? storesInFolder(scopes.shown?.folder, workspace.world) : [],
  ),
  handler(experimentsRequest, (context, params, signal) => reading(context, signal, (own) => experimentRows(params, own, signal))),
  handler(runsRequest, (context, params, signal) => reading(context, signal, (own) => runRows(params, own, signal))),
  handler(runDetailRequest, (context, params, signal) => reading(context, signal, (own) => runDetail(params, own, signal))),
  handler(modelsRequest, (context, params, signal) => browsing(context, signal, (own) => models(params, own, signal))),
  handler(versionsRequest, (context, params, signal) => browsing(context, signal, (own) => versions(params, own, signal))),
  handler(inboxRequest, wholeInbox),
  handler(promotionPageRequest, (context, params, signal) => promoting(context, signal, (own) => promotionPage(params, own, signal))),
  handler(promotionActRequest, (context, params, signal) => writing(context, signal, (own) => promotionAct(params, own, signal))),
  handler(quickRequest, (context, params, signal) => writing(context, signal, (own) => makeQuickRequest(params, own, signal))),
  handler(undoRequest, (context, params, signal) => writing(context, signal, (own) => undoApplied(params, own, signal))),
  handler(setTagRequest, (context, params, signal) => writing(context, signal, (own) => setTag(params, own, signal))),
  handler(runPageRequest, (context, params, signal) => comparing(context, signal, (own) => runPage(params, own, signal))),
  handler(runCommandRequest, (context, params, signal) => reading(context, signal, (own) => runCommand(params, own, signal, context))),
  handler(compareDataRequest, (context, params, signal) => comparing(context, signal, (own) => compareData(params, own, signal))),
  handler(modelsOfRunsRequest, (context, params, signal) => comparing(context, signal, (own) => modelsOfRuns(params, own, signal))),
  handler(relationRequest, (context, params, signal) => comparing(context, signal, (own) => relation(params, own, signal))),
  handler(explainRequest, (context, params, signal) => comparing(context, signal, (own) => explain(params, own, signal))),
  handler(curvesRequest, (context, params, signal) => comparing(context, signal, (own) => curves(params, own, signal))),
  handler(groupCurvesRequest, (context, params, signal) => comparing(context, signal, (own) => groupCurves(params, own, signal))),
  handler(artifactFolderRequest, (context, params, signal) => comparing(context, signal, (own) => artifactFolder(params, own, signal))),
  handler(artifactPreviewRequest, (context, params, signal) => comparing(context, signal, (own) => artifactPreview(params, own, signal))),
  handler(artifactTableRequest, (context, params, signal) => comparing(context, signal, (own) => artifactTable(params, own, signal))),
  handler(artifactHashesRequest, (context, params, signal) => comparing(context, signal, (own) => artifactHashes(params, own, signal))),
  handler(artifactFileRequest, (context, params, signal) => comparing(context, signal, (own) => artifactFile(params, own, signal))),
  handler(runsCatalogRequest, (context, params, signal) => listing(context, signal, (own) => runsCatalog(params, own, signal))),
  handler(runsWindowRequest, (context, params, signal) => listing(context, signal, (own) => runsWindow(params, own, signal))),
  handler(runIdsRequest, (context, params, signal) => listing(context, signal, (own) => runIds(params, own, signal))),
  handler(runsGoneRequest, (context, params, signal) => listing(context, signal, (own) => runsGone(params, own, signal))),
  handler(cellConditionsRequest, (context, params, signal) => listing(context, signal, (own) => cellConditions(params, own, signal))),
  handler(columnTextsRequest, (context, params, signal) => listing(context, signal, (own) => columnTexts(params, own, signal))),
  handler(mlflowViewsRequest, (context, params, signal) => listing(context, signal, (own) => mlflowViews(params, own, signal))),
  handler(saveMlflowViewRequest, (context, params, signal) => listing(context, signal, (own) => saveMlflowView(params, own, signal))),
  handler(runsTextRequest, (context, params, signal) => listing(context, signal, (own) => runsText(params, own, signal))),
  handler(editRunsRequest, (context, params, signal) => editing(context, signal, (own) => editRuns(params, own, signal))),
  handler(runTagsRequest, (context, params, signal) => editing(context, signal, (own) => runTags(params, own, signal))),
  handler(pipelineRequest, (context, params, signal) => graphOfFile(params, context, signal)),
  handler(runTargetsRequest, async ({ workspace, checks }, _params, signal) => runTargets(workspace, checks, signal)),
  handler(codeDiffRequest, async ({ scopes }, question) => codeDiff(question, scopes)),
  handler(fileAtCommitRequest, async ({ scopes }, { commit, path }) => ({
    text: await whereItIs(scopes, (git) => git.fileAt(commit, path)),
  })),
];

/** Ties an answer to its request's types. */
function handler<Params, Result>(
  request: Request<Params, Result>,
  run: (context: HandlerContext, params: Params, signal: AbortSignal) => Promise<Result>,
): Handler {
  return {
    method: request.method,
    run: (context, params, signal) => run({ ...context, about: aboutOf(params) }, params as Params, signal),
  };
}

/** Asked in the same turn in which the registry is taken: another one may be opened at any moment. Throws where it is not open. */
function scopeOf({ about = {}, scopes }: HandlerContext): Scope {
  const scope = scopes.find(about);
  if (scope !== undefined) return scope;
  const { uri } = scopes.shownState;
  const open = uri === undefined ? "no registry is open" : `${uri} is open now`;
  throw new RegistryError(
    "unavailable",
    `This is about ${about.registry ?? "a registry"}, and ${open}.`,
    "Nothing was written. Open that registry again, or close the page.",
  );
}

function registryContext({ workspace }: HandlerContext, { policyFile, session }: Scope): RegistryContext {
  return {
    registry: session.registry,
    problem: session.state.problem,
    policy: policyFile.state.policy,
    settings: workspace.settings,
    world: workspace.world,
  };
}

/** What the promotion and the compare requests have in common. Throws `unavailable` without a registry. */
function openContext(context: HandlerContext, scope = scopeOf(context)): Omit<PromotionContext, "me" | "log"> {
  const { policy, origin, problem, note, judge } = scope.policyFile.state;
  return {
    registry: openRegistryOf(registryContext(context, scope)),
    policyFile: policyFileName,
    settings: context.workspace.settings,
    world: context.workspace.world,
    codeChange: (left, right) => scope.git.codeChange(left, right),
    ...(policy !== undefined && { policy }),
    ...(origin !== undefined && { policyOrigin: origin }),
    ...(problem !== undefined && { policyProblem: problem }),
    ...(note !== undefined && { policyNote: note }),
    ...(judge !== undefined && { judgeOrigin: judge }),
  };
}

type Work<Context, T> = (context: Context) => Promise<Answer<T>>;

function reading<T>(context: HandlerContext, signal: AbortSignal, work: Work<RegistryContext, T>): Promise<Answer<T>> {
  return withRegistry(context, signal, () => work(registryContext(context, scopeOf(context))));
}

function comparing<T>(
  context: HandlerContext,
  signal: AbortSignal,
  work: Work<Omit<PromotionContext, "me" | "log">, T>,
): Promise<Answer<T>> {
  return withRegistry(context, signal, () => work(openContext(context)));
}

function listing<T>(context: HandlerContext, signal: AbortSignal, work: Work<RunsContext, T>): Promise<Answer<T>> {
  return withRegistry(context, signal, () => {
    const scope = scopeOf(context);
    return work({ ...openContext(context, scope), loaded: scope.loadedRuns, chosen: context.chosenValues });
  });
}

function editing<T>(context: HandlerContext, signal: AbortSignal, work: Work<EditContext, T>): Promise<Answer<T>> {
  return withRegistry(context, signal, () => {
    const scope = scopeOf(context);
    const { registry } = openContext(context, scope);
    return work({ registry, log: context.workspace.world.log, wrote: (changes) => scope.session.wrote(changes) });
  });
}

/** The inbox of what is shown, and how much waits in the other folders. One of those that cannot be read is left out: it says so when it is shown. */
async function wholeInbox(context: HandlerContext, _params: unknown, signal: AbortSignal): Promise<Answer<Inbox>> {
  const shown = await promoting(context, signal, (own) => inbox(own, signal));
  if (!shown.ok) return shown;
  const elsewhere = await Promise.all(
    context.scopes.others.map(async (scope) => {
      const waits = (own: PromotionContext) => scope.waiting.of(own, () => inbox(own, signal));
      const counted = await promoting(context, signal, async (own) => ({ ok: true, value: await waits(own) }), { find: () => scope });
      const count = counted.ok ? counted.value : undefined;
      return count && scope.folder !== undefined ? [{ folder: scope.folder, label: scope.session.state.label ?? "", count }] : [];
    }),
  );
  return { ok: true, value: { ...shown.value, elsewhere: elsewhere.flat() } };
}

/** What is asked otherwise than of the scope that the question is about, with a log that there has to be. */
interface Promoting {
  readonly find?: () => Scope;
  readonly findLog?: typeof logOf;
}

async function promoting<T>(
  context: HandlerContext,
  signal: AbortSignal,
  work: Work<PromotionContext, T>,
  { find = () => scopeOf(context), findLog = logOf }: Promoting = {},
): Promise<Answer<T>> {
  return withRegistry(context, signal, async () => {
    // The branch that counts may have moved: a fetch or a commit tells nobody.
    await find().policyFile.refresh();
    const scope = find();
    const open = openContext(context, scope);
    const { registry, policy } = open;
    const asked = [scope.git.userEmail(), findLog(registry, policy, signal), writability(registry, signal)] as const;
    const [me, log, whether] = await Promise.all(asked);
    return work({ ...open, ...whether, me, log });
  });
}

/** Models are there to be looked at also where no promotion can be recorded. */
function browsing<T>(context: HandlerContext, signal: AbortSignal, work: Work<PromotionContext, T>): Promise<Answer<T>> {
  return promoting(context, signal, work, { findLog: logIfAny });
}

/** After a write the registry is looked at now: the other views must not wait for the next interval. */
async function writing<T>(context: HandlerContext, signal: AbortSignal, work: Work<PromotionContext, T>): Promise<Answer<T>> {
  const scope = context.scopes.find(context.about ?? {});
  try {
    await scope?.policyFile.read();
    return await promoting(context, signal, work);
  } finally {
    void scope?.session.look();
  }
}

/** No registry, or another one than was asked about, is a state to show. */
async function withRegistry<T>({ workspace }: HandlerContext, signal: AbortSignal, work: () => Promise<Answer<T>>): Promise<Answer<T>> {
  const whole = await answer(work, workspace.world.log, signal);
  return whole.ok ? whole.value : whole;
}
