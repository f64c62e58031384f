import { array, nullish, string } from "valibot";
import type { Registry } from "#registry/api.ts";
import { archivesOthers, canonicalStage } from "#registry/model/registryRules.ts";
import type { TransitionAct, TransitionRequest } from "#registry/model/transitions.ts";
import type { HttpClient, Query } from "#registry/rest/http.ts";
import { getVersion, mlflowCalls } from "#registry/rest/models.ts";
import { all, fields, name, optionalNumber, read, text } from "#registry/rest/schema.ts";
import { confirmed, notConfirmed, sameStage } from "#registry/rest/writes.ts";
import { RequestLooks } from "./requestLooks.ts";

const calls = `${mlflowCalls}/transition-requests`;

/** What there is to read of a request (Databricks, “Model Registry”, `Activity` and `TransitionRequest`). */
const openRequests = fields({
  requests: all(
    fields({
      user_id: text,
      to_stage: name,
      comment: text,
      creation_timestamp: optionalNumber,
      available_actions: nullish(array(string())),
    }),
  ),
});

interface Transitions {
  readonly calls: Pick<Registry, "transitionRequests" | "actOnTransition">;
  /** Which models have other requests than they had; see `RequestLooks`. */
  readonly looks: RequestLooks;
}

/** Requests for stages and comments, as the registry of a workspace has them. Each is sent once. */
export function transitionsOn(http: HttpClient, live: (signal: AbortSignal) => AbortSignal): Transitions {
  const looks = new RequestLooks((model, version, signal) => list(http, model, version, signal));
  return {
    calls: {
      transitionRequests: (model, version, signal) => looks.list(model, version, live(signal)),
      actOnTransition: (act, signal) => send(http, act, live(signal)),
    },
    looks,
  };
}

async function list(http: HttpClient, model: string, version: string, signal: AbortSignal): Promise<TransitionRequest[]> {
  const query: Query = [
    ["name", model],
    ["version", version],
  ];
  const { requests } = read(openRequests, await http.get(`${calls}/list`, query, signal));
  return requests.map(({ user_id, to_stage, comment, creation_timestamp, available_actions }) => ({
    ...{ stage: to_stage, by: user_id, at: creation_timestamp ?? 0, comment },
    ...(available_actions == null
      ? {}
      : {
          mayApprove: available_actions.includes("APPROVE_TRANSITION_REQUEST"),
          mayReject: available_actions.includes("REJECT_TRANSITION_REQUEST"),
        }),
  }));
}

/** Where the answer is lost, the registry is asked how things stand: what is not plain then is said to be not known. */
async function send(http: HttpClient, act: TransitionAct, signal: AbortSignal): Promise<void> {
  const { model, version, kind } = act;
  const said = act.comment === "" ? {} : { comment: act.comment };
  const named = { name: model, version };
  if (kind === "comment") return void (await http.write("POST", `${mlflowCalls}/comments/create`, { ...named, ...said }, signal));
  const stage = canonicalStage(act.stage);
  const open = async () => (await list(http, model, version, signal)).filter((request) => sameStage(request.stage, stage));
  const isThere = async () => sameStage((await getVersion(http, model, version, signal)).stage, stage);
  if (kind === "request") {
    const made = http.write("POST", `${calls}/create`, { ...named, stage, ...said }, signal);
    return confirmed(made, async () => act.comment !== "" && (await open()).some(({ comment }) => comment === act.comment));
  }
  if (kind === "cancel") {
    const query: Query = Object.entries({ ...named, stage, creator: act.by, ...said });
    const taken = http.remove(`${calls}/delete`, query, signal);
    return confirmed(taken, async () => !(await open()).some(({ by }) => by === act.by) && !(await isThere()));
  }
  if (kind === "reject") {
    const refused = http.write("POST", `${calls}/reject`, { ...named, stage, ...said }, signal);
    return confirmed(refused, async () => (await open()).length === 0 && !(await isThere()));
  }
  const body = { ...named, stage, archive_existing_versions: archivesOthers(stage), ...said };
  await confirmed(http.write("POST", `${calls}/approve`, body, signal), isThere);
  // The answer tells of the request, not of the version.
  if (await isThere().catch(() => false)) return;
  signal.throwIfAborted();
  throw notConfirmed(stage);
}
