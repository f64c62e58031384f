import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { formats, recognise } from "#server/formats/formats.ts";
import { PartMemory } from "#server/formats/partMemory.ts";
import { readYaml } from "#server/formats/readYaml.ts";
import { parseYaml } from "#server/formats/yamlParse.ts";
import type { Dialect } from "#server/formats/yamlTree.ts";
import { seed } from "../generatedCases.ts";
import { askAll } from "./allAnswers.ts";
import { type SmallFile, smallFiles } from "./smallFiles.ts";
import { anyChange, textsAfter } from "./wildTexts.ts";

/** Of all kinds of files together; `SLIPWAY_DOCUMENTS` takes another number. */
const documents = Number(process.env["SLIPWAY_DOCUMENTS"] ?? 100_000);
/** Each text becomes the next by one change, as somebody types. */
const steps = 8;
/** Of these many texts one is read as if nothing had been read before. */
const readAnew = 2;
/** Of these many texts one is read in one piece as well, for which it is parsed once more. */
const partsJudged = 8;
/** Of these many texts one is asked what an editor asks at the cursor. */
const cursorsSet = 4;

const kinds = Map.groupBy(smallFiles, ({ name, text }) => recognise(name, text)?.id ?? "params files");
const perKind = Math.ceil(documents / kinds.size);
const place = fc.double({ min: 0, max: 1, noNaN: true });

describe(`files that were changed at random (seed ${seed})`, function () {
  this.timeout(3_600_000);
  it("are of every format", () => {
    for (const { id } of formats) ok(kinds.has(id), id);
  });

  for (const [kind, files] of kinds) {
    it(`${kind}: ${perKind} texts, each read and asked everything, every second as if it were the first`, () => {
      const start = fc.constantFrom(...files);
      const changes = fc.array(anyChange, { minLength: steps, maxLength: steps });
      const story = fc.tuple(start, changes, fc.array(place, { minLength: 1, maxLength: 1 }));
      fc.assert(
        fc.property(story, ([file, each, places]) => {
          for (const [step, text] of textsAfter(file.text, each).entries()) holds({ name: file.name, text }, places, step);
        }),
        { seed, numRuns: Math.ceil(perKind / steps) },
      );
    });
  }
});

function holds({ name, text }: SmallFile, places: readonly number[], step: number): void {
  try {
    askAll(name, text, step % cursorsSet === 0 ? places : []);
    const dialect = dialectOf(name);
    if (dialect !== undefined && step % readAnew === 0) readsAsNew(text, dialect, step % partsJudged === 0);
  } catch (error) {
    throw new Error(`${name}: ${JSON.stringify(text)}`, { cause: error });
  }
}

function dialectOf(name: string): Dialect | undefined {
  if (/\.(?:py|json|toml)$/.test(name)) return undefined;
  if (/^dvc\.|\.dvc$|^(?!conda|python_env|slipway).*\.yaml$/.test(name)) return "dvc";
  return name === "slipway.yaml" ? "slipway" : "mlflow";
}

/** What is remembered of the texts before changes nothing; nor does reading in parts, wherever the text is YAML. */
function readsAsNew(text: string, dialect: Dialect, alsoWhole: boolean): void {
  const read = readYaml(text, dialect);
  ok(!read.problems.some(({ code }) => code === "FAILED"), "the reader failed");
  deepEqual(read, readYaml(text, dialect, new PartMemory()));
  if (!alsoWhole) return;
  const { usesAliases: _, ...whole } = parseYaml(text, dialect);
  deepEqual(read.problems.length > 0, whole.problems.length > 0);
  if (whole.problems.length === 0) deepEqual(read, whole);
  // Of what a tool refuses, the entries in front are not needed to say why.
  else if (dialect !== "slipway") deepEqual(read.problems, whole.problems);
}
