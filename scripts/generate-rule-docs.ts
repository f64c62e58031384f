import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { formats } from "../server/formats/formats.ts";
import { commonRules } from "../server/rules/commonRules.ts";
import type { RuleHead } from "../server/rules/rule.ts";

const server = fileURLToPath(new URL("../server/", import.meta.url));
export const docsFolder = fileURLToPath(new URL("../docs/rules/", import.meta.url));

/** The pages under `docs/rules/`, by file name: one per rule, from the comment above it, and the index. */
export function ruleDocs(): Map<string, string> {
  const comments = readComments();
  const pages = new Map<string, string>();
  const rows: string[] = [];
  for (const rule of allRules()) {
    const comment = comments.get(rule.code);
    if (comment === undefined) throw new Error(`Rule ${rule.code} has no documentation comment.`);
    pages.set(`${rule.code}.md`, page(rule, comment));
    rows.push(`| [${rule.code}](${rule.code}.md) | ${filesOf(rule)} | ${rule.severity} | ${summary(comment)} |`);
  }
  pages.set("README.md", index(rows));
  return pages;
}

/** Every rule once: those that hold everywhere, then those of each format. */
function allRules(): readonly RuleHead[] {
  return [...new Set<RuleHead>([...commonRules, ...formats.flatMap((format) => format.rules)])];
}

/** Documentation comments by rule code: the comment that stands right above the exported rule. */
function readComments(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of globSync(["rules/*.ts", "dvc/rules/*.ts", "formats/*/rules/*.ts"], {
    cwd: server,
    exclude: (name) => name.endsWith(".test.ts"),
  })) {
    const match = /\/\*\*\n((?: \*.*\n)+) \*\/\nexport const \w+(?:: Rule<\w+>)? = (?:\w+\()?\{\n {2}code: "([\w-]+)"/.exec(
      readFileSync(`${server}${file}`, "utf8"),
    );
    if (match?.[1] && match[2]) found.set(match[2], match[1].replaceAll(/^ \* ?/gm, "").trim());
  }
  return found;
}

/** The formats that a rule is checked in. */
function filesOf(rule: RuleHead): string {
  const own = formats.filter((format) => format.rules.some(({ code }) => code === rule.code));
  // Those of every format are about YAML.
  return (own.length === 0 ? formats.filter(({ spec }) => spec.type !== "text") : own).map(({ id }) => id).join(", ");
}

function summary(comment: string): string {
  return (comment.split("\n\n")[0] ?? "").replaceAll("\n", " ");
}

function page(rule: RuleHead, comment: string): string {
  return `${generated}
# ${rule.code}

${comment}

## Severity and silence

Checked in: ${filesOf(rule)}. Severity: ${rule.severity}.

Another severity, or none, in VS Code's settings:

\`\`\`json
"slipway.rules": { "${rule.code}": "off" }
\`\`\`

For one line, at its end or on the line above: \`# slipway-ignore ${rule.code}\`.
For a whole file, anywhere in it: \`# slipway-ignore-file ${rule.code}\`.
`;
}

function index(rows: readonly string[]): string {
  return `${generated}
# Rules

What Slipway checks in config files, in the editor and with \`slipway check\`. A file that its tool accepts gets no error.

| Rule | Files | Severity | What it says |
|---|---|---|---|
${rows.join("\n")}
`;
}

const generated = "<!-- Written by scripts/generate-rule-docs.ts from the comments of the rules. Do not edit. -->";

/** Rewrites `docs/rules/`, and removes pages of rules that are gone. */
export function writeRuleDocs(): void {
  rmSync(docsFolder, { recursive: true, force: true });
  mkdirSync(docsFolder, { recursive: true });
  for (const [name, text] of ruleDocs()) writeFileSync(`${docsFolder}${name}`, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeRuleDocs();
