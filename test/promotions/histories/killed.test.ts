import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { apply, approve, request } from "#registry/promotion/acts.ts";
import { type PromotionFacts, readFacts } from "#registry/promotion/facts.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { undo } from "#registry/promotion/undo.ts";
import { input, People } from "../people.ts";
import { prodBy } from "./killedWriter.ts";

const { signal } = new AbortController();
const writer = fileURLToPath(new URL("./killedWriter.ts", import.meta.url));

/** [act, writes that it makes, what is left after each of 0, 1, … writes: event types and the version in prod] */
const cases: readonly (readonly [act: string, left: readonly (readonly [events: string, incumbent: string])[]])[] = [
  [
    "request",
    [
      ["", "1"],
      ["request", "1"],
    ],
  ],
  [
    "approve",
    [
      ["request", "1"],
      ["request approve", "1"],
      ["request approve", "2"],
      ["request approve apply", "2"],
    ],
  ],
  [
    "undo",
    [
      ["request approve apply", "2"],
      ["request approve apply", "1"],
      ["request approve apply rollback", "1"],
    ],
  ],
];

describe("a process that is killed within an act", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  for (const mark of ["alias", "stage"]) {
    for (const [act, left] of cases) {
      for (const [done, expected] of left.entries()) {
        const how = done === 0 ? ["0", "before"] : [String(done - 1), "after"];
        it(`leaves what it had written of ${act} after ${done} writes, and the next one finishes it (${mark})`, async () => {
          const ana = people.person("ana", prodBy(mark));
          if (mark === "stage") await ana.registry.setStage("scorer", "1", "Production", signal);
          if (act !== "request") await request(ana, input, signal);
          const bruno = people.person("bruno", prodBy(mark));
          if (act === "undo") await approve(bruno, input, signal);
          const ended = spawnSync(process.execPath, [
            ...process.execArgv,
            writer,
            people.path,
            mark,
            act,
            act === "request" ? ana.me : bruno.me,
            ...how,
          ]);
          assert.equal(ended.signal, "SIGKILL", ended.stderr.toString());
          assert.deepEqual([(await people.types()).join(" "), (await look(ana)).incumbentVersion], expected);
          await finish(act, ana, bruno);
          const { promotions, incumbentVersion } = await look(ana);
          const end = act === "undo" ? ["rolledBack", "1"] : ["applied", "2"];
          assert.deepEqual([promotions.map((promotion) => promotion.state), incumbentVersion], [[end[0]], end[1]]);
        });
      }
    }
  }

  function look(context: ActContext): Promise<PromotionFacts> {
    return readFacts(context, input, signal);
  }

  /** What people do who find it so: the same again, where that is still missing. */
  async function finish(act: string, ana: ActContext, bruno: ActContext): Promise<void> {
    const [promotion] = (await look(ana)).promotions;
    if (act === "undo") {
      if (promotion?.state === "applied") await undo(bruno, { ...input, promotionId: promotion.id }, signal);
      return;
    }
    if (promotion === undefined) await request(ana, input, signal);
    const state = (await look(ana)).promotions[0]?.state;
    if (state === "requested") await approve(bruno, input, signal);
    if (state === "approved") await apply(ana, input, signal);
  }
});
