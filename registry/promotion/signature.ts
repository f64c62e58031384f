import { parse } from "yaml";
import { type Field, readField, record } from "../model/fieldTypes.ts";
import type { Knowledge } from "../model/types.ts";

export interface Signature {
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** The signature in an `MLmodel` file; `absent` when the file has none, `unknown` when it cannot be read. */
export function readSignature(modelFile: string): Knowledge<Signature> {
  const block = signatureBlock(modelFile);
  if (block === "") return { state: "absent" };
  try {
    const signature = record(record(parse(block, { logLevel: "error" }))["signature"]);
    const inputs = readFields(signature["inputs"]);
    const outputs = readFields(signature["outputs"]);
    return inputs.length + outputs.length === 0 ? { state: "absent" } : { state: "known", value: { inputs, outputs } };
  } catch {
    return { state: "unknown", why: "the signature in its MLmodel file is not readable" };
  }
}

/** The lines of the top-level key `signature`: the rest of the file (flavors, long schemas of input examples) is not parsed. */
function signatureBlock(modelFile: string): string {
  const lines = modelFile.split(/\r?\n/);
  const start = lines.findIndex((line) => /^["']?signature["']?:/.test(line));
  if (start < 0) return "";
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#]/.test(line));
  return lines.slice(start, length < 0 ? lines.length : start + 1 + length).join("\n");
}

/** `inputs` and `outputs` are JSON texts inside the YAML. */
function readFields(value: unknown): Field[] {
  if (value === undefined || value === null) return [];
  const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
  if (!Array.isArray(list)) throw new TypeError("a schema is a list");
  return list.map((item) => readField(record(item)));
}
