import fc from "fast-check";
import { requirePython } from "../../contract/bothRegistries.ts";
import { caseCount, seed } from "../../generatedCases.ts";
import { Players } from "./play.ts";
import { type Place, serverPlace } from "./store.ts";
import { stories } from "./story.ts";

/** As for the file; fewer and shorter cases, because every act asks the server some twenty times. */
const numRuns = Math.ceil(caseCount(250) / 12);

describe("any order of acts over a real MLflow server", () => {
  let place: Place | undefined;
  before(async function () {
    place = await serverPlace(requirePython(this));
  });
  after(() => place?.stop());

  it("keeps every event, folds to what the rules say, and moves nothing that is not approved on what is there", async () => {
    if (place === undefined) return;
    const players = new Players(place);
    await fc.assert(
      fc.asyncProperty(stories(8), (story) => players.play(story)),
      { seed, numRuns },
    );
  });
});
