import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#protocol/message.ts";
import { type CompareData, compareDataRequest } from "#protocol/views/compare.ts";
import { makeScratchCopy } from "../../scripts/sample/scratch.ts";
import { LspClient } from "./client.ts";

/** Of the sample: gbm-019, and two runs of a later commit. */
const runIds = ["9249b9e785e24f90a65a8fd19da6b681", "e1491848ed75498ab980abba853974e5", "c440a29690bc47ac823fb44c2c7cc055"];

describe("Compare over the language server", () => {
  let folder: string;
  let client: LspClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "slipway-lsp-"));
    await makeScratchCopy(folder);
    client = await LspClient.start(folder);
  });
  after(async () => {
    await client.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("tells each run how its code differs, by the run's id: that is what its diff is opened by", async () => {
    const answer = await client.request<Answer<CompareData>>(compareDataRequest.method, { runIds });
    assert.ok(answer.ok, JSON.stringify(answer));
    assert.deepEqual(
      answer.value.code.map(({ runId, state }) => [runId, state]),
      runIds.slice(1).map((runId) => [runId, "differs"]),
    );
    for (const change of answer.value.code) assert.ok((change.files ?? 0) > 0);
  });
});
