import type { ConfigModel, NamedPath } from "../format.ts";
import { pythonText } from "../pythonText.ts";
import { readTree } from "../readYaml.ts";
import { entriesOf, entryOf, isNull, stringOf, type YamlEntry, type YamlNode, type YamlScalar } from "../yamlTree.ts";
import { type Command, readCommand } from "./command.ts";
import { environmentKeys } from "./keys.ts";

export interface Parameter {
  readonly name: YamlScalar;
  /** The name that a command asks for: Python's text of the key, `True` for `on`. */
  readonly asked: string;
  readonly value: YamlNode;
  /** `string` where the file names none; absent when the value is neither text nor a map. */
  readonly type?: string;
  /** Absent when there is none, or when it is null: then the parameter is required. */
  readonly default?: YamlNode;
}

export interface EntryPoint {
  readonly name: YamlScalar;
  readonly value: YamlNode;
  readonly parametersEntry?: YamlEntry;
  readonly parameters: readonly Parameter[];
  readonly commandEntry?: YamlEntry;
  /** Absent when the command is not text. */
  readonly command?: Command;
}

/** An MLproject file as MLflow reads it, with a span for everything. Absent parts are not in the file. */
export interface MlprojectModel extends ConfigModel {
  /** `MLproject`, or what it is called instead. */
  readonly fileName: string;
  /** `python_env`, `conda_env`, `docker_env`, in the order of the file. */
  readonly environments: readonly YamlEntry[];
  readonly entryPointsEntry?: YamlEntry;
  readonly entryPoints: readonly EntryPoint[];
  readonly sparkJob?: YamlEntry;
}

export function readMlproject(text: string, fileName: string): MlprojectModel {
  const tree = readTree(text, "mlflow");
  const { root } = tree;
  const entryPointsEntry = entryOf(root, "entry_points");
  const sparkJob = entryOf(root, "databricks_spark_job");
  return {
    ...tree,
    fileName,
    environments: entriesOf(root).filter((entry) => environmentKeys.includes(entry.key.text)),
    entryPoints: entriesOf(entryPointsEntry?.value).map((entry) => entryPointOf(entry, text)),
    ...(entryPointsEntry && { entryPointsEntry }),
    ...(sparkJob && { sparkJob }),
  };
}

const entryPoints = new WeakMap<YamlEntry, EntryPoint>();

/** One that an edit left as it was is not read again: the same entry stands at the same place of a text. */
function entryPointOf(entry: YamlEntry, text: string): EntryPoint {
  const found = entryPoints.get(entry) ?? readEntryPoint(entry, text);
  entryPoints.set(entry, found);
  return found;
}

function readEntryPoint({ key, value }: YamlEntry, text: string): EntryPoint {
  const parametersEntry = entryOf(value, "parameters");
  const commandEntry = entryOf(value, "command");
  const command = commandEntry?.value;
  return {
    name: key,
    value,
    parameters: entriesOf(parametersEntry?.value).map(readParameter),
    ...(parametersEntry && { parametersEntry }),
    ...(commandEntry && { commandEntry }),
    ...(command?.kind === "scalar" && command.scalar.type === "string" && { command: readCommand(command, text) }),
  };
}

function readParameter({ key, value }: YamlEntry): Parameter {
  const written = stringOf(value);
  const named = { name: key, asked: pythonText(key), value };
  if (written !== undefined) return { ...named, type: written };
  if (value.kind !== "map") return named;
  const type = entryOf(value, "type");
  const preset = entryOf(value, "default")?.value;
  return {
    ...named,
    type: type === undefined ? "string" : (stringOf(type.value) ?? ""),
    ...(preset !== undefined && !isNull(preset) && { default: preset }),
  };
}

/** Paths that the file names and MLflow opens. */
export function pathsOfMlproject(model: MlprojectModel): NamedPath[] {
  const environments = model.environments.map(({ value }) => value);
  const defaults = model.entryPoints.flatMap(({ parameters }) =>
    parameters.map((each) => (each.type === "path" ? each.default : undefined)),
  );
  return [...environments, ...defaults].flatMap((node) => {
    const path = stringOf(node);
    const isPath = path !== undefined && path !== "" && !/^[a-z][a-z0-9+.-]*:/i.test(path);
    return node !== undefined && isPath ? [{ start: node.start, end: node.end, path }] : [];
  });
}
