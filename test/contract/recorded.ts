import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { ModelVersion } from "#registry/model/types.ts";
import { toWire } from "#registry/model/wireNumber.ts";
import { acts, type Question, touched } from "./questions.ts";
import { repositoryRoot } from "./repositoryRoot.ts";
import { makeStoreOf, storeText } from "./storeText.ts";

/** A store that MLflow made, as text, with the artifacts beside it, and what MLflow's server answered about it. */
const recorded = join(repositoryRoot, "test/fixtures/registry/recorded");
const artifacts = ["mlruns", "mlartifacts"] as const;

/** Stands for the folder of the store, which is another one each time. */
const here = "{folder}";
const signal = new AbortController().signal;

export interface Answers {
  /** By the title of the question. */
  readonly questions: Readonly<Record<string, unknown>>;
  /** What is there after each act, by its title; they are done one after the other. */
  readonly acts: Readonly<Record<string, unknown>>;
}

export function recordedAnswers(): Answers {
  return JSON.parse(readFileSync(join(recorded, "answers.json"), "utf8"));
}

export function recordAnswers(answers: Answers): void {
  const list = (part: Readonly<Record<string, unknown>>) =>
    Object.entries(part).map(([title, answer]) => `${JSON.stringify(title)}: ${JSON.stringify(answer)}`);
  const text = `{"questions": {\n${list(answers.questions).join(",\n")}\n}, "acts": {\n${list(answers.acts).join(",\n")}\n}}\n`;
  writeFileSync(join(recorded, "answers.json"), text);
}

/** Adds another workspace to the store that MLflow made: one who is in the default workspace sees nothing of it. */
export function addWorkspace(folder: string): void {
  const database = new DatabaseSync(join(folder, "mlflow.db"));
  database.exec(readFileSync(join(recorded, "../another_workspace.sql"), "utf8"));
  database.close();
}

/** Keeps the store in `folder` as the one that is asked from now on. */
export function recordStore(folder: string): void {
  rmSync(recorded, { recursive: true, force: true });
  mkdirSync(recorded, { recursive: true });
  for (const name of artifacts) cpSync(join(folder, name), join(recorded, name), { recursive: true });
  writeFileSync(join(recorded, "store.sql"), storeText(join(folder, "mlflow.db")).replaceAll(folder, here));
}

/** Makes `folder/mlflow.db` and its artifacts as they were recorded. */
export function restoreStore(folder: string): void {
  for (const name of artifacts) cpSync(join(recorded, name), join(folder, name), { recursive: true });
  makeStoreOf(readFileSync(join(recorded, "store.sql"), "utf8").replaceAll(here, folder), join(folder, "mlflow.db"));
}

/** What a question gives, as plain data: the value, or the kind of the refusal. Of page tokens, only that there is one counts. */
export async function answerTo(ask: Question, registry: Registry, folder: string): Promise<unknown> {
  try {
    const text = JSON.stringify(await ask(registry), plain) ?? "null";
    return JSON.parse(text.replaceAll(folder, here));
  } catch (error) {
    if (error instanceof RegistryError) return { refused: error.kind };
    throw error;
  }
}

/** Does all acts on the registry, and tells what it says after each. */
export async function answersToActs(registry: Registry): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  const start = await registry.versions({ model: touched[0] ?? "", limit: 1 }, signal);
  const newest = start.items[0]?.createdAt ?? 0;
  for (const [title, act] of acts) {
    const done = await answerTo(act, registry, here);
    found[title] = done === null ? await standing(registry, newest) : done;
  }
  return found;
}

/** Who is where and carries what, in short. A time is only told as old or new: it is that of the act. */
async function standing(registry: Registry, before: number): Promise<unknown> {
  const age = (at: number | undefined) => (at !== undefined && at > before + 3_600_000 ? "new" : "old");
  const line = ({ version, stage, aliases, tags, updatedAt }: ModelVersion) =>
    [
      version,
      stage,
      age(updatedAt),
      aliases.join(" "),
      ...tags.map(({ key, value }) => `${key}=${value.slice(0, 30)} ${value.length}`),
    ].join(", ");
  const found: Record<string, readonly string[]> = {};
  for (const name of touched) {
    const { aliases, updatedAt } = await registry.model(name, signal);
    const { items } = await registry.versions({ model: name, limit: 100 }, signal);
    const named = aliases.map(({ alias, version }) => `${alias}: ${version}`).join(", ");
    found[name] = [`${age(updatedAt)}, ${named}`, ...items.map(line)];
  }
  return found;
}

function plain(key: string, value: unknown): unknown {
  if (key === "nextPageToken") return "more";
  if (typeof value === "number") return toWire(value);
  if (value instanceof Float64Array || value instanceof Uint8Array) return [...value];
  return value;
}
