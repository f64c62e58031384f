import { entryOf, type YamlNode } from "../yamlTree.ts";
import type { SignaturePart } from "./signature.ts";

/** Rows shown of one part: a hover is no page. */
const MAX_ROWS = 50;

/** The signature, or the part of it that stands at an offset, as tables in Markdown; undefined elsewhere. */
export function signatureTable(root: YamlNode | undefined, parts: readonly SignaturePart[], offset: number): string | undefined {
  const signature = entryOf(root, "signature");
  if (signature === undefined || offset < signature.key.start || offset > signature.value.end) return undefined;
  const onKey = offset <= signature.key.end;
  const shown = parts.filter(({ name, node }) => {
    const key = entryOf(signature.value, name)?.key;
    return onKey || (key !== undefined && key.start <= offset && offset <= node.end);
  });
  const tables = shown.filter(({ rows }) => rows.length > 0).map(tableOf);
  return tables.length > 0 ? tables.join("\n\n") : undefined;
}

function tableOf({ name, rows }: SignaturePart): string {
  const isParams = name === "params";
  const head = isParams ? "| parameter | type | default |" : `| ${name} | type | |`;
  const lines = rows.slice(0, MAX_ROWS).map((row, at) => {
    const last = isParams ? cell(row.default ?? "") : row.required ? "" : "optional";
    return `| ${cell(row.name || `${at}`)} | ${cell(row.type)} | ${last} |`;
  });
  const rest = rows.length > MAX_ROWS ? `\n\nand ${rows.length - MAX_ROWS} more` : "";
  return `${head}\n| --- | --- | --- |\n${lines.join("\n")}${rest}`;
}

function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&").replace(/\s+/g, " ");
}
