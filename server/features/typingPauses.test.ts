import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { TypingPauses } from "./typingPauses.ts";

/** An editor in which a letter is typed every so many ms, as seen from its language server; the times of the answers that count. */
async function answersTo(letters: number, between: number): Promise<number[]> {
  let now = 0;
  const text = TextDocument.create("file:///ws/MLproject", "mlproject", 1, "");
  const pauses = new TypingPauses({
    now: () => now,
    pause: async (ms) => {
      now += ms;
      catchUp();
    },
  });
  const catchUp = () => {
    const typed = Math.min(letters, 1 + Math.floor(now / between));
    if (text.version <= typed) TextDocument.update(text, [{ text: "x" }], 1 + typed);
  };
  const answers: number[] = [];
  catchUp();
  while (now < letters * between + 1000) {
    const asked = text.version;
    // VS Code's client calls a question off at the next edit, and asks again when that one is answered.
    if (await pauses.over(text, () => text.version !== asked)) answers.push(now);
    while (text.version === asked && now < letters * between + 1000) {
      now += 10;
      catchUp();
    }
  }
  return answers;
}

describe("the pauses of typing", () => {
  it("make nobody wait who types by hand", async () => {
    assert.deepEqual(await answersTo(5, 100), [0, 100, 200, 300, 400]);
  });

  it("leave the first and the last of a burst, soon after it", async () => {
    assert.deepEqual(await answersTo(20, 20), [0, 440]);
  });

  it("answer now and then in a burst that does not end", async () => {
    const answers = await answersTo(150, 20);
    const waits = answers.slice(1).map((at, index) => at - (answers[index] ?? 0));
    assert.ok(answers.length >= 4 && answers.length <= 5, answers.join());
    assert.ok(Math.max(...waits) <= 1100, waits.join());
  });

  it("are none where nothing was typed", async () => {
    const text = TextDocument.create("file:///ws/MLproject", "mlproject", 1, "");
    const pauses = new TypingPauses({ now: () => 0, pause: () => assert.fail("waits") });
    for (let time = 0; time < 3; time++) assert.equal(await pauses.over(text, () => false), true);
  });
});
