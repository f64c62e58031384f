import fc from "fast-check";
import { caseCount, seed } from "../../generatedCases.ts";
import { Players } from "./play.ts";
import { filePlace, folderPlace, type Place } from "./store.ts";
import { stories } from "./story.ts";

const numRuns = caseCount(250);

const places: readonly (readonly [what: string, open: () => Place, share: number])[] = [
  ["a SQLite file", filePlace, 1],
  // Every write of a file waits for the disk.
  ["a file store", folderPlace, 0.4],
];

for (const [what, open, share] of places) {
  describe(`any order of acts on ${what}`, () => {
    let place: Place;
    before(() => {
      place = open();
    });
    after(() => place.stop());

    it("keeps every event, folds to what the rules say, and moves nothing that is not approved on what is there", async () => {
      const players = new Players(place);
      await fc.assert(
        fc.asyncProperty(stories(14), (story) => players.play(story)),
        { seed, numRuns: Math.ceil(numRuns * share) },
      );
    });
  });
}
