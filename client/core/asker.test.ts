import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { type Answer, request } from "#protocol/message.ts";
import { type Asker, askAnswer } from "./asker.ts";

const question = request<null, Answer<string>>("slipway/test");

/** Over a real connection at whose other end nobody answers. */
function askerAnd(): { readonly asker: Asker; end(): void } {
  const connection = createMessageConnection(new StreamMessageReader(new PassThrough()), new StreamMessageWriter(new PassThrough()));
  connection.onError(() => undefined);
  connection.listen();
  return {
    asker: { ask: (message, params) => connection.sendRequest(message.method, params), tell: () => undefined },
    end: () => connection.dispose(),
  };
}

describe("an answer that does not come", () => {
  it("says that the server ended, and that what it was doing may have been done", async () => {
    const { asker, end } = askerAnd();
    const answer = askAnswer(asker, question, null);
    setTimeout(end, 10);
    const { ok, problem } = (await answer) as Exclude<Answer<string>, { ok: true }>;
    assert.deepEqual([ok, problem.message], [false, "Slipway's server ended before it answered."]);
    assert.match(problem.next, /may have been done/);
  });

  const causes = ["No such method", "No such method.", "It failed.\n"];
  for (const cause of causes) {
    it(`says why in a sentence of its own: ${JSON.stringify(cause)}`, async () => {
      const asker: Asker = { ask: () => Promise.reject(new Error(cause)), tell: () => undefined };
      const answer = await askAnswer(asker, question, null);
      assert.match(answer.ok ? "" : answer.problem.message, /^Slipway's server did not answer: [^.]+[^.\s]\.$/);
    });
  }
});
