import assert from "node:assert/strict";
import { posix, win32 } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { generated } from "#test/generatedCases.ts";
import { readDocument } from "../formats/formats.ts";
import { mlprojectFormat } from "../formats/mlproject/format.ts";
import { testWorld } from "../registry/testWorld.ts";
import { lookAround } from "./surroundings.ts";
import { Workspace } from "./workspace.ts";

const documents = { get: (): TextDocument | undefined => undefined };

/** Where a config file lies: on Windows, on a shared folder, elsewhere. */
const places = [
  { uri: "file:///c%3A/ws/proj%20a/MLproject", folder: "file:///c%3A/ws", computer: "", path: win32, windows: true },
  { uri: "file:///C:/MLproject", folder: "file:///c%3A/", computer: "", path: win32, windows: true },
  { uri: "file://nas/share/ws/MLproject", folder: "file://nas/share/ws", computer: "nas", path: win32, windows: true },
  { uri: "file:///home/ana/ws/sub/MLproject", folder: "file:///home/ana/ws/", computer: "", path: posix, windows: false },
] as const;

/** The places that are looked at while a file that names `paths` is checked. */
async function lookedAt(uri: string, paths: readonly string[], scope: { folders: readonly string[]; trusted: boolean }): Promise<string[]> {
  const seen: string[] = [];
  const see = async (place: string) => {
    seen.push(place);
    return { type: "folder", size: 0, modified: 0 } as const;
  };
  const files = { stat: see, list: () => assert.fail("listed"), readText: () => assert.fail("read"), pieces: () => assert.fail("read") };
  const workspace = new Workspace(testWorld({ files }), documents, { ...scope, settings: defaultSettings });
  const written = paths.map((path) => JSON.stringify(path));
  const parameters = written.map((path, index) => `      p${index}: {type: path, default: ${path}}\n`).join("");
  const text = `python_env: ${written[0]}\nconda_env: ${written[0]}\nentry_points:\n  main:\n    parameters:\n${parameters}    command: x\n`;
  await lookAround(readDocument(mlprojectFormat, text, uri), {
    exists: (place) => workspace.exists(place),
    document: () => assert.fail("read"),
    text: () => assert.fail("read"),
    share: () => assert.fail("shared"),
  });
  return seen;
}

const pieces = [
  "/",
  "\\",
  "//",
  "\\\\",
  "..",
  ".",
  "../",
  "..\\",
  "attacker",
  "share",
  "nas",
  "%2F",
  "%5C",
  "%2e%2e",
  "C:",
  "file:",
  "?",
  "#",
];
const odd = [" ", "\0", "\ud800", "~", "*", "ws", "localhost", "@", "。", "／", "UNC", "env.yaml"];
const hostilePath = fc.array(fc.constantFrom(...pieces, ...odd), { minLength: 1, maxLength: 10 }).map((parts) => parts.join(""));

describe("paths that a config file names", () => {
  for (const { uri, folder, computer, path, windows } of places) {
    const toPath = (place: string) => fileURLToPath(place, { windows });
    const isUnder = (place: string) => {
      const way = path.relative(toPath(folder).toLowerCase(), toPath(place).toLowerCase());
      return way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
    };
    const computerOf = (place: string) => /^[\\/]{2}([^\\/]*)/.exec(toPath(place))?.[1] ?? "";

    it(`${uri}: never on another computer, and only in the workspace before it is trusted`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(hostilePath, { minLength: 1, maxLength: 5 }), fc.boolean(), async (paths, trusted) => {
          for (const place of await lookedAt(uri, paths, { folders: [folder], trusted })) {
            assert.equal(computerOf(place), computer, place);
            assert.ok(trusted || isUnder(place), place);
          }
        }),
        generated(500),
      );
    });

    it(`${uri}: those beside the file are found, in a folder, or a step up`, async () => {
      const beside = ["env.yaml", "./conf/a b%20#?.yaml", "../env.yaml"];
      const expected = beside.map((each) => path.resolve(path.dirname(toPath(uri)), each));
      const seen = await lookedAt(uri, beside, { folders: [], trusted: true });
      assert.deepEqual(new Set(seen.map(toPath)), new Set(expected));
    });
  }

  it("of known tricks, none is looked at without trust, nor on another computer with it", async () => {
    const tricks = [
      "//attacker/share/x",
      "\\\\attacker\\share\\x",
      "/\\attacker/share",
      "/../\\attacker/share",
      "\\/attacker/share",
      "file://attacker/share/x",
      "file:////attacker/share",
      "\\\\?\\UNC\\attacker\\share",
      "\\\\.\\pipe\\x",
      "../../../../..//attacker/share",
      "..\\..\\..\\..\\\\attacker\\share",
      "///attacker/share",
      "/etc/passwd",
      "../../secret",
      "C:\\Windows\\x",
    ];
    for (const { uri, folder, windows } of places) {
      assert.deepEqual(
        (await lookedAt(uri, tricks, { folders: [`${folder}/nowhere`], trusted: false })).filter((place) => !place.includes("nowhere")),
        [],
      );
      for (const place of await lookedAt(uri, tricks, { folders: [folder], trusted: true })) {
        assert.doesNotMatch(fileURLToPath(place, { windows }), /^\\\\(?!nas\\)/);
      }
    }
  });

  it("a file that is in no folder of an untrusted window, and one that is not saved, lead nowhere", async () => {
    assert.deepEqual(await lookedAt("file:///home/ana/MLproject", ["env.yaml"], { folders: [], trusted: false }), []);
    assert.deepEqual(await lookedAt("untitled:MLproject", ["env.yaml"], { folders: ["file:///home"], trusted: true }), []);
  });
});
