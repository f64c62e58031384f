import assert from "node:assert/strict";
import fc from "fast-check";
import { caseCount, seed } from "#test/generatedCases.ts";
import { type RunSwatch, runSwatches } from "./runSwatch.ts";

const numRuns = caseCount(150);

const nameOf = ({ colour, shape }: RunSwatch) => `${colour} ${shape}`;
const lone = (id: string) => runSwatches([id])[0] ?? assert.fail(id);
const many = Array.from({ length: 3600 }, (_, index) => lone(`run ${index}`));
const all = [...new Map(many.map((swatch) => [nameOf(swatch), swatch])).values()];

describe("the swatches of any runs", () => {
  it("are spread over all 36 pairs, each about as often", () => {
    assert.equal(all.length, 36);
    for (const swatch of all) {
      const count = many.filter((each) => nameOf(each) === nameOf(swatch)).length;
      assert.ok(count > 50 && count < 200, `${nameOf(swatch)}: ${count} of 3600`);
    }
  });

  it("are each as different from those given before as is possible", () => {
    const id = fc.integer({ min: 0, max: 99 }).map((index) => `run ${index}`);
    const pages = fc.array(fc.uniqueArray(id, { maxLength: 12 }), { minLength: 1, maxLength: 8 });
    const property = fc.property(pages, (shown) => {
      const kept = new Map<string, RunSwatch>();
      for (const ids of shown) {
        const before = new Map(kept);
        const swatches = runSwatches(ids, kept);
        assert.deepEqual([...kept], [...before], "what was kept is only read");
        for (const [index, run] of ids.entries()) {
          const swatch = swatches[index] ?? assert.fail(run);
          const had = kept.get(run);
          if (had !== undefined) assert.deepEqual(swatch, had);
          else assert.equal(rank(swatch, kept, ids), Math.min(...all.map((each) => rank(each, kept, ids))), `${run}: ${nameOf(swatch)}`);
          kept.set(run, swatch);
        }
      }
    });
    fc.assert(property, { seed, numRuns });
  });
});

/** How good a swatch is for one more run, 0 the best: unlike all, free and unlike those on the page, free, not on the page, any. */
function rank(swatch: RunSwatch, given: ReadonlyMap<string, RunSwatch>, ids: readonly string[]): number {
  const taken = [...given.values()];
  const here = ids.flatMap((id) => given.get(id) ?? []);
  const unlike = (others: readonly RunSwatch[]) => others.every(({ colour, shape }) => colour !== swatch.colour && shape !== swatch.shape);
  const free = (others: readonly RunSwatch[]) => others.every((other) => nameOf(other) !== nameOf(swatch));
  if (unlike(taken)) return 0;
  if (free(taken) && unlike(here)) return 1;
  if (free(taken)) return 2;
  return free(here) ? 3 : 4;
}
