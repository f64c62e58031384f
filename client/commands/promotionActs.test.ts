import assert from "node:assert/strict";
import { testWording } from "#client/core/testWording.ts";
import type { TreeNode } from "#client/core/treeNode.ts";
import type { Action } from "#client/host/dialogs.ts";
import type { Request } from "#protocol/message.ts";
import { type InboxItem, inboxRequest } from "#protocol/registryRequests.ts";
import { type PromotionPage, promotionActRequest, promotionPageRequest, quickRequest, undoRequest } from "#protocol/views/promotion.ts";
import { approve, cancelRequest } from "./decisionCommands.ts";
import { requestAtOnce, sayActed } from "./promotionActs.ts";
import { type Called, called, type Services } from "./services.ts";

const target = { model: "fraud-scorer", version: "13", to: "prod" };
const item = {
  ...target,
  id: "01H",
  requestedBy: "ana@example.com",
  requestedAt: 0,
  state: "requested",
  gates: "pass",
} as unknown as InboxItem;
const clear = {
  ...target,
  promotionId: "01H",
  gates: [],
  banner: [],
  incumbent: { version: "12", runId: "r" },
  acts: ["approve", "cancel"].map((kind) => ({ kind, enabled: true, needsComment: "" })),
  seen: "token",
  worse: [],
};

/** A window in which a person presses things: what was said and asked, and the answers that the server is made to give. */
class Window {
  readonly answers = new Map<string, unknown>();
  readonly asked: { readonly method: string; readonly params: unknown }[] = [];
  readonly said: { readonly message: string; readonly actions: readonly Action[] }[] = [];
  readonly opened: unknown[] = [];
  picked: readonly string[] = [];
  selection: readonly { readonly kind: "inbox"; readonly item: InboxItem }[] = [];

  /** A value is a good answer; an `Error` one that failed. */
  on<P, R>(message: Request<P, R>, value: unknown): this {
    const failed =
      value instanceof Error ? { ok: false, problem: { kind: "conflict", message: value.message, next: "Look again." } } : undefined;
    this.answers.set(message.method, failed ?? { ok: true, value });
    return this;
  }

  get services(): Services {
    const say = (message: string, actions: readonly Action[] = []) => this.said.push({ message, actions });
    return {
      words: testWording,
      asker: {
        tell: () => undefined,
        ask: async ({ method }: { method: string }, params: unknown) => {
          this.asked.push({ method, params });
          return this.answers.get(method);
        },
      },
      dialogs: {
        inform: say,
        showError: say,
        askText: async () => "a reason",
        pickOne: async (_title: string, _place: string, choices: Promise<readonly { label: string; value: unknown }[]>) => {
          this.picked = (await choices).map(({ label }) => label);
          return (await choices)[0]?.value;
        },
      },
      promotions: { open: (...args: unknown[]) => this.opened.push(args) },
      sidebar: { current: async () => this.selection },
      showLog: () => undefined,
      readAgain: () => undefined,
    } as unknown as Services;
  }

  /** Presses a button of the last notification. */
  async press(label: string): Promise<void> {
    await this.said
      .at(-1)
      ?.actions.find((action) => action.label === label)
      ?.run();
  }

  paramsOf<P, R>(message: Request<P, R>): unknown {
    return this.asked.findLast(({ method }) => method === message.method)?.params;
  }

  labels(): readonly string[] {
    return this.said.at(-1)?.actions.map(({ label }) => label) ?? [];
  }
}

const onRow = (row: InboxItem): Called => called([{ view: {}, subject: { kind: "inbox", item: row } } as unknown as TreeNode]);
const fromPalette: Called = called([]);

describe("the one click that moves a mark", () => {
  const moved = { made: true, target, promotionId: "01H", message: "Moved @champion from v12 to v13.", applied: true };

  it("says what moved, and takes it back with one press", async () => {
    const window = new Window().on(quickRequest, moved).on(undoRequest, { message: "Moved @champion back from v13 to v12." });
    await requestAtOnce(window.services, target);
    assert.deepEqual([window.said[0]?.message, window.labels()], ["Moved @champion from v12 to v13.", ["Open", "Undo"]]);
    await window.press("Undo");
    assert.deepEqual(window.paramsOf(undoRequest), { target, promotionId: "01H" });
    assert.equal(window.said.at(-1)?.message, "Moved @champion back from v13 to v12.");
  });

  it("says what to do when it can no longer be taken back", async () => {
    const window = new Window().on(quickRequest, moved).on(undoRequest, new Error("@champion names v14 by now."));
    await requestAtOnce(window.services, target);
    await window.press("Undo");
    assert.equal(window.said.at(-1)?.message, "@champion names v14 by now. Look again.");
  });

  it("offers to cancel a request that waits, not to undo what did not happen", async () => {
    const asked = { ...moved, message: "Requested fraud-scorer v13 → prod.", applied: false };
    const window = new Window().on(quickRequest, asked).on(inboxRequest, { mine: [item] });
    await requestAtOnce(window.services, target);
    assert.deepEqual(window.labels(), ["Open", "Cancel request"]);
  });

  it("opens the page where a gate fails, with the focus where the reason goes", async () => {
    const acts = [{ kind: "request", enabled: true, needsComment: "Say why." }];
    const gates = [{ subject: "bias_review", state: "fail" }];
    const window = new Window().on(quickRequest, { made: false, target }).on(promotionPageRequest, { ...clear, acts, gates });
    await requestAtOnce(window.services, target);
    const [[, focus]] = window.opened as [[unknown, { on: string; why: string }]];
    assert.equal(focus.on, "comment");
    assert.match(focus.why, /bias_review fails/);
  });
});

describe("an act on the page", () => {
  const message = "Approved, and moved @champion from v12 to v13.";
  const outcome = { done: true, page: clear as unknown as PromotionPage, message };

  it("that moved a mark can be undone; one that moved nothing is told by the page alone", async () => {
    const window = new Window();
    await sayActed(window.services, { target, act: "approve", comment: "", seen: "token" }, { ...outcome, applied: true });
    assert.deepEqual([window.said[0]?.message, window.labels()], [message, ["Open", "Undo"]]);
    await sayActed(window.services, { target, act: "comment", comment: "", seen: "token" }, { ...outcome, applied: false });
    assert.equal(window.said.length, 1);
  });
});

describe("the check mark in the inbox", () => {
  it("sends back what was seen, says what moved, and offers the way back", async () => {
    const message = "Approved, and moved @champion from v12 to v13.";
    const window = new Window()
      .on(promotionPageRequest, clear)
      .on(promotionActRequest, { done: true, applied: true, message, page: clear });
    await approve(window.services, onRow(item));
    assert.deepEqual(window.paramsOf(promotionActRequest), { target, act: "approve", comment: "", promotionId: "01H", seen: "token" });
    assert.deepEqual([window.said[0]?.message, window.labels()], [message, ["Open", "Undo"]]);
  });

  it("opens the page, and writes nothing, where the candidate is worse", async () => {
    const window = new Window().on(promotionPageRequest, { ...clear, worse: ["val_auc"] });
    await approve(window.services, onRow(item));
    assert.equal(window.paramsOf(promotionActRequest), undefined);
    assert.equal(window.opened.length, 1);
  });
});

describe("decisions from the palette", () => {
  const other = { ...item, id: "02H", model: "churn-ranker" };

  it("ask which, the chosen row first", async () => {
    const window = new Window()
      .on(inboxRequest, { waiting: [item, other], mine: [] })
      .on(promotionPageRequest, { ...clear, promotionId: "x" });
    await approve(window.services, fromPalette);
    assert.deepEqual(window.picked, ["fraud-scorer v13 → prod", "churn-ranker v13 → prod"]);
    window.selection = [{ kind: "inbox", item: other }];
    await approve(window.services, fromPalette);
    assert.deepEqual(window.picked, ["churn-ranker v13 → prod", "fraud-scorer v13 → prod"]);
  });

  it("say that there is nothing to decide", async () => {
    const window = new Window().on(inboxRequest, { waiting: [], mine: [] });
    await cancelRequest(window.services, fromPalette);
    assert.equal(window.said[0]?.message, "You have no open request.");
  });
});
