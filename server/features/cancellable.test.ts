import assert from "node:assert/strict";
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { defaultSettings } from "#protocol/settings.ts";
import { testWorld } from "../registry/testWorld.ts";
import { noFacts } from "../rules/rule.ts";
import { Checks } from "../workspace/checks.ts";
import { Workspace } from "../workspace/workspace.ts";
import { cancellable } from "./cancellable.ts";
import { provideWorkspaceDiagnostics } from "./provideWorkspaceDiagnostics.ts";

describe("a request that is called off", () => {
  const source = new CancellationTokenSource();
  source.cancel();

  it("has the answer that the protocol has for it: problems of the workspace", async () => {
    const workspace = new Workspace(testWorld(), new Map(), { folders: ["file:///ws"], trusted: true, settings: defaultSettings });
    const checks = new Checks(workspace, () => noFacts);
    await assert.rejects(
      cancellable(source.token, (signal) => provideWorkspaceDiagnostics(workspace, checks, new Map(), signal)),
      (error) => error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled,
    );
  });

  it("fails as it did where nobody called it off, and answers where it was too late", async () => {
    const token = new CancellationTokenSource().token;
    await assert.rejects(
      cancellable(token, () => Promise.reject(new Error("boom"))),
      /boom/,
    );
    assert.equal(await cancellable(source.token, () => 1), 1);
  });
});
