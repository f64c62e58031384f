import assert from "node:assert/strict";
import { cancel, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import { giveWayToOthers } from "#registry/promotion/raced.ts";
import { draftEvent } from "#registry/promotion/record.ts";
import { isOpen } from "#registry/promotion/refusals.ts";
import { input, People, refuses } from "../../test/promotions/people.ts";

const { signal } = new AbortController();

describe("two requests at the same moment", () => {
  const people = new People();
  beforeEach(() => people.start());
  afterEach(() => people.stop());

  /** Ana's request a moment before Bruno's; neither saw the other. */
  async function both() {
    const ana = people.person("ana");
    const bruno = { ...people.person("bruno"), now: () => people.clock.now() + 1 };
    const before = await readFacts(ana, input, signal);
    const [older, newer] = [ana, bruno].map((who) => draftEvent(who, before, "request", undefined, "because"));
    if (older === undefined || newer === undefined) assert.fail();
    await bruno.log.append(newer, signal);
    await ana.log.append(older, signal);
    return { ana, bruno, older, newer };
  }

  const open = async () => {
    const { promotions } = await readFacts(people.person("reader"), input, signal);
    return promotions.filter(isOpen).map(({ requestedBy }) => requestedBy.split("@")[0]);
  };

  it("the newer is taken back at once, and who made it is told", async () => {
    const { bruno, newer } = await both();
    const pause = () => assert.fail("who made the older waits for it meanwhile");
    await refuses(giveWayToOthers({ ...bruno, pause }, newer, signal), "conflict", /ana asked for scorer v2 → prod at the same moment/);
    assert.deepEqual(await open(), ["ana"]);
    const { promotions } = await readFacts(people.person("reader"), input, signal);
    assert.equal(promotions[0]?.events.at(-1)?.comment, "The request that ana made at the same moment stands.");
  });

  it("the older waits until the newer is taken back, and stands", async () => {
    const { ana, bruno, older, newer } = await both();
    let pauses = 0;
    const pause = async () => {
      if (++pauses === 2) await cancel(bruno, { ...input, promotionId: newer.id }, signal);
    };
    await giveWayToOthers({ ...ana, pause }, older, signal);
    assert.deepEqual([await open(), pauses], [["ana"], 2]);
  });

  it("the older gives way to a newer that nobody takes back", async () => {
    const { ana, older } = await both();
    await refuses(giveWayToOthers(ana, older, signal), "conflict", /bruno asked/);
    assert.deepEqual(await open(), ["bruno"]);
  });

  it("into different environments do not meet, nor one with what is closed", async () => {
    const { ana, older } = await both();
    await giveWayToOthers(ana, { ...older, to: "staging" }, signal);
    await cancel(people.person("ana"), { ...input, promotionId: older.id }, signal);
    await giveWayToOthers(ana, older, signal);
    assert.deepEqual(await open(), ["bruno"]);
  });

  it("by one window: the second finds the first", async () => {
    const ana = people.person("ana");
    const ends = await Promise.allSettled([request(ana, input, signal), request(ana, input, signal)]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    await refuses(request(ana, input, signal), "conflict", /ana already asked for this promotion/);
    assert.deepEqual(await people.types(), ["request"]);
  });
});
