import type { ConfigModel } from "../format.ts";
import { readTree } from "../readYaml.ts";
import { entriesOf, entryOf, stringOf, type YamlEntry, type YamlNode } from "../yamlTree.ts";
import { readSignature, type SignaturePart } from "./signature.ts";

/** An `MLmodel` file as MLflow reads it. */
export interface MlmodelModel extends ConfigModel {
  readonly flavorsEntry?: YamlEntry;
  readonly flavors: readonly YamlEntry[];
  readonly signature: readonly SignaturePart[];
}

export function readMlmodel(text: string): MlmodelModel {
  const tree = readTree(text, "mlflow");
  const flavorsEntry = entryOf(tree.root, "flavors");
  return {
    ...tree,
    flavors: entriesOf(flavorsEntry?.value),
    signature: readSignature(tree.root, text),
    ...(flavorsEntry && { flavorsEntry }),
  };
}

/** Keys of flavors whose values are paths beside the file, in MLflow 3.17.2. */
const pathKeys = ["model_path", "data", "code", "pickled_model", "python_model", "model_data", "model_code_path"];

/** A path that the file names, relative to its folder. */
export interface NamedFile {
  readonly node: YamlNode;
  readonly path: string;
}

export function filesOfMlmodel({ root, flavors }: MlmodelModel): NamedFile[] {
  const ofFlavors = flavors.flatMap(({ key, value }) => [
    ...pathKeys.map((name) => entryOf(value, name)?.value),
    ...(key.text === "python_function" ? environmentsOf(entryOf(value, "env")?.value) : []),
  ]);
  const example = entryOf(entryOf(root, "saved_input_example_info")?.value, "artifact_path")?.value;
  return [...ofFlavors, example].flatMap((node) => {
    const path = stringOf(node);
    return node === undefined || path === undefined || path === "" || /^[a-z][a-z0-9+.-]*:|^[/~\\]/i.test(path) ? [] : [{ node, path }];
  });
}

function environmentsOf(env: YamlNode | undefined): readonly (YamlNode | undefined)[] {
  return env?.kind === "map" ? [entryOf(env, "conda")?.value, entryOf(env, "virtualenv")?.value] : [env];
}
