import assert from "node:assert/strict";
import { testWording } from "#client/core/testWording.ts";
import { openSample } from "./sampleCommands.ts";
import type { Services } from "./services.ts";

/** What the command does and says when the person chooses `parent`. */
async function run(parent: { scheme: string; fsPath: string } | undefined, copyInto: () => Promise<string>): Promise<string[]> {
  const did: string[] = [];
  await openSample({
    words: testWording,
    dialogs: { showError: (message: string) => did.push(`error: ${message}`) },
    sample: {
      chooseParent: async () => parent,
      copyInto: async () => {
        did.push("copied");
        return copyInto();
      },
      open: async (folder: string) => did.push(`opened ${folder}`),
    },
  } as unknown as Services);
  return did;
}

describe("Open the Sample Project", () => {
  const disk = { scheme: "file", fsPath: "/home/ana" };

  it("copies and opens", async () => {
    assert.deepEqual(await run(disk, async () => "/home/ana/fraud-detection"), ["copied", "opened /home/ana/fraud-detection"]);
  });

  it("does nothing when no place is chosen", async () => {
    assert.deepEqual(await run(undefined, async () => ""), []);
  });

  it("says that a virtual folder cannot hold the store", async () => {
    const said = await run({ scheme: "vscode-vfs", fsPath: "/github/x" }, async () => "");
    assert.deepEqual(said, [
      "error: The sample has a store in a file, which needs a folder on a disk. Choose one, or open a folder on a disk first.",
    ]);
  });

  it("says why it could not be put there, and opens nothing", async () => {
    const said = await run(disk, () => Promise.reject(new Error("NoPermissions: EACCES")));
    assert.deepEqual(said, ["copied", "error: The sample could not be put into /home/ana: NoPermissions: EACCES. Choose another folder."]);
  });
});
