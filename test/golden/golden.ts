import type { ConfigDocument, Format } from "#server/formats/format.ts";
import { readDocument } from "#server/formats/formats.ts";
import { Lines } from "#server/formats/text.ts";
import { checkConfig, type Problem } from "#server/rules/check.ts";
import { type Fix, noFacts, noProject, type Project, type RegistryFacts } from "#server/rules/rule.ts";

/** One case of a golden file: a text, and what is said of it. */
export interface GoldenCase {
  readonly name: string;
  readonly text: string;
  readonly expected: string;
}

/** `=== name`, the text, `---`, the expected lines; and so on. */
export function readGolden(content: string): GoldenCase[] {
  return content
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const nameEnd = part.indexOf("\n");
      const textEnd = part.lastIndexOf("---\n");
      return { name: part.slice(0, nameEnd), text: part.slice(nameEnd + 1, textEnd), expected: part.slice(textEnd + 4) };
    });
}

export function writeGolden(cases: readonly GoldenCase[]): string {
  return cases.map(({ name, text, expected }) => `=== ${name}\n${text}---\n${expected}`).join("");
}

/** A registry with one model, and one it cannot answer for. */
export const goldenFacts: RegistryFacts = {
  ...noFacts,
  metrics: (model) => (model === "fraud-scorer" ? { state: "known", value: ["val_auc", "val_loss"] } : { state: "absent" }),
  models: () => ({ state: "known", value: ["fraud-scorer"] }),
  aliases: (model) => {
    if (model === "fraud-scorer") return { state: "known", value: aliases };
    return model.startsWith("no-") || model === "fraud-scorre" ? { state: "absent" } : { state: "unknown", why: "the registry did not answer" };
  },
  version: (model, pick) => {
    if (model !== "fraud-scorer") return { state: "unknown", why: "the registry did not answer" };
    const found = versions.find(({ version, stage }) => (pick === "latest" ? true : "stage" in pick ? pick.stage.toLowerCase() === stage.toLowerCase() : pick.version === version));
    return found === undefined ? { state: "absent" } : { state: "known", value: { ...unnamed, ...found } };
  },
};

const unnamed = { model: "fraud-scorer", description: "", user: "", source: "", runId: "", status: "READY", statusMessage: "", tags: [] };

/** The highest first. */
const versions = [
  { version: "13", stage: "Staging", aliases: ["challenger", "shadow"] },
  { version: "12", stage: "Production", aliases: ["champion"] },
  { version: "11", stage: "Archived", aliases: [] },
];

const aliases = [
  { alias: "challenger", version: "13" },
  { alias: "champion", version: "12" },
  { alias: "shadow", version: "13" },
];

const files: Readonly<Record<string, boolean>> = {
  "python_env.yaml": true,
  "conda.yaml": true,
  "data.csv": true,
  "missing.csv": false,
  "requirements.txt": true,
  "missing.txt": false,
  "model.pkl": true,
  "missing.pkl": false,
  "conda_missing.yaml": false,
  "/python_env.yaml": false,
};

const texts: Readonly<Record<string, string>> = {
  "params.yaml": "lr: 0.1\ntrain: {epochs: 3, layers: [64, 32]}\nclasses: [cat, dog]\nmodels: {cnn: {depth: 3}, mlp: {}}\nversion: 3\n",
  "conf.yaml": "seed: 1\ndata: {raw: data/raw, clean: data/clean}\n",
  "broken.yaml": "a: b: c\n",
  "list.yaml": "- 1\n",
  "dvc.yaml": "stages:\n  prepare: {cmd: prepare}\n  train: {matrix: {class: '${classes}'}, cmd: 'train ${item.class}'}\n",
  "dates.toml": "since = 2024-01-31\n",
};

export const goldenProject: Project = {
  ...noProject,
  read: (path, read) => {
    const text = texts[path];
    if (text === undefined) return { kind: path === "data" ? "folder" : "missing" };
    return { kind: "read", data: read(text, path) };
  },
};

/** Problems of a text in the golden world; a rule that throws fails the test. */
export function check(format: Format, text: string, fileName: string = format.id): Problem[] {
  return checkRead(readDocument(format, text, fileName));
}

/** Those of a text that was read, under its name alone. */
export function checkRead(document: ConfigDocument): Problem[] {
  const { uri, format, model } = document;
  const part = format.membership?.part(model, `file:///golden/${uri}`, goldenProject);
  const alone = new Map([[`file:///golden/${uri}`, part as never]]);
  return checkConfig({ ...document, uri: `file:///golden/${uri}` }, {
    facts: goldenFacts,
    project: {
      ...goldenProject,
      share(kind) {
        const joined = part === undefined ? undefined : kind.join(alone).get(`file:///golden/${uri}`);
        return joined === undefined ? undefined : kind.placed(joined, part as never);
      },
    },
    severities: {},
    exists: (path) => files[path],
    onRuleFailure: (_code, error) => {
      throw error;
    },
  });
}

/** One line per problem with a one-based place, and one per fix with what stands there afterwards. */
export function describeProblems(text: string, problems: readonly Problem[]): string {
  const lines = new Lines(text);
  return problems
    .flatMap(({ range: { start, end }, severity, message, fixes }) => [
      `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${severity}: ${message}`,
      `  under: ${JSON.stringify(text.slice(lines.offset(start), lines.offset(end)))}`,
      ...fixes.map((fix) => `  fix${fix.preferred ? " (preferred)" : ""}: ${fix.title}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

export function applyFix(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.start - a.start);
  return edits.reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}
