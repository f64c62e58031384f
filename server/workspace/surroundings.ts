import type { ConfigDocument } from "../formats/format.ts";
import { formats } from "../formats/formats.ts";
import { fileNameOf, namedPath } from "../formats/namedPath.ts";
import type { Project } from "../rules/rule.ts";

/** How a file's surroundings are looked at. */
export interface Looks {
  /** Is there something at a place? Undefined: not known, or not to be looked at. */
  exists(uri: string): Promise<boolean | undefined>;
  /** The file at a place as it stands in the editor, else on disk; undefined where there is none that is of a format. */
  document(uri: string): Promise<ConfigDocument | undefined>;
}

/** What a file names, as it is found: what its rules may ask of the world around it. */
export interface Surroundings {
  /** Undefined: not known. */
  exists(path: string): boolean | undefined;
  readonly project: Project;
  /** The files whose content the rules may ask for, by URI; undefined: there is none. What is said of the file rests on them. */
  readonly rests: ReadonlyMap<string, ConfigDocument | undefined>;
}

/** Looks up all that a file names. What is not known stays out: no rule says anything about it then. */
export async function lookAround({ uri, format, model }: ConfigDocument, { exists, document }: Looks): Promise<Surroundings> {
  const there = new Map<string, boolean>();
  const targets = new Map<string, string>();
  const rests = new Map<string, ConfigDocument | undefined>();
  await Promise.all(
    [...new Set(format.links?.(model))].map(async (path) => {
      const target = namedPath(path, uri);
      if (target === undefined) return;
      targets.set(path, target);
      const known = await exists(target);
      if (known !== undefined) there.set(path, known);
      if (hasSummary(target)) rests.set(target, known === undefined ? undefined : await document(target));
    }),
  );
  const project: Project = {
    at(path, summary) {
      const found = rests.get(targets.get(path) ?? "");
      return found?.format.summary === summary ? summary(found.model as never) : undefined;
    },
  };
  return { exists: (path) => there.get(path), project, rests };
}

/** May a file at this place say something of itself to others? */
export function hasSummary(uri: string): boolean {
  return formats.some((format) => format.summary !== undefined && format.matches(fileNameOf(uri)) !== false);
}
