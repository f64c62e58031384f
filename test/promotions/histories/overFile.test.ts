import fc from "fast-check";
import { Players } from "./play.ts";
import { filePlace, type Place } from "./store.ts";
import { stories } from "./story.ts";

/** `SLIPWAY_SEED` and `SLIPWAY_CASES` vary and lengthen the run; a failure prints the seed and the smallest case. */
const seed = Number(process.env["SLIPWAY_SEED"] ?? 20_261_126);
const numRuns = Number(process.env["SLIPWAY_CASES"] ?? 250);

describe("any order of acts on a SQLite file", () => {
  let place: Place;
  before(() => {
    place = filePlace();
  });
  after(() => place.stop());

  it("keeps every event, folds to what the rules say, and moves nothing that is not approved on what is there", async () => {
    const players = new Players(place);
    await fc.assert(
      fc.asyncProperty(stories(14), (story) => players.play(story)),
      { seed, numRuns },
    );
  });
});
