import { byCodePoints } from "#registry/model/codePoints.ts";
import type { KeyValue } from "#registry/model/types.ts";

/**
 * The text of a `meta.yaml` with another value of a key; as it was where it has no such key. Only this line is another: what else stands there, and
 * how it is written, is MLflow's. Lines that belong to a value before are indented, so that none of them is taken for a key.
 */
export function withLine(text: string, key: string, value: string): string {
  return text.replace(new RegExp(`^${key}: .*$`, "m"), () => `${key}: ${value}`);
}

/** The text of a model's `meta.yaml` with the aliases that it has now, as MLflow (3.17.2) writes them there. It reads them elsewhere. */
export function withAliases(text: string, aliases: readonly KeyValue[]): string {
  const isPlain = aliases.every(({ value }) => /^\d+$/.test(value));
  if (!isPlain) return text;
  const lines = aliases.toSorted((a, b) => byCodePoints(a.key, b.key)).map(({ key, value }) => `${yamlKey(key)} '${value}'\n`);
  const block = lines.length === 0 ? "aliases: {}\n" : `aliases:\n${lines.join("")}`;
  return text.replace(/^aliases:.*\n(?: .*\n)*/m, () => block);
}

/** Words that YAML 1.1 takes for something else than a text (PyYAML 6.0.4, `resolver.py`), among those that can be an alias. */
const noText = /^(?:yes|no|true|false|on|off|null|[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-f_]+|\d{4}-\d\d-\d\d)$/;

/** Bytes. A longer key is written in two lines (libyaml, which PyYAML writes with). */
const longestKey = 128;

function yamlKey(alias: string): string {
  const isWord = noText.test(alias) || noText.test(alias.toLowerCase());
  const isMarked = isWord || alias === "-" || alias.startsWith("---");
  const key = isMarked ? `'${alias}'` : alias;
  return Buffer.byteLength(alias) > longestKey ? `  ? ${key}\n  :` : `  ${key}:`;
}
