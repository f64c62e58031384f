import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { accepted, offersAt } from "#server/features/testCompletion.ts";
import type { Format } from "#server/formats/format.ts";
import { formats, readDocument, recognise } from "#server/formats/formats.ts";
import type { YamlNode } from "#server/formats/yamlTree.ts";
import { checkConfig } from "#server/rules/check.ts";
import { noFacts, noProject, type RegistryFacts } from "#server/rules/rule.ts";
import { corpusFiles } from "#test/differential/realMlflow.ts";
import { readGolden } from "./golden.ts";
import { caseCount, seed } from "../generatedCases.ts";

const cases = caseCount(1000);

const facts: RegistryFacts = {
  ...noFacts,
  models: () => ({ state: "known", value: ["fraud-scorer", "it's", "on"] }),
  metrics: () => ({ state: "known", value: ["val_auc", "a: b", "3.10"] }),
  aliases: () => ({ state: "known", value: [{ alias: "champion", version: "12" }] }),
};

interface File {
  readonly name: string;
  readonly text: string;
}

const examples = fileURLToPath(new URL("../../examples/fraud-detection/", import.meta.url));
const corpusKinds = { mlproject: "MLproject", python_env: "python_env.yaml", conda: "conda.yaml", mlmodel: "MLmodel", "dvc.yaml": "dvc.yaml" };

/** What a person has open: the example, the texts of the golden files, and other people's files where they are beside this checkout. */
function files(): File[] {
  const ours = formats.flatMap(({ id }) => {
    const folder = fileURLToPath(new URL(`${id}/`, import.meta.url));
    return readdirSync(folder).flatMap((file) => readGolden(readFileSync(folder + file, "utf8")).map(({ text }) => ({ name: id, text })));
  });
  const example = ["slipway.yaml", "MLproject", "dvc.yaml", "python_env.yaml"].map((name) => ({ name, text: readFileSync(examples + name, "utf8") }));
  const others = Object.entries(corpusKinds).flatMap(([kind, name]) => [...corpusFiles(kind).values()].map((text) => ({ name, text })));
  // An editor keeps the byte order mark to itself.
  return [...example, ...example, ...example, ...ours, ...others]
    .map(({ name, text }) => ({ name, text: text.replace(/^\ufeff/, "") }))
    .filter(({ name, text }) => recognise(name, text) !== undefined && text.length < 20_000);
}

/** A text in which somebody types, and the offset of the cursor. */
interface Typing {
  /** The file before somebody typed was YAML. */
  readonly wasYaml: boolean;
  readonly name: string;
  readonly text: string;
  readonly offset: number;
}

type Hand = (text: string, offset: number) => readonly [text: string, offset: number];

const lineEnd = (text: string, offset: number): number => (text.indexOf("\n", offset) < 0 ? text.length : text.indexOf("\n", offset));

/** What somebody did just before. */
const hands: readonly Hand[] = [
  (text, offset) => [text, offset],
  (text, offset) => [text.slice(0, offset) + text.slice(lineEnd(text, offset)), offset],
  (text, offset) => [text.slice(0, offset) + text.slice(offset).replace(/^[\w.-]+/, ""), offset],
  (text, offset) => [`${text.slice(0, offset)}a${text.slice(offset)}`, offset + 1],
  (text, offset) => [`${text.slice(0, offset)}, ${text.slice(offset)}`, offset + 2],
  (text, offset) => [`${text.slice(0, offset)}""${text.slice(offset)}`, offset + 1],
  ...["", "  ", "    ", "- ", "-"].map((more): Hand => (text, offset) => {
    const end = lineEnd(text, offset);
    const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1, end))?.[0] ?? "";
    return [`${text.slice(0, end)}\n${indent}${more}${text.slice(end)}`, end + 1 + indent.length + more.length];
  }),
];

function typings(): Typing[] {
  const all = files();
  const typing = fc
    .tuple(fc.constantFrom(...all), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...hands), fc.boolean())
    .map(([{ name, text }, part, hand, windows]) => {
      const [typed, offset] = hand(text.replaceAll("\r\n", "\n"), Math.floor(part * text.replaceAll("\r\n", "\n").length));
      const wasYaml = refused(recognise(name, text) ?? assert.fail(), text, name).length === 0;
      if (!windows) return { name, text: typed, offset, wasYaml };
      const before = typed.slice(0, offset).replaceAll("\n", "\r\n");
      return { name, text: before + typed.slice(offset).replaceAll("\n", "\r\n"), offset: before.length, wasYaml };
    });
  return fc.sample(typing, { seed, numRuns: cases });
}

/** Problems that a reader of YAML has with a text. */
function refused(format: Format, text: string, name: string): string[] {
  return checkConfig(readDocument(format, text, name), {
    ...{ facts, project: noProject, exists: () => undefined, severities: {}, silenced: false },
    onRuleFailure: (code, error) => assert.fail(`${code}: ${error}`),
  })
    .filter(({ code }) => code === "yaml-syntax" || code.endsWith("-duplicate-key"))
    .map(({ message }) => message);
}

/** The lines around an offset, before and after an offer was taken there. */
function shown(name: string, label: string, text: string, offset: number, then: string): string {
  const [from, to] = [Math.max(0, offset - 80), offset + 40];
  return `${name}: ${label}\n${JSON.stringify(`${text.slice(from, offset)}‸${text.slice(offset, to)}`)}\n${JSON.stringify(then.slice(from, to + 40))}`;
}

/** Every value of a tree that is written, as its keys and itself. */
function* valuesOf(node: YamlNode | undefined, path = ""): Iterable<string> {
  if (node === undefined) return;
  if (node.kind === "map") {
    for (const { key, value, merged } of node.entries) if (!merged) yield* valuesOf(value, `${path}/${key.text}`);
  } else if (node.kind === "list") for (const item of node.items) yield* valuesOf(item, `${path}/-`);
  else if (node.end > node.start) yield `${path} = ${node.text}`;
}

describe("whatever is offered, wherever somebody types", () => {
  it("can be taken: the file stays YAML, no key is repeated, and all else means what it meant", () => {
    let taken = 0;
    const wrong: string[] = [];
    for (const { name, text, offset, wasYaml } of typings()) {
      const format = recognise(name, text);
      if (format === undefined) continue;
      const before = refused(format, text, name);
      const values = before.length === 0 ? [...valuesOf(format.read(text, name).root)] : [];
      for (const item of offersAt(name, text, offset, facts, offset % 2 === 0)) {
        const then = accepted(text, item).replace("‸", "");
        const after = refused(format, then, name);
        // The word that was typed is another now, with what stands below it.
        const left = new Set(valuesOf(format.read(then, name).root));
        const lost = values.filter((each) => !left.has(each));
        const isLost = lost.length > 1 && /^\s/.test(text.slice(offset));
        if ((wasYaml && after.length > before.length) || isLost) wrong.push([...after, ...lost.slice(0, 5), shown(name, item.label, text, offset, then)].join("\n"));
        taken++;
      }
    }
    assert.deepEqual(wrong.slice(0, 10).join("\n\n"), "", `${wrong.length} of ${taken}`);
    assert.ok(taken > cases, `${taken} offers`);
  }).timeout(600_000);
});
