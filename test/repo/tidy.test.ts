import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tracked = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .stdout.split("\0")
  .filter((name) => name !== "" && existsSync(join(root, name)));

/** Bytes as characters: also a database or a picture may hold a path of the machine that made it. */
const read = (name: string) => readFileSync(join(root, name), "latin1");

/** Patterns in two halves, so that this file does not hold what it looks for. `ana` is the person of our examples. */
const either = (...halves: readonly (readonly [string, string])[]) => halves.map(([a, b]) => a + b).join("|");
const sources = /\.(?:ts|mjs|css|md|py)$/;
const unwanted: readonly (readonly [what: string, pattern: RegExp, files: RegExp])[] = [
  [
    "the machine it was made on",
    new RegExp(`(?<![\\w.~*-])/(?:${either(["wo", "rk"], ["ro", "ot"], ["home", "/(?!ana/)[a-z]\\w+"])})/`),
    /./,
  ],
  ["a test that keeps the others from running", new RegExp(`\\b(?:describe|it)\\.${either(["on", "ly"])}\\(`), sources],
  ["work that is not done", new RegExp(`\\b(?:${either(["TO", "DO"], ["FIX", "ME"], ["XX", "X"])})\\b`), sources],
  [
    "a merge that was not finished",
    new RegExp(`^(?:${"<".repeat(7)}|${">".repeat(7)}) `, "m"),
    // What the rule about them says is tried on some.
    /^(?!test\/golden\/.*\/merge-conflict\.txt$)/,
  ],
];

describe("tracked files", () => {
  for (const [what, pattern, files] of unwanted) {
    it(`hold no trace of ${what}`, () => {
      const found = tracked
        .filter((name) => files.test(name))
        .flatMap((name) => {
          const match = pattern.exec(read(name));
          return match === null ? [] : [`${name}: ${match[0]}`];
        });
      assert.deepEqual(found, []);
    });
  }

  it("lock versions without the address of a registry", () => {
    const locks = tracked.filter((name) => name.endsWith("package-lock.json"));
    assert.ok(locks.length >= 2);
    for (const lock of locks) assert.doesNotMatch(read(lock), /"resolved"|https?:\/\/[^"]*registry/, lock);
  });
});

describe("links in the documentation", () => {
  const pages = tracked.filter((name) => name.endsWith(".md") && !name.startsWith("test/"));

  it("lead to files that are in the repository", () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)]
        .map(([, target = ""]) => join(dirname(page), decodeURIComponent(target)))
        .filter((target) => !tracked.some((name) => name === target || name.startsWith(`${target.replace(/\/$/, "")}/`)))
        .map((target) => `${page}: ${target}`),
    );
    assert.deepEqual(broken, []);
  });

  it("lead to headings that are there", () => {
    const anchors = (page: string) => new Set([...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchor(title)));
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)#([^)\s]+)\)/g)]
        .map(([, target = "", heading = ""]) => ({ target: target === "" ? page : join(dirname(page), target), heading }))
        .filter(({ target, heading }) => tracked.includes(target) && !anchors(target).has(heading))
        .map(({ target, heading }) => `${page}: ${target}#${heading}`),
    );
    assert.deepEqual(broken, []);
  });
});

/** The anchor that Git hosts give a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
