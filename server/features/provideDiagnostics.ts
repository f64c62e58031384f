import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import { type ConfigModel, checkConfig, type Problem, pathsOf } from "../rules/check.ts";
import type { RegistryFacts } from "../rules/rule.ts";
import type { Settings, World } from "../world.ts";

/** What the checks of a file need from the session. */
export interface CheckWorld {
  readonly world: World;
  readonly settings: Settings;
  readonly facts: RegistryFacts;
}

/** The problems of a file; what it names is looked up first. */
export async function problemsOf(uri: string, model: ConfigModel, { world, settings, facts }: CheckWorld): Promise<readonly Problem[]> {
  const exists = await lookUpPaths(model, uri, world);
  return checkConfig(model, {
    facts,
    severities: settings.rules,
    exists: (path) => exists.get(path),
    onRuleFailure: (code, error) => world.log.error(`Rule ${code} failed on ${uri}: ${error instanceof Error ? error.stack : error}`),
  });
}

async function lookUpPaths(model: ConfigModel, uri: string, world: World): Promise<Map<string, boolean>> {
  const found = new Map<string, boolean>();
  // An unsaved file has no folder to look in.
  if (!uri.startsWith("file:")) return found;
  await Promise.all(
    [...new Set(pathsOf(model))].map(async (path) => {
      const target = new URL(path.split("/").map(encodeURIComponent).join("/"), uri).href;
      found.set(path, (await world.files.stat(target)) !== undefined);
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
export async function provideDiagnostics(uri: string, model: ConfigModel, from: CheckWorld): Promise<Diagnostic[]> {
  return (await problemsOf(uri, model, from)).map(toDiagnostic);
}
