import type { ConfigDocument, ConfigModel } from "../formats/format.ts";
import { readSuppressions } from "../formats/suppressions.ts";
import { Lines, type Range } from "../formats/text.ts";
import { commonRules } from "./commonRules.ts";
import { followsFrom } from "./consequences.ts";
import type { Finding, Fix, Rule, RuleContext, Severity } from "./rule.ts";

/** A problem as it is shown: one finding of one rule, with its place and severity. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly fixes: readonly Fix[];
  /** Page of the rule. */
  readonly url: string;
  /** What is underlined has no effect. */
  readonly fades: boolean;
}

export interface CheckOptions extends RuleContext {
  /** `slipway.rules`: severity by rule code. */
  readonly severities: Readonly<Record<string, Severity | "off">>;
  /** False: also what comments in the file silence. Default true. */
  readonly silenced?: boolean;
  /** A rule threw: its own result is lost, nothing else. */
  onRuleFailure(code: string, error: unknown): void;
}

export function ruleUrl(code: string): string {
  return `https://github.com/slipway-ml/slipway/blob/main/docs/rules/${code}.md`;
}

/** Problems shown of one rule in one file: a broken file of 10,000 lines needs no 10,000 messages. */
const MAX_FINDINGS = 200;

/** Runs every rule of the file's format that is not switched off, and leaves out what follows from a text that is no YAML; problems in the order of the file. */
export function checkConfig({ uri, format, model }: ConfigDocument, options: CheckOptions): Problem[] {
  if (format.quietIn?.some((folder) => uri.includes(`/${folder}/`))) return [];
  const lines = new Lines(model.text);
  const suppressions = readSuppressions(lines);
  const problems: Problem[] = [];
  const stop = model.yamlProblems.find((problem) => problem.stops);
  const follows = stop === undefined ? () => false : followsFrom(stop, model);
  for (const rule of [...commonRules, ...format.rules]) {
    const severity = severityOf(rule, options.severities);
    if (severity === "off") continue;
    for (const found of findings(rule, model, options)) {
      if (!commonRules.includes(rule) && follows(found)) continue;
      const range = lines.range(found);
      if (options.silenced !== false && suppressions.has(rule.code, range.start.line)) continue;
      problems.push({
        code: rule.code,
        severity,
        message: found.message,
        range,
        fixes: found.fixes ?? [],
        url: ruleUrl(rule.code),
        fades: rule.fades === true,
      });
    }
  }
  return problems.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function severityOf(rule: Rule<ConfigModel>, severities: CheckOptions["severities"]): Severity | "off" {
  return (Object.hasOwn(severities, rule.code) ? severities[rule.code] : undefined) ?? rule.severity;
}

function findings(rule: Rule<ConfigModel>, model: ConfigModel, options: CheckOptions): Finding[] {
  try {
    const found: Finding[] = [];
    for (const each of rule.check(model, options)) {
      found.push(each);
      // What is not shown is not looked for: a guess at what was meant costs time.
      if (found.length === MAX_FINDINGS) break;
    }
    return found;
  } catch (error) {
    options.onRuleFailure(rule.code, error);
    return [];
  }
}
