import type { ArtifactContentQuery, HistoryQuery, PageQuery, RangeQuery, Registry, RunQuery } from "#registry/api.ts";
import { callByName, registryOfCalls } from "#registry/callsByName.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { namesFormula, parseFilter } from "#registry/model/filter.ts";
import { checkedLimit } from "#registry/model/pageToken.ts";
import { checkContentQuery, checkHistoryQuery, checkRangeQuery } from "#registry/model/questionLimits.ts";
import { checkedAnswer } from "./answers.ts";
import { finishedRuns, isFinishable } from "./finishedRuns.ts";

const lists: ReadonlySet<string> = new Set<keyof Registry>(["experiments", "runs", "models", "versions"]);

/** What stands between us and a registry that is the code of somebody else. */
export interface Checks {
  /** As it stands in a message: `The extension behind acme:`. */
  readonly who: string;
  /** ms that a call may take. */
  readonly deadline: number;
  /** Hears of failures that the code of the extension did not mean to have. */
  failed(error: unknown): void;
}

/**
 * A registry whose calls end in time, give what the API says, and fail with a `RegistryError` alone, whatever `inner` does; it need not keep to
 * a signal either. What it cannot filter and sort is done here. What `inner` rejects with as a `RegistryError` stands.
 */
export function checkedRegistry(inner: Registry, checks: Checks): Registry {
  const own = { source: inner.source, close: () => inner.close() };
  const checked: Registry = registryOfCalls(own, (name, args, signal) => {
    const ask = () => call(inner, name, args, signal, checks);
    return name === "runs" ? runs(checked, ask, args[0] as RunQuery, signal) : ask();
  });
  return checked;
}

/** Runs, filtered and sorted here where the registry says `unsupported` to that, and by formulas, which no registry knows but ours. */
async function runs(checked: Registry, ask: () => Promise<unknown>, query: RunQuery, signal: AbortSignal) {
  if (namesFormula(parseFilter(query.filter))) return finishedRuns(checked, query, signal);
  try {
    return await ask();
  } catch (error) {
    if (!RegistryError.is(error, "unsupported") || !isFinishable(query)) throw error;
    return finishedRuns(checked, query, signal);
  }
}

/** What no registry is asked with is not left to the code of others. */
function checkNumbers(name: string, query: unknown): void {
  if (name === "history") checkHistoryQuery(query as HistoryQuery);
  else if (name === "metricRanges") checkRangeQuery(query as RangeQuery);
  else if (name === "readArtifact") checkContentQuery(query as ArtifactContentQuery);
  else if (lists.has(name)) checkedLimit((query as PageQuery).limit);
}

async function call(inner: Registry, name: string, args: readonly unknown[], signal: AbortSignal, checks: Checks): Promise<unknown> {
  const { who, deadline, failed } = checks;
  signal.throwIfAborted();
  checkNumbers(name, args[0]);
  const late = AbortSignal.timeout(deadline);
  try {
    const answer = await callByName(inner, name, [...args, AbortSignal.any([signal, late])]);
    return checkedAnswer(name, answer, args, who);
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) {
      throw new RegistryError(
        "unavailable",
        `${who} did not answer ${name} within ${deadline / 1000} s.`,
        "Try again; whether a change was made is not known until it is read again.",
      );
    }
    if (RegistryError.is(error)) throw error;
    failed(error);
    const what = (error instanceof Error ? error.message : String(error)).replace(/[^.!?]$/, "$&.");
    throw new RegistryError(
      "unavailable",
      `${who} failed at ${name}: ${what}`,
      "Try again; if it stays so, tell the makers of that extension.",
    );
  }
}
