import type { Registry } from "#registry/api.ts";
import type { Scratch, ScratchRun } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type ScratchRunPlan, scratchRuns } from "#registry/model/scratchRuns.ts";
import type { HttpClient } from "#registry/rest/http.ts";
import { fields, name, read, text } from "#registry/rest/schema.ts";

const api = "/api/2.0/mlflow";
const madeExperiment = fields({ experiment_id: name });
const madeRun = fields({ run: fields({ info: fields({ run_id: name, artifact_uri: text }) }) });
const madeVersion = fields({ model_version: fields({ version: name }) });

/** What is to be taken away again, the last made first: what it is, and how. */
type Undo = readonly [what: string, undo: (signal: AbortSignal) => Promise<unknown>];

/**
 * Makes an experiment with runs, and a model with two versions, on an MLflow server. `suffix` makes their names new ones. Where it fails
 * half-way, what was made is taken away again.
 */
export async function makeScratch(http: HttpClient, registry: Registry, suffix: string, signal: AbortSignal): Promise<Scratch> {
  const undo: Undo[] = [];
  const remove = async (at: AbortSignal): Promise<string[]> => {
    const left: string[] = [];
    for (const [what, act] of undo.reverse()) await act(at).catch((error: unknown) => left.push(`${what}: ${messageOf(error)}`));
    registry.close();
    return left;
  };
  try {
    return { registry, ...(await make(http, `slipway-conformance-${suffix}`, undo, signal)), remove };
  } catch (error) {
    await remove(AbortSignal.timeout(30_000));
    throw error;
  }
}

async function make(http: HttpClient, scratchName: string, undo: Undo[], signal: AbortSignal) {
  const post = (path: string, body: Readonly<Record<string, unknown>>, at = signal) => http.write("POST", `${api}/${path}`, body, at);
  const { experiment_id: experimentId } = read(madeExperiment, await post("experiments/create", { name: scratchName }));
  undo.push([`experiment ${scratchName}`, (at) => post("experiments/delete", { experiment_id: experimentId }, at)]);

  const runs: (ScratchRun & { readonly artifacts: string })[] = [];
  const began = Date.now();
  for (const [index, plan] of [...scratchRuns, { ...scratchRuns[0], name: "deleted" } as ScratchRunPlan].entries()) {
    const start = { experiment_id: experimentId, run_name: plan.name, start_time: began + index };
    const { info } = read(madeRun, await post("runs/create", start)).run;
    runs.unshift({ id: info.run_id, name: plan.name, artifacts: info.artifact_uri });
    await post("runs/log-batch", { run_id: info.run_id, ...logged(plan, began) });
    if (plan.status === "FINISHED") await post("runs/update", { run_id: info.run_id, status: "FINISHED", end_time: began + 1000 });
  }
  const [deleted = { id: "", name: "", artifacts: "" }, ...kept] = runs;
  await post("runs/delete", { run_id: deleted.id });

  await post("registered-models/create", { name: scratchName });
  undo.push([`model ${scratchName}`, (at) => http.write("DELETE", `${api}/registered-models/delete`, { name: scratchName }, at)]);
  for (const { id, artifacts } of kept.toReversed().slice(0, 2)) {
    read(madeVersion, await post("model-versions/create", { name: scratchName, source: `${artifacts}/model`, run_id: id }));
  }
  return { experiment: { id: experimentId, name: scratchName }, runs: kept, deleted, model: scratchName };
}

function logged({ metrics, params, tags }: ScratchRunPlan, began: number) {
  const pairs = (values: Readonly<Record<string, string>>) => Object.entries(values).map(([key, value]) => ({ key, value }));
  const points = Object.entries(metrics).flatMap(([key, values]) =>
    values.map((value, step) => ({ key, value: Number.isFinite(value) ? value : String(value), step, timestamp: began + step })),
  );
  return { metrics: points, params: pairs(params), tags: pairs(tags) };
}

function messageOf(error: unknown): string {
  return RegistryError.is(error) ? error.message : String(error);
}
