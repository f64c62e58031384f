import type { ApplyMode, Environment, Gate } from "#registry/promotion/types.ts";
import type { ConfigModel, Issue } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { Lines, type Span } from "../text.ts";
import { entriesOf, entryOf, numberOf, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "../yamlTree.ts";
import { readGate } from "./gate.ts";
import { PolicyValues } from "./values.ts";

export interface EnvironmentEntry {
  readonly name: YamlScalar;
  readonly node: YamlNode;
  readonly environment: Environment;
}

export interface GateEntry {
  readonly node: YamlNode;
  /** Absent when it is no gate at all. */
  readonly gate?: Gate;
}

/** A list of gates: under `gates`, or under a model's `gates`. */
export interface GateList {
  readonly environment: YamlScalar;
  readonly model?: YamlScalar;
  readonly gates: readonly GateEntry[];
}

/** `slipway.yaml` with a span for everything. */
export interface PolicyModel extends ConfigModel {
  readonly issues: readonly Issue[];
  readonly registry?: string;
  readonly environmentsEntry?: YamlEntry;
  readonly environments: readonly EnvironmentEntry[];
  readonly gateLists: readonly GateList[];
  /** The keys under `models`. */
  readonly models: readonly YamlScalar[];
}

export function readPolicyModel(text: string): PolicyModel {
  const tree = readTree(text, "slipway");
  const { root, yamlProblems } = tree;
  const values = new PolicyValues();
  const lines = new Lines(text);
  const lineOf = (span: Span): number => lines.position(span.start).line;
  if (root === undefined || root.kind !== "map") {
    if (root !== undefined) values.note("policy-wrong-type", root, "A policy is a map that starts with `version: 1`.");
    else if (yamlProblems.length === 0)
      values.note("policy-version", { start: 0, end: 0 }, "The policy is empty. Start it with `version: 1`.");
    return { ...tree, issues: values.issues, environments: [], gateLists: [], models: [] };
  }
  checkVersion(root, values);
  const environmentsEntry = entryOf(root, "environments");
  const environments = entriesOf(values.container(environmentsEntry, "map")).map((entry) => readEnvironment(entry, values, lineOf));
  if (environments.length === 0) {
    values.note(
      "policy-missing-environments",
      environmentsEntry?.key ?? firstKey(root),
      "The policy names no environment. List them under `environments`, in order of promotion.",
    );
  }
  const models = entriesOf(values.container(entryOf(root, "models"), "map"));
  const registry = values.text(root, "registry");
  const gateLists = [
    ...readGateLists(entryOf(root, "gates"), undefined, values, lineOf),
    ...models.flatMap((model) => readGateLists(entryOf(values.container(model, "map"), "gates"), model.key, values, lineOf)),
  ];
  return {
    ...tree,
    issues: values.issues,
    environments,
    gateLists,
    models: models.map((entry) => entry.key),
    ...(environmentsEntry && { environmentsEntry }),
    ...(registry !== undefined && { registry }),
  };
}

function firstKey(root: YamlMap): Span {
  return root.entries[0]?.key ?? root;
}

function checkVersion(root: YamlMap, values: PolicyValues): void {
  const entry = entryOf(root, "version");
  if (entry === undefined) values.note("policy-version", firstKey(root), "`version` is missing. Write `version: 1`.");
  else if (numberOf(entry.value) !== 1) {
    const span = entry.value.end > entry.value.start ? entry.value : entry.key;
    values.note("policy-version", span, "This version of Slipway reads policy version 1 only. Write `version: 1`, or update Slipway.");
  }
}

/** MLflow's stages that hold versions in use; any case, as MLflow takes them (3.17.2, entities/model_registry/model_version_stages.py). */
const stages = ["Staging", "Production"];

function sameStage(stage: string, written: string): boolean {
  return stage.toLowerCase() === written.toLowerCase();
}

const applyModes: readonly ApplyMode[] = ["onApproval", "manual", "ci"];

function readEnvironment(entry: YamlEntry, values: PolicyValues, lineOf: (span: Span) => number): EnvironmentEntry {
  const map = values.container(entry, "map") ?? entry.value;
  if (entry.key.text.trim() === "") values.note("policy-wrong-type", entry.key, "An environment has a name.");
  const alias = values.text(map, "alias");
  const stage = values.oneOf(map, "stage", stages, sameStage);
  const second = entryOf(map, "stage");
  if (second !== undefined && entryOf(map, "alias") !== undefined) {
    const message = `A version in \`${entry.key.text}\` is marked by an alias or by a stage, not by both. Remove one.`;
    values.note("policy-wrong-type", second.key, message);
  }
  values.text(map, "model");
  const environment: Environment = {
    name: entry.key.text,
    approvals: values.count(map, "approvals") ?? 0,
    approvers: values.texts(map, "approvers") ?? [],
    selfApproval: values.flag(map, "selfApproval") ?? true,
    apply: values.oneOf(map, "apply", applyModes) ?? "onApproval",
    line: lineOf(entry.key),
    ...(alias !== undefined && { alias }),
    ...(stage !== undefined && { stage }),
  };
  return { name: entry.key, node: entry.value, environment };
}

function readGateLists(
  entry: YamlEntry | undefined,
  model: YamlScalar | undefined,
  values: PolicyValues,
  lineOf: (span: Span) => number,
): GateList[] {
  return entriesOf(values.container(entry, "map")).map((list) => {
    const items = values.container(list, "list")?.items ?? [];
    const gates = items.map((node): GateEntry => {
      const gate = readGate(node, values, lineOf(node));
      return gate === undefined ? { node } : { node, gate };
    });
    return { environment: list.key, gates, ...(model && { model }) };
  });
}
