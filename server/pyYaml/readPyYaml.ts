import type { Span } from "../formats/text.ts";
import { gaveUp, isBeyondLimits, withoutStacks, type YamlProblem, type YamlTree } from "../formats/yamlTree.ts";
import { Composer } from "./compose.ts";
import { missingColon } from "./explain.ts";
import { Tokens } from "./scanner.ts";
import { PyYamlError, type Reader } from "./source.ts";

export interface ReadByPyYaml extends YamlTree {
  /** A value has a name or is named by one: a part of the text alone does not tell what it means. */
  readonly usesAnchors: boolean;
}

/** PyYAML 6.0.4, `reader.py`. */
const unprintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads a text as `yaml.safe_load` of PyYAML 6.0.4 does, which MLflow uses, or as ruamel.yaml 0.19.1 does (`typ="safe"`), which DVC uses: what
 * that refuses has one problem and no tree, at the place where the cause most likely is; what it takes has a tree. Never throws; the time is proportional to the text and what its aliases expand to.
 */
export function readPyYaml(text: string, reader: Reader = "pyYaml"): ReadByPyYaml {
  return withoutStacks(() => read(text, reader));
}

function read(text: string, reader: Reader): ReadByPyYaml {
  try {
    const bad = unprintable.exec(text);
    if (bad !== null) {
      const code = (bad[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      throw new PyYamlError("UNPRINTABLE", `The character U+${code} is not allowed in YAML. Remove it`, {
        start: bad.index,
        end: bad.index + 1,
      });
    }
    const composer = new Composer(text, new Tokens(text, reader), reader);
    const root = composer.document();
    return { ...(root && { root }), problems: [], usesAnchors: composer.usesAnchors };
  } catch (error) {
    return { problems: [problemOf(error)], usesAnchors: false };
  }
}

/** What is said of a word where a key has to be. */
export function withoutColon(text: string, { start, end }: Span): YamlProblem {
  return problemOf(missingColon(text, start, end));
}

function problemOf(error: unknown): YamlProblem {
  if (error instanceof PyYamlError) {
    const { code, message, span } = error;
    return { code, message: `${message}.`, start: span.start, end: span.end, stops: true };
  }
  return gaveUp(error);
}

/** Is the text YAML to PyYAML, or beyond what is looked at? */
export function isRefused({ problems }: YamlTree): boolean {
  return problems.some((each) => !isBeyondLimits(each));
}
