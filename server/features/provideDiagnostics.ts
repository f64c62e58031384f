import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { ConfigDocument } from "../formats/format.ts";
import { namedPath } from "../formats/namedPath.ts";
import { checkConfig, type Problem } from "../rules/check.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import type { Settings, World } from "../world.ts";

/** What the checks of a file need from the session. */
export interface CheckWorld {
  readonly world: World;
  readonly settings: Settings;
  /** What of the registry a file may be judged by. */
  factsFor(document: ConfigDocument): RegistryFacts;
  /** Is there something at a place that a file names? Undefined: not known, or not to be looked at. */
  exists(uri: string): Promise<boolean | undefined>;
}

/** The problems of a file; what it names is looked up first. */
export async function problemsOf(document: ConfigDocument, from: CheckWorld): Promise<readonly Problem[]> {
  const { world, settings, factsFor } = from;
  const exists = await lookUpPaths(document, from);
  return checkConfig(document, {
    facts: factsFor(document),
    severities: settings.rules,
    exists: (path) => exists.get(path),
    onRuleFailure: (code, error) =>
      world.log.error(`Rule ${code} failed on ${document.uri}: ${error instanceof Error ? error.stack : error}`),
  });
}

/** What is not known stays out: no rule says anything about it then. */
async function lookUpPaths({ uri, format, model }: ConfigDocument, { exists }: CheckWorld): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>();
  await Promise.all(
    [...new Set(format.links?.(model))].map(async (path) => {
      const target = namedPath(path, uri);
      const known = target === undefined ? undefined : await exists(target);
      if (known !== undefined) found.set(path, known);
    }),
  );
  return found;
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

export function toDiagnostic(problem: Problem): Diagnostic {
  return {
    range: problem.range,
    severity: severities[problem.severity],
    code: problem.code,
    codeDescription: { href: problem.url },
    source: "Slipway",
    message: problem.message,
    ...(problem.fades && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

/** Diagnostics of a file, for the editor. */
export async function provideDiagnostics(document: ConfigDocument, from: CheckWorld): Promise<Diagnostic[]> {
  return (await problemsOf(document, from)).map(toDiagnostic);
}
