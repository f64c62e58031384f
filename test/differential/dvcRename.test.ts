import assert from "node:assert/strict";
import { ResponseError } from "vscode-languageserver";
import { provideDefinition, provideReferences } from "#server/features/provideReferences.ts";
import { provideRename } from "#server/features/provideRename.ts";
import { Lines } from "#server/formats/text.ts";
import type { PlacedMention } from "#server/workspace/names.ts";
import { Disk, top } from "#server/workspace/testDisk.ts";
import { type DvcProject, type DvcVerdict, dvcVerdicts } from "./dvcProjects.ts";
import { toldProjects } from "./dvcProjectTexts.ts";
import { renameProjects } from "./dvcRenameTexts.ts";
import { corpusProjects, dvcCases, needsDvc } from "./realDvc.ts";

/** The names of a project: every place that is one, in its config files and in the params files that they tell of. */
async function namesOf(disk: Disk): Promise<PlacedMention[]> {
  const index = await disk.checks.names.all();
  const files = Object.keys(disk.texts).map((path) => `${top}/${path}`);
  return files.flatMap((uri) => {
    const found = new Map<string, PlacedMention>();
    for (const each of index.in(uri)) if (!each.isIndirect) found.set(`${each.start} ${each.end} ${each.kind} ${each.thing}`, each);
    return [...found.values()];
  });
}

function textAt(disk: Disk, uri: string, start: number, end: number): string {
  return disk.texts[uri.slice(top.length + 1)]?.slice(start, end) ?? "";
}

function positionOf(disk: Disk, { uri, start }: PlacedMention) {
  return new Lines(disk.texts[uri.slice(top.length + 1)] ?? "").position(start);
}

const projects: readonly DvcProject[] = [...renameProjects, ...toldProjects, ...corpusProjects()].filter(
  (project, index) => index < 20 + dvcCases / 20 && JSON.stringify(project).length < 20_000,
);

describe("names of DVC projects", function () {
  this.timeout(3_600_000);

  it("stand where their ranges lie, and definition and references are inverse", async () => {
    for (const project of projects) {
      const disk = new Disk({ ...project });
      const { names } = disk.checks;
      for (const mention of await namesOf(disk)) {
        const { uri, start, end, name, declares } = mention;
        assert.equal(
          textAt(disk, uri, start, end).replace(/^(["'])([\s\S]*)\1$/, "$2"),
          mention.kind === "loop variable" && declares ? textAt(disk, uri, start, end) : name,
        );
        const position = positionOf(disk, mention);
        for (const target of await provideDefinition(names, uri, position)) {
          // Of data the folder around it may be what is made: its places are others.
          if (mention.kind === "data") continue;
          const back = await provideReferences(names, target.uri, target.range.start, true);
          assert.ok(
            back.some(
              (each) => each.uri === uri && each.range.start.line === position.line && each.range.start.character <= position.character,
            ),
            `${uri} ${name}: ${JSON.stringify(target)}`,
          );
        }
      }
    }
  });

  it("keep the graph, in the eyes of the real DVC, when they are renamed", async function () {
    needsDvc(this);
    const before: DvcProject[] = [];
    const after: DvcProject[] = [];
    const renamed: PlacedMention[] = [];
    let refused = 0;
    for (const project of projects) {
      const disk = new Disk({ ...project });
      const declared = (await namesOf(disk)).filter((each) => each.declares !== undefined && each.declares.fixed === undefined);
      for (const mention of declared.slice(0, 12)) {
        try {
          const { changes = {} } = await provideRename(disk.checks.names, mention.uri, positionOf(disk, mention), "zz_other");
          const texts = { ...project };
          for (const [uri, edits] of Object.entries(changes)) {
            const path = uri.slice(top.length + 1);
            const lines = new Lines(texts[path] ?? "");
            const sorted = edits.toSorted((left, right) => lines.offset(right.range.start) - lines.offset(left.range.start));
            texts[path] = sorted.reduce(
              (text, { range, newText }) => text.slice(0, lines.offset(range.start)) + newText + text.slice(lines.offset(range.end)),
              lines.text,
            );
          }
          before.push(project);
          after.push(texts);
          renamed.push(mention);
        } catch (error) {
          if (!(error instanceof ResponseError)) throw error;
          refused++;
        }
      }
    }
    assert.ok(renamed.length > 30, `${renamed.length} renamed, ${refused} refused`);
    const [was, is] = [dvcVerdicts(before), dvcVerdicts(after)];
    for (const [index, mention] of renamed.entries()) {
      assert.equal(
        saidOf(is[index], mention),
        saidOf(was[index], mention),
        `${mention.kind} ${mention.name}\n${JSON.stringify(after[index])}`,
      );
    }
  });
});

/** What DVC says of a project, without the name of the stage that was renamed. */
function saidOf(verdict: DvcVerdict | undefined, { kind, name }: PlacedMention): string {
  if (verdict === undefined || "refused" in verdict) return JSON.stringify(verdict);
  const neutral = (stage: string) => {
    const [, file = "", own = "", made = ""] = /^(.*:)?([^@]*)(.*)$/.exec(stage) ?? [];
    return kind === "stage" && (own === name || own === "zz_other") ? `${file}…${made}` : stage;
  };
  return JSON.stringify(
    verdict.stages.map((stage) => ({ ...stage, name: neutral(stage.name) })).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
  );
}
