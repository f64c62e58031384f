import type { ConfigDocument } from "#server/formats/format.ts";
import { readDocument } from "#server/formats/formats.ts";
import { folderOf } from "#server/formats/namedPath.ts";
import { nodeFiles } from "#server/nodeFiles.ts";
import type { ProjectKind } from "#server/rules/rule.ts";
import { findConfigFiles } from "#server/workspace/configFiles.ts";
import { joinParts, type Looks, type PartOfFile, partOfFile, shareOf } from "#server/workspace/surroundings.ts";
import { topOf } from "#server/workspace/topOf.ts";

/** What projects say of their files, for a check that looks once: each project is looked through for the first file of it. */
export class ProjectShares {
  readonly #looks: Pick<Looks, "text">;
  readonly #shares = new Map<string, Promise<ReadonlyMap<string, unknown>>>();

  constructor(looks: Pick<Looks, "text">) {
    this.#looks = looks;
  }

  /** What the project of a file says of it; a file that is in none is one by itself. */
  async of({ uri, format }: ConfigDocument, own: PartOfFile): Promise<unknown> {
    const kind = format.membership?.kind;
    if (kind === undefined) return undefined;
    const top = await topIn(uri, kind);
    const known = this.#shares.get(top ?? uri) ?? (top === undefined ? undefined : this.#below(top, kind));
    if (known !== undefined) this.#shares.set(top ?? uri, known);
    return shareOf(kind, await (known ?? joinParts(kind, new Map([[uri, own.part]]))), uri, own.part);
  }

  async #below(top: string, kind: ProjectKind): Promise<ReadonlyMap<string, unknown>> {
    const parts = new Map<string, unknown>();
    for (const { uri, format } of await findConfigFiles(nodeFiles, [top], { followLinks: false }, new AbortController().signal)) {
      if (format.membership?.kind !== kind || (await topIn(uri, kind)) !== top) continue;
      const text = await nodeFiles.readText(uri).catch(() => undefined);
      if (text !== undefined) parts.set(uri, (await partOfFile(readDocument(format, text, uri), this.#looks)).part);
    }
    return joinParts(kind, parts);
  }
}

function topIn(uri: string, { marker }: ProjectKind): Promise<string | undefined> {
  return topOf(folderOf(uri), marker, async (place) => (await nodeFiles.stat(place))?.type === "folder");
}
