import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { listArtifacts, readArtifactFile } from "./artifactFiles.ts";

const signal = new AbortController().signal;

describe("artifacts on this computer", () => {
  let store: string;
  let root: { readonly path: string; readonly root: string };
  const secret = "not to be seen";

  before(() => {
    store = mkdtempSync(join(tmpdir(), "slipway-artifacts-"));
    root = { path: join(store, "run/artifacts"), root: join(store, "run") };
    mkdirSync(join(root.path, "inside"), { recursive: true });
    mkdirSync(join(store, "run/artifacts-2"));
    for (const outside of ["secret.txt", "run/secret.txt", "run/artifacts-2/secret.txt"]) writeFileSync(join(store, outside), secret);
    writeFileSync(join(root.path, "inside/a.txt"), "a");
    symlinkSync("inside/a.txt", join(root.path, "good"));
    symlinkSync("../secret.txt", join(root.path, "bad"));
    symlinkSync(store, join(root.path, "out"));
    symlinkSync("../artifacts-2", join(root.path, "beside"));
    symlinkSync("loop", join(root.path, "loop"));
    symlinkSync("../..", join(root.path, "inside/up"));
  });
  after(() => rmSync(store, { recursive: true, force: true }));

  const read = (path: string, maxBytes = 100) => readArtifactFile(root, { path, maxBytes }, store, signal);

  it("a link that stays inside is followed, one that leaves is not shown", async () => {
    assert.deepEqual(await listArtifacts(root, "", store, signal), [
      { path: "good", isFolder: false, size: 1 },
      { path: "inside", isFolder: true },
    ]);
    assert.equal(new TextDecoder().decode((await read("good")).bytes), "a");
  });

  for (const path of ["bad", "out/secret.txt", "out/run/secret.txt", "beside/secret.txt", "inside/up/secret.txt", "out"]) {
    it(`${path} leads out and is refused`, async () => {
      await assert.rejects(read(path), { kind: "invalid" });
      await assert.rejects(listArtifacts(root, path, store, signal), { kind: "invalid" });
    });
  }

  it("no path of any parts gives what lies outside", async () => {
    const part = fc.constantFrom(
      "..",
      ".",
      "",
      "inside",
      "out",
      "beside",
      "up",
      "secret.txt",
      "run",
      "artifacts",
      "a.txt",
      "%2e%2e",
      "..\\..",
      "~",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const found = await read(parts.join("/")).catch(() => undefined);
        assert.notEqual(found && new TextDecoder().decode(found.bytes), secret);
      }),
      generated(300),
    );
  });

  it("what is not here is told from what is not there", async () => {
    assert.deepEqual(await listArtifacts({ path: join(store, "run/none") }, "", store, signal), []);
    await assert.rejects(listArtifacts({ path: "/nowhere/at/all" }, "", store, signal), {
      kind: "unsupported",
      message: /not on this machine/,
    });
    await assert.rejects(listArtifacts({ path: join(store, "x"), root: root.path }, "", store, signal), { kind: "invalid" });
  });
});
