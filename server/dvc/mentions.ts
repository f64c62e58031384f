import { type Mention, nameWithin } from "../formats/mentions.ts";
import { namedPath } from "../formats/namedPath.ts";
import type { Span } from "../formats/text.ts";
import type { Project } from "../rules/rule.ts";
import { readParamsPlaces } from "./paramsPlaces.ts";
import type { PlacedPath } from "./project.ts";

/** What a name of a param can be, in every kind of file that it may stand in. */
export function refusedParam(name: string): string | undefined {
  return /^[A-Za-z_][\w-]*$/.test(name)
    ? undefined
    : "A name in a params file has letters, digits, `_` and `-`, and does not begin with a digit.";
}

/** What a key of a params file is called, wherever it is named. `path` has its names, outermost first. */
export function paramThing(file: string, path: readonly string[]): string {
  return `${file}#${path.join(".")}`;
}

export function stageThing(file: string, name: string): string {
  return `${file}#${name}`;
}

/** Files and folders that a stage reads or writes. */
export function dataMentions(paths: readonly PlacedPath[], declares: boolean, text: string): Mention[] {
  return paths.flatMap(({ place, path, at }): Mention[] => {
    const span = nameWithin(text, at, path);
    const common = { kind: "data", name: path, thing: place } as const;
    const declaration = { whole: at, scope: place, fixed: "It is a path. Move the file, and name its new path." };
    return [{ ...common, ...(span ?? { ...at, isIndirect: true }), ...(declares && { declares: declaration }) }];
  });
}

/** The keys of a params file, which is named by its path from the folder of the file that tells of it. */
export function declaredParams(path: string, uri: string, project: Project): Mention[] {
  const file = namedPath(path, uri);
  const places = project.read(path, readParamsPlaces);
  if (file === undefined || places.kind !== "read") return [];
  return [...places.data].map(([joined, place]): Mention => {
    const names = joined.split(".");
    const declares = { whole: place, scope: paramThing(file, names.slice(0, -1)), refuses: refusedParam };
    return { kind: "parameter", thing: `${file}#${joined}`, name: names.at(-1) ?? "", uri: file, ...place, declares };
  });
}

/** `train.lr` as one text: each of its names leads to a key of the file. */
export function dottedMentions(file: string, joined: string, at: Span, text: string): Mention[] {
  const span = nameWithin(text, at, joined);
  const names = joined.split(".");
  let start = span?.start ?? at.start;
  return names.map((name, index): Mention => {
    const common = { kind: "parameter", name, thing: paramThing(file, names.slice(0, index + 1)) } as const;
    const place =
      span === undefined ? { start: at.start, end: at.end, isIndirect: true } : { start, end: start + name.length, inText: true };
    start += name.length + 1;
    return { ...common, ...place };
  });
}
