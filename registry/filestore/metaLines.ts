import { byCodePoints } from "#registry/model/codePoints.ts";
import type { KeyValue } from "#registry/model/types.ts";

/**
 * The text of a `meta.yaml` with another value of a key; as it was where it has no such key. Only this line is another: what else stands there, and
 * how it is written, is MLflow's. Lines that belong to a value before are indented, so that none of them is taken for a key.
 */
export function withLine(text: string, key: string, value: string): string {
  return text.replace(new RegExp(`^${key}: .*$`, "m"), () => `${key}: ${value}`);
}

/**
 * The text of a `meta.yaml` with another value of a key, in all its lines; where it has no such key, with one in the order of keys, which is that of
 * MLflow. `undefined`: without the key.
 */
export function withEntry(text: string, key: string, value: string | undefined): string {
  const entries = text.match(/^[^\s-].*\n?(?:(?:[\s-].*)?\n|[\s-].*$)*/gm) ?? [];
  const keyOf = (entry: string): string => entry.slice(0, entry.indexOf(":"));
  const others = entries.filter((entry) => keyOf(entry) !== key);
  if (value === undefined) return others.join("");
  const before = entries.findIndex((entry) => keyOf(entry) === key);
  const next = before >= 0 ? before : others.findIndex((entry) => keyOf(entry) > key);
  return others.toSpliced(next < 0 ? others.length : next, 0, `${key}: ${value}\n`).join("");
}

/** A text as a value in one line: plain where it cannot be taken for anything else, as MLflow writes it, else in quotes. */
export function yamlText(text: string): string {
  const isPlain =
    /^[\p{L}_][\p{L}\p{N}_./'-]*(?: [\p{L}\p{N}_./-]+)*$/u.test(text) && !noText.test(text.toLowerCase()) && text.length <= 60;
  if (isPlain) return text;
  if (/^[\x20-\x7e\p{L}\p{N}]+$/u.test(text) && text.length <= 60) return `'${text.replaceAll("'", "''")}'`;
  // JSON is YAML, but for what YAML has to escape as well.
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
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
