import { readParamsFile } from "../../dvc/paramsFile.ts";
import { joinPath } from "../../dvc/paths.ts";
import { pipelineOf } from "../../dvc/pipeline.ts";
import type { ParamsUse, StageParts } from "../../dvc/stageParts.ts";
import type { MapValue, Value } from "../../dvc/value.ts";
import type { Project } from "../../rules/rule.ts";
import type { DvcYamlModel } from "./model.ts";

/** What every stage reads, runs and writes, and the values of its params, without their names and the first part of its own. */
export function meaningOfPipeline(model: DvcYamlModel, _uri: string, project: Project): unknown {
  const { parts, problems, partProblems } = pipelineOf(model, project);
  if ([model.yamlProblems, model.misfits, problems, partProblems].some(({ length }) => length > 0)) return undefined;
  const stages = parts.map((each) => meaningOfStage(each, project));
  return stages.includes(undefined) ? undefined : stages;
}

function meaningOfStage({ stage, params }: StageParts, project: Project): unknown {
  const { name, key, folder, sections } = stage;
  if (folder === undefined) return undefined;
  const said = [...sections].filter(([section]) => section !== "params").map(([section, value]) => [section, plain(value, true)]);
  const values = params.map((use) => valuesOf(use, folder, project));
  return [said, values].flat(3).includes(undefined) ? undefined : { made: name.slice(key.text.length), folder, said, values };
}

/** `null`: the file does not say; then a name leads nowhere before and after. */
function valuesOf({ path, keys }: ParamsUse, folder: string, project: Project): unknown {
  const found = project.read(joinPath(folder, path), readParamsFile);
  const file = found.kind === "read" ? found.data : found;
  const held = file.kind === "read" ? file.value : undefined;
  const value = (name: string) => (held?.kind === "map" ? at(held, name.split(".")) : undefined);
  const values = keys.map(({ name }) => value(name)).map((each) => (each === undefined ? "nothing" : (plain(each, false) ?? null)));
  return [path, file.kind, values];
}

function at(held: MapValue, path: readonly string[]): Value | undefined {
  let value: Value | undefined = held;
  for (const name of path) value = value === undefined ? undefined : childOf(value, name);
  return value;
}

function childOf(parent: Value, name: string): Value | undefined {
  if (parent.kind === "map") return parent.entries.get(name);
  return parent.kind === "list" ? parent.items[Number(name)] : undefined;
}

/** Undefined: some of it is not known. */
function plain(value: Value, withNames: boolean): unknown {
  switch (value.kind) {
    case "unknown":
      return undefined;
    case "list":
    case "map": {
      const inner = value.kind === "list" ? value.items.map((item) => ["", item] as const) : [...value.entries];
      const held = inner.map(([name, each]) => [withNames ? name : "", plain(each, withNames)]);
      return held.some(([, each]) => each === undefined) ? undefined : [value.kind, held];
    }
    case "int":
      return ["int", String(value.value)];
    case "float":
      return ["float", String(value.value)];
    case "none":
      return ["none"];
    case "foreign":
      return ["foreign", value.type];
    default:
      return [value.kind, value.value];
  }
}
