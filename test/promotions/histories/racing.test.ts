import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { RegistryError } from "#registry/model/errors.ts";
import { approve, comment, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import type { PromotionLog } from "#registry/promotion/log/promotionLog.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import { testClock } from "#registry/promotion/testEvents.ts";
import { input, People } from "../people.ts";

const { signal } = new AbortController();
const writer = fileURLToPath(new URL("./killedWriter.ts", import.meta.url));

/** Each write takes its time, so that the others come between. */
function slow(log: PromotionLog, ms: () => number): PromotionLog {
  return { ...log, append: (event, abort) => sleep(ms()).then(() => log.append(event, abort)) };
}

describe("writers who race", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  it("two behind one newest id of a clock ahead lose nothing, over 40 seeds", async () => {
    const open = { approvals: 3, approvers: [] };
    for (let seed = 1; seed <= 40; seed++) {
      people.stop();
      people.start();
      const ahead = { ...people.person("ana", open), now: () => people.clock.now() + 5 * 60 * 60 * 1000 };
      await request(ahead, input, signal);
      const as = (name: string, n: number) => ({ ...people.person(name, open), random: testClock(0, seed * 7919 + n).random });
      await Promise.all([
        approve(as("bruno", 1), input, signal),
        approve(as("chen", 2), input, signal),
        comment(as("dora", 3), input, signal),
      ]);
      assert.deepEqual((await people.types()).toSorted(), ["approve", "approve", "comment", "request"], `seed ${seed}`);
    }
  });

  for (const windows of ["one window", "windows of their own"]) {
    it(`eight who ask for the same at once in ${windows}: one request stands, seven are told of it, over 12 seeds`, async () => {
      for (let seed = 1; seed <= 12; seed++) {
        people.stop();
        people.start();
        const { random } = testClock(0, seed * 104_729);
        const shared = people.person("ana");
        const asks = Array.from({ length: 8 }, (_, n) => {
          const own = windows === "one window" ? shared : people.person("ana");
          return request(
            { ...own, random, log: slow(own.log, () => 10 * random()), pause: (ms) => sleep(ms, undefined) },
            { ...input, comment: String(n) },
            signal,
          );
        });
        const ends = await Promise.allSettled(asks);
        const told = ends.map((end) =>
          end.status === "fulfilled" ? "stands" : RegistryError.is(end.reason, "conflict") ? "conflict" : end.reason,
        );
        assert.deepEqual(told.toSorted(), [...Array(7).fill("conflict"), "stands"], `seed ${seed}`);
        const { promotions } = await readFacts(people.person("reader"), input, signal);
        const open = promotions.filter(isOpen).map(({ events }) => events[0]?.comment);
        assert.deepEqual(open, [String(told.indexOf("stands"))], `seed ${seed}`);
      }
    });
  }

  it("1,000 events of four processes on one version are all kept, each once", async () => {
    await request(people.person("ana"), input, signal);
    const each = 250;
    const names = ["ana", "bruno", "chen", "dora"].map((name) => `${name}@example.com`);
    const ends = names.map(async (name) => {
      const child = spawn(process.execPath, [...process.execArgv, writer, people.path, "append", String(each), name], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (text) => {
        said += text;
      });
      const [code] = await once(child, "exit");
      assert.equal(code, 0, said);
    });
    await Promise.all(ends);
    const { promotions, broken } = await readFacts(people.person("reader"), input, signal);
    const told = promotions.flatMap((promotion) => promotion.events).filter((event) => event.type === "comment");
    const expected = names.flatMap((name) => Array.from({ length: each }, (_, i) => `${name} ${i}`));
    assert.deepEqual(told.map((event) => event.comment).toSorted(), expected.toSorted());
    assert.equal(new Set(told.map((event) => event.id)).size, 1000);
    assert.deepEqual([promotions.length, broken.length], [1, 0]);
  });
});
