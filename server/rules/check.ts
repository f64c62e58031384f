import type { ConfigDocument, ConfigModel } from "../formats/format.ts";
import { readSuppressions } from "../formats/suppressions.ts";
import { Lines, type Range } from "../formats/text.ts";
import { commonRules } from "./commonRules.ts";
import { withoutBroken } from "./consequences.ts";
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
  /** What is underlined is to go away. */
  readonly deprecated: boolean;
}

export interface CheckOptions extends Omit<RuleContext, "uri"> {
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

type Options = CheckOptions & RuleContext;

/** Problems shown of one rule in one file: a broken file of 10,000 lines needs no 10,000 messages. */
const MAX_FINDINGS = 200;
/** Findings of one rule that are looked at, the same one met again among them: aliases of aliases stand for thousands. */
const MAX_MET = 10 * MAX_FINDINGS;

/** Runs every rule of the file's format that is not switched off, and leaves out what follows from a text that is no YAML; problems in the order of the file. */
export function checkConfig(document: ConfigDocument, given: CheckOptions): Problem[] {
  const { uri, format, model } = document;
  const options: Options = { ...given, uri };
  if (format.quietIn?.some((folder) => uri.includes(`/${folder}/`))) return [];
  const lines = new Lines(model.text);
  const suppressions = readSuppressions(lines);
  const isSilenced = ({ rule, finding }: Found): boolean => suppressions.has(rule.code, lines.position(finding.start).line);
  const common = foundIn(model, commonRules, options);
  const alone = common.filter((each) => each.rule.standsAlone && !isSilenced(each));
  const own = alone.length > 0 ? [] : certain(document, options);
  const shown = (found: Found[]) => found.filter((each) => !isSilenced(each));
  // What follows from a silenced cause is shown, whoever asks: otherwise nothing would say that the file is refused.
  const all = [...(alone.length > 0 ? alone : shown(common)), ...withoutConsequences(shown(own), document, options)];
  if (options.silenced === false) all.push(...[...common, ...own].filter(isSilenced));
  return all
    .map(({ rule, severity, finding }): Problem => {
      const { message, fixes = [] } = finding;
      const range = lines.range(finding);
      const { code, fades = false, deprecated = false } = rule;
      return { code, severity, message, range, fixes, url: ruleUrl(code), fades, deprecated };
    })
    .sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

interface Found {
  readonly rule: Rule<ConfigModel>;
  readonly severity: Severity;
  readonly finding: Finding;
}

function foundIn(model: ConfigModel, rules: readonly Rule<ConfigModel>[], options: Options): Found[] {
  return rules.flatMap((rule) => {
    const severity = severityOf(rule, options.severities);
    return severity === "off" ? [] : findings(rule, model, options).map((each) => ({ rule, severity, finding: each }));
  });
}

/** Parts that are taken out, one after another, of a text that is no YAML. */
const MAX_BROKEN = 5;

/** What the rules of the format find; in a text that is no YAML, what they find without its broken parts as well. */
function certain({ name, format, model }: ConfigDocument, options: Options): Found[] {
  let left = foundIn(model, format.rules, options);
  let { text, yamlProblems } = model;
  for (let round = 0; left.length > 0 && yamlProblems.some(({ stops }) => stops); round++) {
    if (round === MAX_BROKEN) return [];
    const calm = withoutBroken(
      text,
      yamlProblems.filter(({ stops }) => stops),
    );
    left = left.filter((each) => !calm.follows(each.finding));
    // What is left stands elsewhere: most often nothing, and the text need not be read again.
    if (left.length === 0) return left;
    const read = format.read(calm.text, name);
    const known = new Set(foundIn(read, rulesOf(left), options).map(keyOf));
    left = left.filter((each) => known.has(keyOf(each)));
    ({ text, yamlProblems } = read);
  }
  return left;
}

/** Findings whose fix is tried out; more are a file of another kind. */
const MAX_TRIED = 5;

/** Leaves out what goes away with the fix of something else that is as bad: a key that is misspelt is missing as well. */
function withoutConsequences(found: Found[], { name, format, model }: ConfigDocument, options: Options): Found[] {
  let left = found;
  for (const cause of found.filter(({ finding }) => preferredFix(finding)).slice(0, MAX_TRIED)) {
    const fix = preferredFix(cause.finding);
    const mayFollow = left.filter((each) => each !== cause && ranks[each.severity] >= ranks[cause.severity]);
    if (fix === undefined || mayFollow.length === 0 || !left.includes(cause)) continue;
    const mended = format.read(applied(fix, model.text), name);
    const stays = new Set(foundIn(mended, rulesOf(mayFollow), options).map(({ rule, finding: { message } }) => `${rule.code} ${message}`));
    left = left.filter((each) => !mayFollow.includes(each) || stays.has(`${each.rule.code} ${each.finding.message}`));
  }
  return left;
}

/** Those that found something: only what they say is asked of another text, because each looks at all of it. */
function rulesOf(found: readonly Found[]): Rule<ConfigModel>[] {
  return [...new Set(found.map(({ rule }) => rule))];
}

function preferredFix({ fixes }: Finding): Fix | undefined {
  return fixes?.find(({ preferred }) => preferred);
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

function applied({ edits }: Fix, text: string): string {
  const fromEnd = edits.toSorted((left, right) => right.start - left.start);
  return fromEnd.reduce((changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end), text);
}

function keyOf({ rule, finding: { start, end, message } }: Pick<Found, "rule" | "finding">): string {
  return `${rule.code} ${start} ${end} ${message}`;
}

function severityOf(rule: Rule<ConfigModel>, severities: CheckOptions["severities"]): Severity | "off" {
  return (Object.hasOwn(severities, rule.code) ? severities[rule.code] : undefined) ?? rule.severity;
}

function findings(rule: Rule<ConfigModel>, model: ConfigModel, options: Options): Finding[] {
  try {
    // What several aliases stand for is met at each of them, and said once.
    const found = new Map<string, Finding>();
    let met = 0;
    for (const each of rule.check(model, options)) {
      const key = keyOf({ rule, finding: each });
      if (!found.has(key)) found.set(key, each);
      met++;
      // What is not shown is not looked for: a guess at what was meant costs time.
      if (found.size === MAX_FINDINGS || met === MAX_MET) break;
    }
    return [...found.values()];
  } catch (error) {
    options.onRuleFailure(rule.code, error);
    return [];
  }
}
