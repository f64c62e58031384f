import type { Problem } from "#server/rules/check.ts";
import { codeFrame } from "./codeFrame.ts";

/** A problem and the file it is in; `file` is relative to the working directory, with `/`. */
export interface FileProblem extends Problem {
  readonly file: string;
  /** As `Format.id`. */
  readonly format: string;
}

/** `--format json`, version 1: see docs/cli.md. */
export function jsonReport(files: number, problems: readonly FileProblem[]): object {
  return {
    version: 1,
    files,
    problems: problems.map(({ file, format, code, severity, message, range, url }) => {
      const { start, end } = range;
      return {
        ...{ file, format, code, severity, message },
        range: { start: { line: start.line, character: start.character }, end: { line: end.line, character: end.character } },
        url,
      };
    }),
  };
}

/**
 * `file:line:column: severity: message [code]`, lines and columns from 1: editors and terminals make links of it. Below it the line, with what is
 * meant underlined. `texts` are those of the files.
 */
export function textReport(problems: readonly FileProblem[], texts: ReadonlyMap<string, string>): string {
  return problems
    .map(({ file, range, severity, message, code }) => {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
      return `${oneLine(place)}: ${severity}: ${oneLine(message)} [${code}]\n${codeFrame(texts.get(file) ?? "", range)}`;
    })
    .join("");
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}

/** Workflow commands of GitHub Actions; each becomes an annotation of the pull request. */
export function githubReport(problems: readonly FileProblem[]): string {
  return problems
    .map(({ file, range, severity, message, code }) => {
      const command = severity === "error" || severity === "warning" ? severity : "notice";
      const { start, end } = range;
      const places = {
        file,
        line: start.line + 1,
        endLine: end.line + 1,
        col: start.character + 1,
        endColumn: end.character + 1,
        title: code,
      };
      const properties = Object.entries(places).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${command} ${properties.join(",")}::${escapeData(message)}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

const sarifLevels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

/** SARIF 2.1.0, as GitHub code scanning and others read it. */
export function sarifReport(toolVersion: string, problems: readonly FileProblem[]): object {
  const pages = new Map(problems.map(({ code, url }) => [code, url]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Slipway",
            version: toolVersion,
            rules: [...pages].sort().map(([id, helpUri]) => ({ id, helpUri })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: problems.map(sarifResult),
      },
    ],
  };
}

function sarifResult({ code, severity, message, file, range }: FileProblem): object {
  const { start, end } = range;
  const region = {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return {
    ruleId: code,
    level: sarifLevels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  };
}
