import type { ModelFacts } from "#protocol/views/compareModels.ts";
import { typeText } from "#registry/model/fieldTypes.ts";
import { readSignature } from "#registry/promotion/signature.ts";

const mostVersions = 12;

/**
 * Reads the lines that MLflow 3.17.2 writes (`mlflow/models/model.py`: `mlflow_version`, `model_size_bytes`; each flavor its
 * `<library>_version`). Line by line: the file may hold megabytes of an input example's schema.
 */
export function readModelFacts(modelFile: string): Omit<ModelFacts, "version"> {
  const environment: Record<string, string> = {};
  for (const [, name = "", version = ""] of modelFile.matchAll(/^ *([a-z]\w*)_version: *["']?(\d[\w.+-]*)["']? *$/gm)) {
    const isNew = !Object.hasOwn(environment, name);
    if (isNew && Object.keys(environment).length < mostVersions) environment[name] = version;
  }
  const size = Number(/^model_size_bytes: *(\d+) *$/m.exec(modelFile)?.[1] ?? Number.NaN);
  const signature = readSignature(modelFile);
  const columns = (
    fields: readonly { readonly name: string; readonly type: Parameters<typeof typeText>[0]; readonly required: boolean }[],
  ) => fields.map(({ name, type, required }) => ({ name, type: typeText(type), required }));
  return {
    environment,
    ...(Number.isFinite(size) ? { size } : {}),
    ...(signature.state === "known" ? { inputs: columns(signature.value.inputs), outputs: columns(signature.value.outputs) } : {}),
  };
}
