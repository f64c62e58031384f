import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { runAt, runsInLine } from "./runAtCursor.ts";

const id = "e1491848ed75498ab980abba853974e5";

describe("runs in a text", () => {
  const cases: readonly (readonly [line: string, ids: readonly string[]])[] = [
    [`model = mlflow.pyfunc.load_model("runs:/${id}/model")`, [id]],
    [`🏃 View run gbm-031 at: http://127.0.0.1:5000/#/experiments/3/runs/${id}`, [id]],
    [`run_id: ${id}`, [id]],
    [`${id} ${id}`, [id, id]],
    [`sha256:${id}${id}`, []],
    [`artifact_${id}_x`, []],
    ["runs:/model", []],
    [`runs:///${id}`, [id]],
  ];
  for (const [line, ids] of cases) {
    it(`are ${ids.length} in “${line.slice(0, 40)}”`, () => {
      assert.deepEqual(
        runsInLine(line).map((run) => run.id),
        ids,
      );
    });
  }

  it("are found under the cursor, and beside it", () => {
    const line = `load("runs:/${id}/model")`;
    assert.deepEqual([runAt(line, 8), runAt(line, line.indexOf(id) + 5), runAt(line, 2)], [id, id, undefined]);
  });

  it("never overlap, and stand where they say, whatever the line is", () => {
    const part = fc.oneof(fc.constantFrom(id, "runs:/", "/runs/", " ", "a", "-", '"'), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const line = parts.join("");
        let last = 0;
        for (const run of runsInLine(line)) {
          assert.ok(run.start >= last && line.slice(run.start, run.end).endsWith(run.id));
          last = run.end;
        }
      }),
      generated(500),
    );
  });
});
