import assert from "node:assert/strict";
import { EditLog } from "#client/core/editLog.ts";
import { testWording } from "#client/core/testWording.ts";
import type { Action, InputOptions, PickOrTypeOptions } from "#client/host/dialogs.ts";
import {
  type EditRunsParams,
  editRunsRequest,
  type NamedRun,
  type RunEdited,
  type RunTags,
  type RunValue,
  runTagsRequest,
} from "#protocol/runEdits.ts";
import { notesOf } from "./noteCommands.ts";
import { actOnRuns } from "./runActs.ts";
import { undoLastEdit } from "./runEdits.ts";
import type { Services } from "./services.ts";

const runs = (count: number): NamedRun[] => Array.from({ length: count }, (_, at) => ({ id: `r${at + 1}`, name: `gbm-${at + 1}` }));

/** A window over a registry of runs whose tags are all that is known of them; `stages` counts what it was asked. */
class Window {
  readonly held = new Map<string, Record<string, string>>(runs(400).map(({ id, name }) => [id, { "mlflow.runName": name }]));
  readonly deleted = new Set<string>();
  readonly failing = new Map<string, string>();
  readonly questions: EditRunsParams[] = [];
  readonly said: { readonly how: string; readonly message: string; readonly actions: readonly Action[] }[] = [];
  readonly left: string[] = [];
  text: string | undefined;
  readonly picks: string[] = [];
  offered: readonly string[] = [];
  stopAfter = Number.POSITIVE_INFINITY;
  refusal: string | undefined;

  readonly edits = new EditLog();
  readonly services: Services = this.#services();

  act(act: Parameters<typeof actOnRuns>[1], count: number): Promise<readonly string[]> {
    return actOnRuns(this.services, act, runs(count));
  }

  get last() {
    return this.said.at(-1) ?? { how: "", message: "", actions: [] };
  }

  async press(label: string): Promise<void> {
    await this.last.actions.find((action) => action.label === label)?.run();
  }

  names(count: number): string[] {
    return runs(count).map(({ id }) => this.held.get(id)?.["mlflow.runName"] ?? "");
  }

  #services(): Services {
    const say =
      (how: string) =>
      (message: string, actions: readonly Action[] = []) =>
        this.said.push({ how, message, actions });
    let steps = 0;
    return {
      words: testWording,
      asker: { tell: () => undefined, ask: async ({ method }: { method: string }, params: never) => this.#answer(method, params) },
      dialogs: {
        ...{ inform: say("info"), showWarning: say("warning"), showError: say("error"), mention: say("mention") },
        askText: async ({ validate, value }: InputOptions) => {
          this.offered = [value ?? ""];
          return this.text === undefined || (await validate?.(this.text)) !== undefined ? undefined : this.text;
        },
        pickOrType: async ({ choices, validate }: PickOrTypeOptions) => {
          this.offered = choices.map(({ label, description }) => `${label}|${description}`);
          const typed = this.picks.shift();
          return typed === undefined || validate(typed) !== undefined ? undefined : typed;
        },
        pickOne: async () => this.picks.shift(),
        inSteps: (_title: string, canStop: boolean, work: (step: () => void, isStopped: () => boolean) => unknown) =>
          work(
            () => {
              steps++;
            },
            () => canStop && steps >= this.stopAfter,
          ),
      },
      edits: this.edits,
      runs: { left: (ids: readonly string[]) => this.left.push(...ids) },
      showLog: () => undefined,
    } as unknown as Services;
  }

  #answer(method: string, params: EditRunsParams & { runIds: readonly string[] }): unknown {
    if (this.refusal !== undefined) return { ok: false, problem: { kind: "unavailable", message: this.refusal, next: "Open it again." } };
    if (method === runTagsRequest.method)
      return { ok: true, value: { runs: params.runIds.map((id) => this.#tags(id)), known: [{ key: "team", values: ["risk"] }] } };
    assert.equal(method, editRunsRequest.method);
    this.questions.push(params);
    return { ok: true, value: params.writes.map((write) => this.#write(params.field, write.runId, write.value, write.expected)) };
  }

  #tags(id: string): RunTags {
    const { "mlflow.runName": name = id, ...tags } = this.held.get(id) ?? {};
    return { runId: id, name, isDeleted: this.deleted.has(id), tags };
  }

  #write(field: EditRunsParams["field"], runId: string, value: RunValue, expected?: RunValue): RunEdited {
    const tags = this.held.get(runId) ?? {};
    const run = { runId, name: tags["mlflow.runName"] ?? runId };
    const before = field.kind === "lifecycle" ? (this.deleted.has(runId) ? "deleted" : "active") : (tags[field.key] ?? null);
    const failure = this.failing.get(runId);
    if (before === value) return { ...run, outcome: "same" };
    if (expected !== undefined && expected !== before) return { ...run, outcome: "changed", now: before };
    if (failure !== undefined)
      return { ...run, outcome: "failed", problem: { kind: "forbidden", message: failure, next: "Ask its owner." } };
    if (field.kind === "lifecycle") value === "deleted" ? this.deleted.add(runId) : this.deleted.delete(runId);
    else if (value === null) delete tags[field.key];
    else tags[field.key] = value;
    return { ...run, outcome: "written", before };
  }
}

describe("edits of runs", () => {
  let window: Window;
  beforeEach(() => {
    window = new Window();
  });

  it("rename one run, say so, and put the old name back", async () => {
    window.text = "best";
    assert.deepEqual(await window.act("rename", 1), ["r1"]);
    assert.deepEqual([window.offered, window.last.message], [["gbm-1"], "Renamed gbm-1 to best."]);
    await window.press("Undo");
    assert.deepEqual([window.names(1), window.last.message], [["gbm-1"], "Undone: Renamed gbm-1 to best."]);
  });

  it("rename several by a pattern", async () => {
    window.text = "sweep {n} ({name})";
    await window.act("rename", 3);
    assert.deepEqual(window.names(3), ["sweep 1 (gbm-1)", "sweep 2 (gbm-2)", "sweep 3 (gbm-3)"]);
    assert.equal(window.last.message, "Renamed 3 runs.");
  });

  for (const text of ["", "  ", "n".repeat(251), "{name}".repeat(60)]) {
    it(`take no name such as “${text.slice(0, 12)}”`, async () => {
      window.text = text;
      assert.deepEqual(await window.act("rename", text.startsWith("{") ? 2 : 1), []);
      assert.deepEqual([window.questions, window.said], [[], []]);
    });
  }

  it("set a tag, with the keys and values that are known, and take it away again where there was none", async () => {
    window.held.set("r1", { "mlflow.runName": "gbm-1", stage: "old" });
    window.picks.push("stage", "new = 1");
    await window.act("tag", 2);
    assert.equal(window.last.message, "Set tag stage = new = 1 of 2 runs.");
    assert.deepEqual(window.offered, ["old|now"]);
    await window.press("Undo");
    assert.deepEqual([window.held.get("r1")?.["stage"], window.held.get("r2")?.["stage"]], ["old", undefined]);
    window.picks.push("");
    await window.act("tag", 2);
    assert.deepEqual(window.offered, ["stage|old · 1 of 2 runs", "team|on other runs"]);
  });

  it("take no key of MLflow's own, and none that it refuses", async () => {
    for (const key of ["mlflow.user", "../x", "", "k".repeat(251)]) {
      window.picks.push(key, "v");
      assert.deepEqual(await window.act("tag", 1), []);
      window.picks.length = 0;
    }
    assert.deepEqual(window.questions, []);
  });

  it("remove a tag from the runs that have it", async () => {
    window.held.set("r2", { "mlflow.runName": "gbm-2", team: "risk" });
    window.picks.push("team");
    assert.deepEqual(await window.act("removeTag", 3), ["r2"]);
    assert.equal(window.last.message, "Removed tag team of gbm-2.");
  });

  it("delete and restore, and tell pages that the runs left", async () => {
    await window.act("delete", 2);
    assert.match(window.last.message, /^Deleted 2 runs\. They are only marked so/);
    await window.press("Undo");
    assert.deepEqual([window.left, window.deleted.size], [["r1", "r2", "r1", "r2"], 0]);
  });

  it("name those that were not changed and why; the way back is about the others", async () => {
    window.failing.set("r2", "You may not change this run.").set("r4", "You may not change this run.");
    window.text = "x{n}";
    await window.act("rename", 5);
    assert.deepEqual(
      [window.last.how, window.last.message],
      ["warning", "Renamed 3 runs. Not changed: gbm-2, gbm-4. You may not change this run. Ask its owner."],
    );
    await window.press("Undo");
    assert.deepEqual(window.names(5), ["gbm-1", "gbm-2", "gbm-3", "gbm-4", "gbm-5"]);
  });

  it("leave alone what somebody else wrote since, and say it", async () => {
    window.text = "x{n}";
    await window.act("rename", 2);
    window.held.set("r1", { "mlflow.runName": "ana's" });
    await window.press("Undo");
    assert.deepEqual(window.names(2), ["ana's", "gbm-2"]);
    assert.equal(window.last.message, "Undone: Renamed 2 runs. Left as it is, because it was changed since: ana's (now “ana's”).");
    await undoLastEdit(window.services);
    assert.equal(window.last.message, "No edit of runs was made in this window that could be undone.");
  });

  it("are undone one after the other by the command, the last first; what failed can be tried again", async () => {
    window.text = "one";
    await window.act("rename", 1);
    window.text = "two";
    await window.act("rename", 1);
    window.failing.set("r1", "Locked.");
    await undoLastEdit(window.services);
    assert.deepEqual([window.last.how, window.names(1)], ["error", ["two"]]);
    window.failing.clear();
    for (const name of ["one", "gbm-1"]) {
      await undoLastEdit(window.services);
      assert.deepEqual(window.names(1), [name]);
    }
  });

  it("of many runs are asked for in parts, and can be stopped in between", async () => {
    window.stopAfter = 3;
    window.picks.push("team", "x");
    await window.act("tag", 400);
    assert.deepEqual(
      window.questions.map(({ writes }) => writes.length),
      [50, 50, 50],
    );
    assert.equal(window.last.message, "Set tag team = x of 150 runs. 250 runs were not reached.");
  });

  it("say what the registry says, and that nothing had to be changed", async () => {
    window.refusal = "This is about a, and b is open now.";
    await window.act("delete", 1);
    assert.deepEqual(
      [window.last.how, window.last.message],
      ["error", "1 run was not reached: This is about a, and b is open now. Open it again."],
    );
    window.refusal = undefined;
    await window.act("restore", 2);
    assert.deepEqual([window.last.message, window.last.actions], ["Nothing to change: all 2 runs have it already.", []]);
  });

  it("write a note, mention it, and keep the text where it is refused", async () => {
    const notes = notesOf(() => window.services);
    const address = { runs: runs(1) };
    await notes.write(address, "# Why\n");
    assert.deepEqual([await notes.read(address), window.last.how, window.last.message], ["# Why\n", "mention", "Wrote the note of gbm-1."]);
    window.failing.set("r1", "You may not change this run.");
    await assert.rejects(notes.write(address, "other"), /Not changed: gbm-1. You may not change this run/);
    window.failing.clear();
    await undoLastEdit(window.services);
    assert.equal(await notes.read(address), "");
    await assert.rejects(notes.read({ runs: [] }), /names no run/);
  });

  it("write one note to several runs, with the way back", async () => {
    await notesOf(() => window.services).write({ runs: runs(2) }, "both");
    assert.deepEqual([window.last.how, window.last.message], ["info", "Wrote the note of 2 runs."]);
    await window.press("Undo");
    assert.equal(window.held.get("r2")?.["mlflow.note.content"], undefined);
  });
});
