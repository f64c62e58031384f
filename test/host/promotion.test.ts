import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import * as vscode from "vscode";
import type { Inbox } from "#protocol/registryRequests.ts";
import { inboxRequest } from "#protocol/registryRequests.ts";
import { eventually } from "../eventually.ts";
import { openPages, row, rows, slipway, workspaceFolder } from "./window.ts";

/** Tags of promotion events in the store, read without Slipway. */
function eventTags(model: string, version: string): string[] {
  const store = new DatabaseSync(vscode.Uri.joinPath(workspaceFolder(), "mlflow.db").fsPath, { readOnly: true });
  try {
    const found = store
      .prepare("SELECT key FROM model_version_tags WHERE name = ? AND version = ? AND key LIKE 'slipway.promotion.%' ORDER BY key")
      .all(model, Number(version));
    return found.map(({ key }) => String(key).replace(/^slipway\.promotion\.[^.]+\./, ""));
  } finally {
    store.close();
  }
}

/** Gives the run of a version another last value. */
function logMetric(model: string, version: string, key: string, value: number): void {
  const store = new DatabaseSync(vscode.Uri.joinPath(workspaceFolder(), "mlflow.db").fsPath, { timeout: 5000 });
  try {
    store
      .prepare(
        "UPDATE latest_metrics SET value = ? WHERE key = ? AND run_uuid = (SELECT run_id FROM model_versions WHERE name = ? AND version = ?)",
      )
      .run(value, key, model, Number(version));
  } finally {
    store.close();
  }
}

async function inbox(): Promise<Inbox> {
  const answer = await (await slipway()).asker.ask(inboxRequest, null);
  assert.ok(answer.ok);
  return answer.value;
}

describe("the one click", () => {
  before(() => {
    execFileSync("git", ["config", "user.email", "dana@example.com"], { cwd: workspaceFolder().fsPath });
  });
  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("writes a request when every gate passes", async () => {
    const version = await row("slipway.models", "v4", await row("slipway.models", "churn-ranker"));
    await vscode.commands.executeCommand("slipway.requestPromotion", version);
    assert.deepEqual(eventTags("churn-ranker", "4"), ["request"]);
    assert.deepEqual(openPages(), []);
    const mine = await eventually("the request in the inbox", async () => (await inbox()).mine[0]);
    assert.deepEqual([mine.model, mine.version, mine.to, mine.requestedBy], ["churn-ranker", "4", "prod", "dana@example.com"]);
  });

  it("shows it in the tree, where it can be taken back", async () => {
    const group = await eventually("the group", async () =>
      (await rows("slipway.promotions")).find(({ view }) => view.label === "Your requests"),
    );
    const item = await row("slipway.promotions", "churn-ranker v4 → prod", group);
    await vscode.commands.executeCommand("slipway.cancelRequest", item);
    assert.deepEqual(eventTags("churn-ranker", "4"), ["request", "cancel"]);
    assert.equal((await inbox()).mine.length, 0);
  });

  it("opens the page where it would put a worse version into place at once", async () => {
    const version = await row("slipway.models", "v5", await row("slipway.models", "churn-ranker"));
    await vscode.commands.executeCommand("slipway.requestPromotion", version);
    await eventually("the page", () => (openPages().length > 0 ? openPages() : undefined));
    assert.deepEqual(eventTags("churn-ranker", "5"), []);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is applied at once where the policy asks for no approval, and moves the alias", async () => {
    logMetric("churn-ranker", "5", "ndcg_at_10", 0.9);
    const version = await row("slipway.models", "v5", await row("slipway.models", "churn-ranker"));
    await vscode.commands.executeCommand("slipway.requestPromotion", version);
    assert.deepEqual(eventTags("churn-ranker", "5"), ["request", "apply"]);
    const moved = await eventually("the ladder", async () => {
      const staging = await row("slipway.models", "staging", await row("slipway.models", "churn-ranker"));
      return staging.view.description.startsWith("v5 · @challenger") ? staging : undefined;
    });
    assert.equal(moved.view.icon?.id, "server-environment");
  });

  it("opens the page and writes nothing when a gate fails", async () => {
    const version = await row("slipway.models", "v13", await row("slipway.models", "fraud-scorer"));
    await vscode.commands.executeCommand("slipway.requestPromotion", version);
    const pages = await eventually("the page", () => (openPages().length > 0 ? openPages() : undefined));
    assert.deepEqual(pages, ["slipway.promotion"]);
    assert.deepEqual(eventTags("fraud-scorer", "13"), []);
  });
});
