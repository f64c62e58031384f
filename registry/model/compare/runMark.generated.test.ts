import assert from "node:assert/strict";
import fc from "fast-check";
import { caseCount, seed } from "#test/generatedCases.ts";
import { type RunMark, runMarks } from "./runMark.ts";

const numRuns = caseCount(150);

const nameOf = ({ colour, shape }: RunMark) => `${colour} ${shape}`;
const lone = (id: string) => runMarks([id])[0] ?? assert.fail(id);
const many = Array.from({ length: 3600 }, (_, index) => lone(`run ${index}`));
const all = [...new Map(many.map((mark) => [nameOf(mark), mark])).values()];

describe("the marks of any runs", () => {
  it("are spread over all 36 pairs, each about as often", () => {
    assert.equal(all.length, 36);
    for (const mark of all) {
      const count = many.filter((each) => nameOf(each) === nameOf(mark)).length;
      assert.ok(count > 50 && count < 200, `${nameOf(mark)}: ${count} of 3600`);
    }
  });

  it("are each as different from those given before as is possible", () => {
    const id = fc.integer({ min: 0, max: 99 }).map((index) => `run ${index}`);
    const pages = fc.array(fc.uniqueArray(id, { maxLength: 12 }), { minLength: 1, maxLength: 8 });
    const property = fc.property(pages, (shown) => {
      const kept = new Map<string, RunMark>();
      for (const ids of shown) {
        const before = new Map(kept);
        const marks = runMarks(ids, kept);
        assert.deepEqual([...kept], [...before], "what was kept is only read");
        for (const [index, run] of ids.entries()) {
          const mark = marks[index] ?? assert.fail(run);
          const had = kept.get(run);
          if (had !== undefined) assert.deepEqual(mark, had);
          else assert.equal(rank(mark, kept, ids), Math.min(...all.map((each) => rank(each, kept, ids))), `${run}: ${nameOf(mark)}`);
          kept.set(run, mark);
        }
      }
    });
    fc.assert(property, { seed, numRuns });
  });
});

/** How good a mark is for one more run, 0 the best: unlike all, free and unlike those on the page, free, not on the page, any. */
function rank(mark: RunMark, given: ReadonlyMap<string, RunMark>, ids: readonly string[]): number {
  const taken = [...given.values()];
  const here = ids.flatMap((id) => given.get(id) ?? []);
  const unlike = (others: readonly RunMark[]) => others.every(({ colour, shape }) => colour !== mark.colour && shape !== mark.shape);
  const free = (others: readonly RunMark[]) => others.every((other) => nameOf(other) !== nameOf(mark));
  if (unlike(taken)) return 0;
  if (free(taken) && unlike(here)) return 1;
  if (free(taken)) return 2;
  return free(here) ? 3 : 4;
}
