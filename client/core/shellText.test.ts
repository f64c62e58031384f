import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { shellOf, shellText } from "./shellText.ts";

const hostile = [
  "$(touch made)",
  "`touch made`",
  "$HOME",
  "a$HOME",
  "; touch made;",
  "a\ntouch made\n",
  "'; touch made; '",
  '"; touch made; "',
  "\\",
  "a\\'b",
  "!!",
  "~",
  "=ls",
  "{a,b}",
  "*",
  "--help",
  "-",
  "",
  " ",
  "#x",
  "ü😀",
  "%PATH%",
  "\u2019; touch made; \u2019",
];

describe("a command as it is typed", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-shell-"));
    writeFileSync(join(folder, "stub"), '#!/bin/sh\nfor each in "$@"; do printf "%s\\0" "$each"; done\n');
    chmodSync(join(folder, "stub"), 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const heard = (shell: string, args: readonly string[]): readonly string[] => {
    const text = shellText(["./stub", ...args], "posix") ?? assert.fail("it can be written");
    const { stdout, status, stderr } = spawnSync(shell, ["-c", text], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(existsSync(join(folder, "made")), false, text);
    return stdout.split("\0").slice(0, -1);
  };

  for (const shell of ["sh", "bash"]) {
    it(`gives ${shell} each argument as it is, and nothing to run`, () => {
      assert.deepEqual(heard(shell, hostile), hostile);
      const letters = fc.string({
        unit: fc.constantFrom("a", "=", "'", '"', "\\", "$", "(", ")", "`", "\n", " ", "-", "!", "~", "&", "|", "ü"),
      });
      fc.assert(
        fc.property(fc.array(fc.oneof(letters, fc.constantFrom(...hostile)), { maxLength: 8 }), (args) => {
          assert.deepEqual(heard(shell, args), args);
        }),
        generated(60),
      );
    });
  }

  it("quotes only what needs it", () => {
    const args = ["run", "https://example.com/a.git#sub", "-e", "main", "-P", "lr=1e-3", "-P", "note=a b"];
    assert.equal(shellText(args, "posix"), "run 'https://example.com/a.git#sub' -e main -P lr=1e-3 -P 'note=a b'");
    assert.equal(shellText(args, "powershell"), "run 'https://example.com/a.git#sub' -e main -P lr=1e-3 -P 'note=a b'");
  });

  it("is not written where a terminal would act on it before the shell", () => {
    for (const letter of ["\u0003", "\u001b[201~", "\t", "\r", "\u007f", "\u009b"])
      for (const shell of ["posix", "powershell"] as const) assert.equal(shellText(["echo", `a${letter}b`], shell), undefined);
  });

  it("is one string to PowerShell, whatever quotes are in it, or nothing", () => {
    // A string of PowerShell's is over at a quote of any of these forms that is not doubled.
    const isOneString = (text: string) => /^'(?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*'$/.test(text);
    for (const value of hostile) {
      const text = shellText([`x=${value}`], "powershell");
      if (value.includes('"')) assert.equal(text, undefined, "5.1 and 7 hand double quotes on differently");
      else assert.ok(text !== undefined && (/^[\w=:./\\-]+$/.test(text) || isOneString(text)), text);
    }
    assert.equal(shellText(["a b\\"], "powershell"), undefined);
    assert.equal(shellText([""], "powershell"), undefined);
  });

  it("is for the shell that the platform's terminals have", () => {
    assert.deepEqual(["win32", "linux", "darwin"].map(shellOf), ["powershell", "posix", "posix"]);
  });
});
