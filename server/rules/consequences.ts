import type { ConfigModel } from "../formats/format.ts";
import type { Span } from "../formats/text.ts";
import type { YamlEntry, YamlNode, YamlProblem } from "../formats/yamlTree.ts";

/** Maps that a problem is followed into: a section, and what has a name in it. */
const DEPTH = 2;

/**
 * Does what seems wrong at a place follow, most likely, from a problem for which the tool reads nothing of the file? So it is in the named
 * part that the problem stands in, and after a quote or bracket that is not closed.
 */
export function followsFrom(problem: YamlProblem, { root, text }: ConfigModel): (place: Span) => boolean {
  const part = partAround(root, problem, losesNesting(problem, text) ? DEPTH - 1 : DEPTH);
  const isOpen = problem.code.startsWith("UNCLOSED");
  return ({ start, end }) => (isOpen && end > problem.start) || (start < part.end && end > part.start);
}

/** A tab has no certain width, and lines below a key that lacks its colon belong to it in no reading. */
function losesNesting({ code, start, end }: YamlProblem, text: string): boolean {
  if (code === "TAB") return true;
  const column = start - (text.lastIndexOf("\n", start - 1) + 1);
  const below = /^[^\n]*\n(?:\s*\n)*( *)\S/.exec(text.slice(end, end + 1000))?.[1]?.length ?? 0;
  return code === "MISSING_COLON" && below > column;
}

function partAround(root: YamlNode | undefined, problem: Span, maxDepth: number): Span {
  let node = root;
  let part: Span = { start: problem.start, end: problem.end };
  for (let depth = 0; depth < maxDepth && node?.kind === "map"; depth++) {
    const entry: YamlEntry | undefined = node.entries.findLast(({ key, merged }) => !merged && key.start <= problem.start);
    if (entry === undefined) break;
    part = { start: Math.min(entry.key.start, problem.start), end: Math.max(entry.key.end, entry.value.end, problem.end) };
    node = entry.value;
  }
  return part;
}
