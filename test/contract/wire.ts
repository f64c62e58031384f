import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "./questions.ts";
import { repositoryRoot } from "./repositoryRoot.ts";

/** What a real MLflow 3.17.2 answers over HTTP, about the recorded store. */
const recorded = join(repositoryRoot, "test/fixtures/registry/wire.json");

const signal = new AbortController().signal;
const model = "fraud-scorer";
const sweep = "1";

/** Of the recorded store. */
const ids = [
  "b9d179e06c0f44f5b8130c4237730edf",
  "afbd67f9619649cfa1988ad9f06c144a",
  "025b413f8a9a421ea648a7dd06839eb9",
  "05b6e6e307d44edc91431193e6c3f339",
  "1a2b8f1ff1fd42a29755d4c13a902931",
];

/** Questions that between them use every kind of answer that is read; a promotion is decided on those called strict. */
export const wireQuestions: Readonly<Record<string, { readonly strict: boolean; readonly ask: Question }>> = {
  experiments: { strict: false, ask: (r) => r.experiments({ limit: 3 }, signal) },
  "one experiment": { strict: true, ask: (r) => r.experiment(sweep, signal) },
  runs: { strict: false, ask: (r) => r.runs({ experimentIds: [sweep], filter: "", orderBy: [], limit: 4 }, signal) },
  "filtered runs": {
    strict: false,
    ask: (r) => r.runs({ experimentIds: [sweep], filter: "metrics.val_auc > 0 OR tags.team = 'x'", orderBy: [], limit: 100 }, signal),
  },
  "a run": { strict: true, ask: (r) => r.runsById({ ids: ids.slice(0, 1) }, signal) },
  "runs by id": { strict: true, ask: (r) => r.runsById({ ids }, signal) },
  histories: { strict: false, ask: (r) => r.history({ runIds: ids, metrics: ["val_auc"], maxPoints: 50 }, signal) },
  models: { strict: false, ask: (r) => r.models({ limit: 3 }, signal) },
  "a model": { strict: true, ask: (r) => r.model(model, signal) },
  "versions of a model": { strict: true, ask: (r) => r.versions({ model, limit: 3 }, signal) },
  "versions in stages": { strict: true, ask: (r) => r.versionsInStages(model, ["Production", "Staging"], signal) },
  "a version": { strict: true, ask: (r) => r.version(model, "3", signal) },
};

/** One request, as text, and its answer. */
export type Exchange = readonly [request: string, answer: unknown];
export type Exchanges = Readonly<Record<string, readonly Exchange[]>>;

/** A request without its server: `POST /api/… {"…"}`. */
export function requestText(url: string, init: RequestInit | undefined): string {
  const { pathname, search } = new URL(url);
  return [init?.method ?? "GET", pathname + search, ...(typeof init?.body === "string" ? [init.body] : [])].join(" ");
}

export function readExchanges(): Exchanges {
  return JSON.parse(readFileSync(recorded, "utf8"));
}

export function writeExchanges(exchanges: Exchanges): void {
  const lists = Object.entries(exchanges).map(
    ([title, list]) => `${JSON.stringify(title)}: [\n${list.map((each) => JSON.stringify(each)).join(",\n")}\n]`,
  );
  writeFileSync(recorded, `{\n${lists.join(",\n")}\n}\n`);
}
