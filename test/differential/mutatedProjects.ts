import fc from "fast-check";
import type { DvcProject } from "./dvcProjects.ts";
import { textChange } from "./mutatedTexts.ts";

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** One change of a project; places are parts of lengths, so that they mean something in each. */
type Change = (project: DvcProject) => DvcProject;

function at<T>(part: number, items: readonly T[]): T | undefined {
  return items[Math.floor(part * items.length)];
}

/** Changes the text of one file; most often of a pipeline. */
function inFile(where: number, ending: RegExp, change: (text: string, project: DvcProject) => string): Change {
  return (project) => {
    const path = at(
      where,
      Object.keys(project).filter((each) => ending.test(each)),
    );
    return path === undefined ? project : { ...project, [path]: change(project[path] ?? "", project) };
  };
}

const pipelines = /(?:^|\/)dvc\.yaml$/;
const item = /^( *- )(\S[^:#\n]*)$/gm;

/** The paths that stand in lists of all pipelines. */
function pathsOf(project: DvcProject): string[] {
  return Object.entries(project).flatMap(([path, text]) =>
    pipelines.test(path) ? [...text.matchAll(item)].map(([, , value = ""]) => value) : [],
  );
}

function replaceNth(text: string, pattern: RegExp, where: number, replacement: (match: RegExpMatchArray) => string): string {
  const match = at(where, [...text.matchAll(pattern)]);
  return match === undefined ? text : text.slice(0, match.index) + replacement(match) + text.slice(match.index + match[0].length);
}

const values = ["1", "0.5", "true", "null", "[a, b]", "{a: 1}", "text", "''", "2020-01-01", `"${"$"}{item}"`, "1e-7", "[]", "{}"];

const change: fc.Arbitrary<Change> = fc.oneof(
  // Of any file but Python, whose syntax is not judged: pieces put in, lines dropped, doubled, moved, indented; values and keys made into others.
  { weight: 4, arbitrary: fc.tuple(place, textChange).map(([where, edit]) => inFile(where, /\.(?!py$)\w+$/, edit)) },
  // An item of a list is another path of the project, or lies above or below one.
  {
    weight: 4,
    arbitrary: fc.tuple(place, place, place, fc.constantFrom("", "/x", "/..", "./")).map(([file, from, to, added]) =>
      inFile(file, pipelines, (text, project) => {
        const path = at(from, pathsOf(project)) ?? "x";
        return replaceNth(text, item, to, ([, dash = ""]) => dash + (added === "./" ? added + path : path + added));
      }),
    ),
  },
  // A reference is broken, or names something else.
  {
    weight: 3,
    arbitrary: fc
      .tuple(place, place, fc.constantFrom("x", ".x", "[0]", "[", " ", "params.", ""))
      .map(([file, where, piece]) =>
        inFile(file, pipelines, (text) =>
          replaceNth(text, /\$\{([^}]*)\}/g, where, ([, inner = ""]) => `\${${piece.endsWith(".") ? piece + inner : inner + piece}}`),
        ),
      ),
  },
  // A word becomes a reference to a name of the params file.
  {
    weight: 2,
    arbitrary: fc.tuple(place, place, place).map(([file, where, name]) =>
      inFile(file, pipelines, (text, project) => {
        const names = Object.entries(project).flatMap(([path, held]) =>
          /params\.(?:yaml|yml)$/.test(path) ? [...held.matchAll(/^ *([\w-]+):/gm)].map(([, key = ""]) => key) : [],
        );
        return replaceNth(text, item, where, ([, dash = ""]) => `${dash}\${${at(name, names) ?? "nothing"}}`);
      }),
    ),
  },
  // A value of the params file is of another kind.
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, place, fc.constantFrom(...values))
      .map(([file, where, value]) =>
        inFile(file, /\.ya?ml$/, (text) => replaceNth(text, /^( *[\w-]+:)( +\S.*)$/gm, where, ([, key = ""]) => `${key} ${value}`)),
      ),
  },
  // A file goes.
  {
    weight: 1,
    arbitrary: place.map(
      (where): Change =>
        (project) => {
          const gone = at(where, Object.keys(project));
          return Object.fromEntries(Object.entries(project).filter(([path]) => path !== gone));
        },
    ),
  },
);

/** Projects of which each is one of `bases` with one to three changes. */
export function mutatedProjects(
  bases: readonly DvcProject[],
  { seed, cases }: { readonly seed: number; readonly cases: number },
): DvcProject[] {
  const mutated = fc
    .tuple(fc.constantFrom(...bases), fc.array(change, { minLength: 1, maxLength: 3, size: "max" }))
    .map(([base, changes]) => changes.reduce((project, each) => each(project), base));
  return fc.sample(mutated, { seed, numRuns: cases });
}
