import { dataItemAt } from "../../dvc/status/dataNote.ts";
import { holds, type Span } from "../text.ts";
import { entriesOf, entryOf, type YamlEntry, type YamlNode, type YamlScalar } from "../yamlTree.ts";

/** What DVC noted of a stage, at a place of a `dvc.lock`. */
export type Note = { readonly stage: string; readonly at: Span } & (
  | { readonly kind: "stage" }
  | { readonly kind: "command" }
  | { readonly kind: "data"; readonly section: "deps" | "outs"; readonly item: YamlNode }
  /** `file` as the stage names it. */
  | { readonly kind: "param"; readonly file: string; readonly name: string; readonly value: YamlNode }
);

/** Undefined where nothing was noted, and on keys that say no more than what stands beside them. */
export function noteAt(root: YamlNode | undefined, offset: number): Note | undefined {
  const entry = entryWith(entryOf(root, "stages")?.value, offset);
  if (entry === undefined) return undefined;
  const { key, value } = entry;
  const stage = key.text;
  if (holds(key, offset)) return { kind: "stage", stage, at: spanOf(key) };
  const part = entryWith(value, offset);
  if (part === undefined) return undefined;
  switch (part.key.text) {
    case "cmd":
      return { kind: "command", stage, at: holds(part.key, offset) ? spanOf(part.key) : spanOf(part.value) };
    case "params": {
      const file = entryWith(part.value, offset);
      const param = file && entryWith(file.value, offset);
      if (file === undefined || param === undefined) return undefined;
      return { kind: "param", stage, file: file.key.text, name: param.key.text, value: param.value, at: spanOf(param.key) };
    }
    case "deps":
    case "outs": {
      const found = dataItemAt(part.value, offset);
      return found && { kind: "data", stage, section: part.key.text, ...found };
    }
    default:
      return undefined;
  }
}

function entryWith(map: YamlNode | undefined, offset: number): YamlEntry | undefined {
  return entriesOf(map).find(({ key, value }) => holds(key, offset) || holds(value, offset));
}

function spanOf({ start, end }: YamlScalar | YamlNode): Span {
  return { start, end };
}
