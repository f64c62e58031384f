import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minimalFileStore } from "./testStore.ts";

/** On a disk that is read-only in a name space of its own, where the administrator may not write either. */
const onReadOnlyDisk = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"';

/** What the registry says that it takes, and what it answers to an edit of a run. */
const asked = `
import { openFileStoreRegistry } from ${JSON.stringify(new URL("fileStoreRegistry.ts", import.meta.url).href)};
const { signal } = new AbortController();
const registry = openFileStoreRegistry(process.argv[1], Date.now);
const { items } = await registry.experiments({ limit: 10 }, signal);
const page = await registry.runs({ experimentIds: items.map(({ id }) => id), viewType: "ACTIVE", filter: "", orderBy: [], limit: 1 }, signal);
const { writable, editsRuns } = await registry.capabilities(signal);
const refused = await registry.setRunTag(page.ids[0], "k", "v", signal).then(() => "", ({ kind, message, next }) => [kind, message, next]);
console.log(JSON.stringify({ writable, editsRuns, refused }));
registry.close();
`;

describe("an mlruns folder on a read-only disk", () => {
  let folder: string;
  before(function () {
    if (spawnSync("unshare", ["-rm", "true"]).status !== 0) {
      console.log("      skipped: no read-only disk can be made here (unshare -rm)");
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "slipway-read-only-"));
    minimalFileStore(join(folder, "mlruns"));
  });
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const answers = (wrapper: readonly string[]) => {
    const node = [process.execPath, "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", asked, join(folder, "mlruns")];
    const [program = "", ...args] = [...wrapper, ...node];
    const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  };

  it("offers no edits of runs, and refuses one by its name", () => {
    const next = "Check the permissions of the folder, or ask whoever may write there.";
    assert.deepEqual(answers(["unshare", "-rm", "sh", "-c", onReadOnlyDisk, "sh", folder]), {
      ...{ writable: false, editsRuns: false },
      refused: ["forbidden", "mlruns may not be written by you.", next],
    });
  });

  it("offers them where it can be written", () => {
    assert.deepEqual(answers([]), { writable: true, editsRuns: true, refused: "" });
  });
});
