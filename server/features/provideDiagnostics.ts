import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Problem } from "../rules/check.ts";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** A problem as the editor shows it. */
export function toDiagnostic(problem: Problem): Diagnostic {
  const tags = [...(problem.fades ? [DiagnosticTag.Unnecessary] : []), ...(problem.deprecated ? [DiagnosticTag.Deprecated] : [])];
  return {
    range: problem.range,
    severity: severities[problem.severity],
    code: problem.code,
    codeDescription: { href: problem.url },
    source: "Slipway",
    message: problem.message,
    ...(tags.length > 0 && { tags }),
  };
}
