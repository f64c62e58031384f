import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";

/** A copy of the sample, made before the tests of the surrounding `describe` and removed after; answers its folder. */
export function sampleCopy(): () => string {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-cli-"));
    await makeScratchCopy(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
