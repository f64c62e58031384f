import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const extensionTypesFile = fileURLToPath(new URL("../docs/slipway-api.d.ts", import.meta.url));

/** Where the types of the exported API are declared, in the order in which they are wanted. */
const sources = [
  "client/slipwayApi.ts",
  "registry/api.ts",
  "registry/model/types.ts",
  "registry/model/changes.ts",
  "registry/model/errors.ts",
  "registry/model/transitions.ts",
];

interface Declaration {
  readonly name: string;
  /** With its comment. */
  readonly text: string;
}

/** The types of the exported API and all that they rest on, as one file that imports nothing: another extension copies it. */
export function extensionTypes(): string {
  const all = sources.flatMap((source) => declarationsIn(readFileSync(new URL(`../${source}`, import.meta.url), "utf8")));
  const wanted = new Set(["SlipwayApi", "RegistryFailure"]);
  // A set may grow while it is gone through.
  for (const name of wanted) {
    const code = all.find((each) => each.name === name)?.text.replace(/\/\*\*[\s\S]*?\*\//g, "") ?? "";
    for (const { name: other } of all) if (new RegExp(`\\b${other}\\b`).test(code)) wanted.add(other);
  }
  const texts = all.filter(({ name }) => wanted.has(name)).map(({ text }) => text);
  return `// The types of Slipway's exported API, version 1: docs/extension-api.md. Written by scripts/generate-extension-types.ts. Do not edit.\n\n${texts.join("\n\n")}\n`;
}

function declarationsIn(text: string): Declaration[] {
  const found = text.matchAll(
    /^(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?(?:export )?((?:interface (\w+)[\s\S]*?^\})|(?:type (\w+)[\s\S]*?;(?=\n(?:\n|\/|export|interface|type|$))))/gm,
  );
  return [...found].map(([, comment = "", code = "", one, other]) => ({ name: one ?? other ?? "", text: `${comment}export ${code}` }));
}

export function writeExtensionTypes(): void {
  writeFileSync(extensionTypesFile, extensionTypes());
}
