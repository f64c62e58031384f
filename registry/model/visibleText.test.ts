import assert from "node:assert/strict";
import { visibleLines, visibleText } from "./visibleText.ts";

describe("visibleText", () => {
  const shown: readonly (readonly [string, string, string])[] = [
    ["an override of the reading direction", "prod-\u202eevil\u202c", "prod-\\u202eevil\\u202c"],
    ["isolates and marks of direction", "\u2066a\u2069\u200e\u200f\u061c", "\\u2066a\\u2069\\u200e\\u200f\\u061c"],
    ["spaces of no width", "gbm\u200b-1\u2060\ufeff", "gbm\\u200b-1\\u2060\\ufeff"],
    ["a joiner that joins nothing", "gbm\u200d-1\u200c", "gbm\\u200d-1\\u200c"],
    ["a joiner between an emoji and a letter", "\u{1f680}\u200da", "\u{1f680}\\u200da"],
    ["a soft hyphen and a filler that looks like a space", "a\u00adb\u3164c", "a\\u00adb\\u3164c"],
    ["line ends and tabs", "two\nlines\r\tx", "two\\nlines\\r\\tx"],
    ["separators of lines", "a\u2028b\u2029c\u0085d", "a\\u2028b\\u2029c\\u0085d"],
    ["what steers a terminal", "\u001b[2Jgone\u0007\u007f", "\\u001b[2Jgone\\u0007\\u007f"],
    ["hidden tags", "a\u{e0041}b", "a\\u{e0041}b"],
    ["half a character", "a\ud83db", "a\\ud83db"],
    ["a null", "a\u0000b", "a\\u0000b"],
  ];
  for (const [what, text, expected] of shown) it(`shows ${what}`, () => assert.equal(visibleText(text), expected));

  const kept = [
    "gbm-031",
    "<img src=x onerror=alert(1)>",
    "שלום עולם",
    "مرحبا",
    "می\u200cخواهم",
    "क्\u200dष",
    "日本語 名前",
    "\u{1f468}\u{1f3fd}\u200d\u{1f680} ❤\ufe0f\u200d\u{1f525}",
    "e\u0301",
    "a\\u202eb",
    "",
  ];
  for (const text of kept) it(`leaves ${JSON.stringify(text)} alone`, () => assert.equal(visibleText(text), text));
});

describe("visibleLines", () => {
  it("keeps lines and tabs, and shows the rest", () => {
    assert.equal(visibleLines("one\r\n\ttwo\n\u202ethree\u001b\r"), "one\r\n\ttwo\n\\u202ethree\\u001b\\r");
  });
});
