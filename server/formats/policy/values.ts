import { didYouMean } from "#registry/model/didYouMean.ts";
import { type Fix, guessed } from "../../rules/rule.ts";
import type { Issue } from "../format.ts";
import type { Span } from "../text.ts";
import { booleanOf, entryOf, isNull, numberOf, stringOf, type YamlEntry, type YamlNode } from "../yamlTree.ts";

/** A part of the policy that cannot be used as it is written; the rule of the same name reports it. */
interface PolicyIssue extends Issue {
  readonly rule:
    | "policy-wrong-type"
    | "policy-version"
    | "policy-missing-environments"
    | "policy-unknown-gate"
    | "policy-gate-without-check";
}

/** Reads values of the policy; what has the wrong type is noted and left out. */
export class PolicyValues {
  readonly issues: PolicyIssue[] = [];

  note(rule: PolicyIssue["rule"], span: Span, message: string, fixes: readonly Fix[] = []): void {
    this.issues.push({ rule, message, start: span.start, end: span.end, fixes });
  }

  wrong(entry: YamlEntry, wanted: string, fixes: readonly Fix[] = []): void {
    const span = entry.value.end > entry.value.start ? entry.value : entry.key;
    const key = wanted === "a map" ? keyWithoutColon(entry.value) : undefined;
    const found = key === undefined ? `not ${describe(entry.value)}.` : `and a colon is missing after \`${key}\`.`;
    this.note("policy-wrong-type", span, `\`${entry.key.text}\` must be ${wanted}, ${found}`, fixes);
  }

  text(map: YamlNode, key: string): string | undefined {
    return this.#read(map, key, "text", (node) => stringOf(node) || undefined);
  }

  number(map: YamlNode, key: string): number | undefined {
    return this.#read(map, key, "a number", (node) => {
      const value = numberOf(node);
      return value !== undefined && Number.isFinite(value) ? value : undefined;
    });
  }

  /** A whole number, 0 or more. */
  count(map: YamlNode, key: string): number | undefined {
    return this.#read(map, key, "a whole number, 0 or more", (node) => {
      const value = numberOf(node);
      return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
    });
  }

  flag(map: YamlNode, key: string): boolean | undefined {
    return this.#read(map, key, "`true` or `false`", booleanOf);
  }

  oneOf<T extends string>(map: YamlNode, key: string, values: readonly T[], same = Object.is): T | undefined {
    const wanted = values.map((value) => `\`${value}\``).join(" or ");
    const fixes = ({ value }: YamlEntry): Fix[] => {
      const word = stringOf(value) ?? "";
      return guessed(value, word, didYouMean(word, values), values);
    };
    return this.#read(map, key, wanted, (node) => values.find((value) => same(value, stringOf(node) ?? "")), fixes);
  }

  /** A list of texts; an empty one among them is noted by itself. */
  texts(map: YamlNode, key: string): string[] | undefined {
    return this.#read(map, key, "a list of text", (node) => {
      if (node.kind !== "list") return undefined;
      const texts = node.items.map((item) => stringOf(item));
      for (const [at, item] of node.items.entries()) {
        if (texts[at]?.trim() === "") this.note("policy-wrong-type", item, `An empty text says nothing among the \`${key}\`. Remove it.`);
      }
      return texts.every((text) => text !== undefined) ? texts : undefined;
    });
  }

  /** The entry of a map or list that may be left out or empty; undefined also when it is neither. */
  container<Kind extends "map" | "list">(entry: YamlEntry | undefined, kind: Kind): Extract<YamlNode, { kind: Kind }> | undefined {
    if (entry === undefined || isNull(entry.value)) return undefined;
    if (entry.value.kind === kind) return entry.value as Extract<YamlNode, { kind: Kind }>;
    this.wrong(entry, kind === "map" ? "a map" : "a list");
    return undefined;
  }

  #read<T>(
    map: YamlNode,
    key: string,
    wanted: string,
    read: (node: YamlNode) => T | undefined,
    fixes: (entry: YamlEntry) => Fix[] = () => [],
  ): T | undefined {
    const entry = entryOf(map, key);
    if (entry === undefined) return undefined;
    const value = read(entry.value);
    if (value === undefined) this.wrong(entry, wanted, fixes(entry));
    return value;
  }
}

/** The first word of a text of several, which is a key most likely. */
function keyWithoutColon(node: YamlNode): string | undefined {
  return node.kind === "scalar" && !node.quoted ? /^[A-Za-z][\w-]*(?= \S)/.exec(node.text)?.[0] : undefined;
}

/** What a value is, in words. */
export function describe(node: YamlNode): string {
  if (node.kind === "map") return "a map";
  if (node.kind === "list") return "a list";
  switch (node.scalar.type) {
    case "null":
      return "empty";
    case "string":
      return node.text === "" ? "empty text" : `\`${node.text.slice(0, 60)}\``;
    default:
      return `\`${node.text}\``;
  }
}
