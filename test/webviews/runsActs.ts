import type { Step } from "./pageHands.ts";
import type { RunsHands } from "./runsHands.ts";

type Act = (hands: RunsHands, a: number, b: number) => Promise<void>;

const filters = [
  "metrics.val_auc > 0.92",
  "params.booster = 'dart'",
  "metrics.val_auc >",
  "",
  "params.num_leaves = '31' AND metrics.val_logloss < 0.125",
  "(params.booster = 'dart' OR metrics.val_auc > 0.93)",
  "tags.team = 'risk'",
  "params.nothing = '1'",
  "metrics.val_auc > 0.92 banana",
  "attributes.status = 'FINISHED'",
];

const menuKeys: Act = async (hands, a, b) => {
  if (!(await hands.focus(".head-cell button.head", a))) return;
  await hands.key("Alt+ArrowDown");
  await hands.choose(b);
  hands.chosen = undefined;
};

const gridKey =
  (...keys: string[]): Act =>
  async (hands, a) => {
    if (!(await hands.focus(".grid"))) return;
    const key = keys[a % keys.length] ?? "";
    await hands.key(key);
    hands.chosen = undefined;
  };

const acts = {
  click: async (hands, a) => {
    const id = await hands.press(".row:not(.in-band) .cell, .row:not(.in-band) .run-name", a);
    if (id !== undefined) hands.chosen = id.startsWith("group:") ? undefined : new Set([id]);
  },
  ctrlClick: async (hands, a) => {
    const id = await hands.press(".row:not(.in-band) .cell", a, ["Control"]);
    if (id === undefined || hands.chosen === undefined) return;
    if (id.startsWith("group:")) hands.chosen = undefined;
    else if (!hands.chosen.delete(id)) hands.chosen.add(id);
  },
  shiftClick: async (hands, a) => {
    if ((await hands.press(".row:not(.in-band) .cell", a, ["Shift"])) !== undefined) hands.chosen = undefined;
  },
  twistie: async (hands, a) => void (await hands.press(".twistie .codicon", a)),
  moveKeys: gridKey("ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "ArrowRight", "ArrowLeft"),
  growKeys: gridKey("Shift+ArrowDown", "Shift+ArrowUp", "Shift+PageDown", "Control+ArrowDown", "Space", "Shift+End", "Control+a", "Escape"),
  rowMenu: async (hands, a, b) => {
    if ((await hands.press(".row .cell", a, [], "right")) === undefined) return;
    await hands.choose(b);
    hands.chosen = undefined;
  },
  rowMenuKey: async (hands, _a, b) => {
    if (!(await hands.focus(".grid"))) return;
    await hands.key("Shift+F10");
    await hands.choose(b);
    hands.chosen = undefined;
  },
  sort: async (hands, a) => void (await hands.press(".head-cell button.head, .name-head button.head", a)),
  sortMore: async (hands, a) => void (await hands.press(".head-cell button.head", a, ["Shift"])),
  headMenu: menuKeys,
  moveColumn: async (hands, a, b) => {
    if (await hands.focus(".head-cell button.head", a))
      await hands.key(...Array.from({ length: 1 + (b % 3) }, () => (b % 2 ? "Alt+ArrowRight" : "Alt+ArrowLeft")));
  },
  dragColumn: async (hands, a, b) => {
    const places = await hands.places(".head-cell button.head");
    const [from, to] = [places[a % Math.max(1, places.length)], places[b % Math.max(1, places.length)]];
    if (from === undefined || to === undefined || from === to) return;
    await hands.drag(from, { x: to.x - from.x, y: to.y - from.y });
  },
  resize: async (hands, a, b) => {
    const places = await hands.places(".head-cell .edge");
    const from = places[a % Math.max(1, places.length)];
    if (from === undefined) return;
    await hands.drag(from, { x: (b % 300) - 150, y: 0 });
  },
  foldGroup: async (hands, a) => {
    await hands.keyAt(".group-toggle", a, "Enter");
  },
  filter: async (hands, a) => {
    await hands.page.keyboard.press("Control+f");
    await hands.page.keyboard.press("Control+a");
    await hands.page.keyboard.press("Delete");
    await hands.page.keyboard.type(filters[a % filters.length] ?? "");
    await hands.key("Escape", "Enter");
    hands.chosen = undefined;
  },
  clearFilter: async (hands, a) => {
    const all = ['[title="Clear filter"]', ".hidden-note button"];
    await hands.keyAt(all[a % 2] ?? "", 0, "Enter");
    hands.chosen = undefined;
  },
  quick: async (hands, a) => {
    await hands.keyAt(".quick button:not(:last-child)", a, "Space");
    hands.chosen = undefined;
  },
  deletedRuns: async (hands) => {
    await hands.keyAt(".quick button:last-child", 0, "Space");
    hands.chosen = undefined;
  },
  groupBy: async (hands, _a, b) => {
    if (!(await hands.focus(".group-button"))) return;
    await hands.key("Enter");
    await hands.choose(b);
  },
  columns: async (hands, a, b) => {
    if (!(await hands.focus(".columns-button"))) return;
    await hands.key("Enter");
    await hands.page.waitForTimeout(30);
    if (a % 3 === 0) await hands.press(".picker-switch", b);
    else if (a % 3 === 1) await hands.press(".picker-entry", b);
    else await hands.press(".picker-acts button", b);
    await hands.key("Escape");
    if ((await hands.places(".picker")).length > 0 && (await hands.focus(".columns-button"))) await hands.key("Enter");
  },
  delta: async (hands, a) => {
    await hands.keyAt(".switch button", a, "Space");
  },
  scroll: async (hands, a, b) => {
    const [grid] = await hands.places(".grid");
    if (grid === undefined) return;
    await hands.page.evaluate(`document.querySelector(".grid").scrollBy(${((b % 7) - 3) * 120}, ${((a % 9) - 3) * 90})`);
  },
  saveView: async (hands, a) => {
    if (!(await hands.focus(".views-button"))) return;
    await hands.key("Enter");
    await hands.page.waitForTimeout(80);
    const items = (await hands.page.evaluate(
      "[...document.querySelectorAll('[role=menu] [role^=menuitem]')].map((each) => each.textContent.trim())",
    )) as string[];
    const at = items.indexOf("Save as…");
    if (at < 0) return;
    await hands.choose(at);
    await hands.page.waitForTimeout(30);
    await hands.page.keyboard.type(`view ${a % 3}`);
    await hands.key(a % 4 === 0 ? "Escape" : "Enter");
  },
  openView: async (hands, a) => {
    if (!(await hands.focus(".views-button"))) return;
    await hands.key("Enter");
    await hands.page.waitForTimeout(80);
    await hands.choose(a);
    hands.chosen = undefined;
  },
  hideNote: async (hands) => {
    await hands.keyAt('[title="Hide this"]', 0, "Enter");
  },
  bar: async (hands, a) => {
    await hands.keyAt(".selection-bar > button, .selection-bar > .icon-button", a, "Enter");
    hands.chosen = undefined;
  },
  charts: async (hands) => {
    await hands.keyAt('[aria-label="Charts"]', 0, "Space");
  },
  begins: async (hands, a) => {
    const at = hands.nextRun();
    const id = `zz${String(at).padStart(6, "0")}`;
    const start = 1_790_000_000_000 + (a % 3 === 0 ? 20 : 100_000 + at) * 600_000;
    hands.write(`INSERT INTO runs VALUES ('${id}', 'new-${at}', 'bo', 'RUNNING', ${start}, NULL, 'active', '', 1);
      INSERT INTO params VALUES ('booster', 'goss', '${id}'), ('num_leaves', '31', '${id}'), ('max_depth', '${a % 5}', '${id}');
      INSERT INTO latest_metrics VALUES ('val_auc', ${0.9 + (a % 37) / 1000}, ${start}, 1, 0, '${id}');
      INSERT INTO metrics VALUES ('val_auc', ${0.9 + (a % 37) / 1000}, ${start}, '${id}', 1, 0)`);
    await hands.changed([id]);
  },
  logs: async (hands, a) => {
    const runs = hands.rows("SELECT run_uuid FROM runs WHERE experiment_id = 1 AND lifecycle_stage = 'active' ORDER BY start_time DESC");
    const id = String(runs[a % Math.max(1, runs.length)]?.["run_uuid"]);
    const value = 0.9 + (a % 41) / 1000;
    hands.log(id, value);
    await hands.changed([id]);
  },
  finishes: async (hands) => {
    const ids = hands
      .rows("SELECT run_uuid FROM runs WHERE status = 'RUNNING' AND experiment_id = 1")
      .map((row) => String(row["run_uuid"]));
    hands.write("UPDATE runs SET status = 'FINISHED', end_time = start_time + 1000 WHERE status = 'RUNNING' AND experiment_id = 1");
    await hands.changed(ids);
  },
  deletedElsewhere: async (hands, a) => {
    const runs = hands.rows("SELECT run_uuid FROM runs WHERE experiment_id = 1 AND lifecycle_stage = 'active' ORDER BY start_time DESC");
    const chosen = [...(hands.chosen ?? [])];
    const id = a % 2 === 0 && chosen.length > 0 ? chosen[a % chosen.length] : String(runs[a % Math.max(1, runs.length)]?.["run_uuid"]);
    if (runs.length < 5 || id === undefined) return;
    hands.write(`UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = '${id}'`);
    hands.chosen?.delete(id);
    await hands.changed([id]);
  },
  hiddenAndShown: async (hands) => {
    await hands.serve();
    await hands.open.settled();
    await hands.serve();
    await hands.page.reload();
    await hands.page.locator(".grid, .state").first().waitFor();
    hands.byKey = false;
  },
  window: async (hands, a) => {
    await hands.page.setViewportSize({ width: [1280, 900, 700, 1600][a % 4] ?? 1280, height: [800, 500, 700][a % 3] ?? 800 });
  },
} satisfies Record<string, Act>;

export type ActName = keyof typeof acts;

export const actNames = Object.keys(acts) as ActName[];

/** Does one step. */
export function act(hands: RunsHands, { act: name, a, b }: Step<ActName>): Promise<void> {
  return (acts[name] as Act)(hands, a, b);
}
