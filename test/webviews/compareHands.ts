import { addRuns, type CompareState, newCompareState, stateChanged } from "#protocol/views/compare.ts";
import { compareRegistryHost } from "./compareRegistryHost.ts";
import type { Fixture } from "./harness.ts";
import { delayed, PageHands, type Step } from "./pageHands.ts";
import type { sweepStore } from "./runsFixture.ts";

/** A person at the Compare page, and the window around it. */
export class CompareHands extends PageHands {
  readonly fixture: Fixture;
  state: CompareState;
  #heard = 0;

  /** `salt`: which answers are the slow ones. */
  constructor(store: ReturnType<typeof sweepStore>, runIds: readonly string[], salt: number) {
    super(store.folder);
    this.state = newCompareState(runIds);
    this.fixture = delayed(
      compareRegistryHost(store.registry, () => this.state),
      salt,
    );
  }

  /** As the window does: keeps the state. */
  serve(): void {
    for (const { method, params } of this.open.sent.slice(this.#heard)) {
      this.#heard++;
      if (method === stateChanged.method) this.state = (params as { state: CompareState }).state;
    }
  }

  /** Runs of the experiment that are not compared, or those that are. */
  runs(areCompared: boolean): string[] {
    const all = this.rows("SELECT run_uuid FROM runs WHERE experiment_id = 1").map((row) => String(row["run_uuid"]));
    return all.filter((id) => this.state.runIds.includes(id) === areCompared);
  }
}

type Act = (hands: CompareHands, a: number, b: number) => Promise<unknown>;

const inMenu =
  (button: string): Act =>
  async (hands, a, b) => {
    if (await hands.keyAt(button, a, "Enter")) await hands.choose(b);
  };

const acts = {
  baseline: (hands, a) => hands.keyAt(".chip-main", a, "Enter"),
  hide: (hands, a) => hands.keyAt('.chip-tools [title^="Hide"], .chip-tools [title^="Show "]:not([title*="side by side"])', a, "Enter"),
  hideByMouse: (hands, a) => hands.press('.chip-tools [title^="Hide"], .chip-tools [title^="Show "]', a),
  remove: async (hands, a) => {
    if (hands.state.runIds.length > 0) await hands.keyAt('.chip-tools [title^="Remove"]', a, "Enter");
  },
  removeByKey: async (hands, a) => {
    if (hands.state.runIds.length > 0) await hands.keyAt(".chip-main", a, "Delete");
  },
  moveChip: (hands, a, b) => hands.keyAt(".chip-main", a, ...Array<string>(1 + (b % 3)).fill(b % 2 ? "Alt+ArrowRight" : "Alt+ArrowLeft")),
  section: (hands, a) => hands.keyAt(".section-toggle", a, "Enter"),
  openRelation: (hands) => hands.keyAt('[data-section="relation"] .section-toggle[aria-expanded="false"]', 0, "Enter"),
  pageMenus: inMenu(".header-acts .menu-button"),
  metricMenus: inMenu(".value-menu .menu-button"),
  direction: (hands, a) => hands.keyAt(".direction", a, "Enter"),
  curveMenus: inMenu('[data-section="curves"] .section-tools > .tool .menu-button'),
  relationMenus: inMenu('[data-section="relation"] .tool .menu-button'),
  axisMenu: inMenu(".axis-head .menu-button"),
  switches: (hands, a) => hands.keyAt("vscode-checkbox", a, "Space"),
  scroll: (hands, a) => hands.page.evaluate(`window.scrollBy(0, ${((a % 9) - 3) * 200})`),
  zoom: async (hands, a, b) => {
    const places = await hands.places("slipway-curve-chart .u-over");
    const place = places[a % Math.max(1, places.length)];
    if (place !== undefined) await hands.drag(place, { x: (b % 120) - 40, y: 0 }, b % 4 === 0 ? ["Shift"] : []);
  },
  zoomKeys: (hands, a, b) =>
    hands.keyAt("slipway-curve-chart", a, ["+", "-", "Control+ArrowRight", "ArrowRight", "Shift+ArrowLeft", "Escape"][b % 6] ?? "+"),
  resetZoom: (hands) => hands.keyAt(".zoomed vscode-button", 0, "Enter"),
  hover: async (hands, a, b) => {
    const places = await hands.places("slipway-curve-chart .u-over");
    const place = places[a % Math.max(1, places.length)];
    if (place !== undefined) await hands.page.mouse.move(place.x + (b % 50), place.y);
  },
  brush: async (hands, a, b) => {
    const places = await hands.places(".axis-handle");
    const place = places[a % Math.max(1, places.length)];
    if (place !== undefined) await hands.drag({ x: place.x, y: place.y + (b % 80) - 40 }, { x: 0, y: (b % 170) - 80 });
  },
  brushKeys: (hands, a, b) =>
    hands.keyAt(
      ".axis-handle",
      a,
      "ArrowUp",
      "ArrowUp",
      "Space",
      ...Array<string>(b % 5).fill("ArrowUp"),
      b % 4 === 0 ? "Delete" : "Enter",
    ),
  moveAxis: (hands, a, b) => hands.keyAt(".axis-handle", a, ...Array<string>(1 + (b % 3)).fill(b % 2 ? "Alt+ArrowRight" : "Alt+ArrowLeft")),
  unbrush: (hands, a) => hands.keyAt(".brush-chip", a, "Enter"),
  compareToo: (hands, a) => hands.keyAt(".relation-table .link", a, "Enter"),
  formula: async (hands, a, b) => {
    if (!(await hands.keyAt(".formula-button", 0, "Enter"))) return;
    await hands.page.waitForTimeout(40);
    await hands.page.keyboard.type(["1 - val_auc", "val_auc *", "train_auc - val_auc"][a % 3] ?? "");
    await hands.key(b % 3 === 0 ? "Escape" : "Enter");
    if (b % 3 !== 0 && a % 3 === 1) await hands.key("Escape", "Escape");
  },
  curveActs: (hands, a) => hands.keyAt(".curve-acts button:not(.menu-button)", a, "Enter"),
  logs: async (hands, a) => {
    const runs = hands.runs(true);
    const id = runs[a % Math.max(1, runs.length)];
    if (id === undefined) return;
    hands.log(id, 0.9 + (a % 41) / 1000);
    await hands.tell([id]);
  },
  gone: async (hands, a) => {
    const runs = hands.runs(true);
    const id = runs[a % Math.max(1, runs.length)];
    if (id === undefined || runs.length < 3) return;
    for (const table of ["runs", "latest_metrics", "metrics", "params", "tags"])
      hands.write(`DELETE FROM ${table} WHERE run_uuid = '${id}'`);
    await hands.tell([id]);
  },
  dropGone: (hands) => hands.keyAt(".notices .link", 0, "Enter"),
  added: async (hands, a) => {
    const runs = hands.runs(false);
    const runIds = [runs[a % Math.max(1, runs.length)] ?? "", runs[(a + 7) % Math.max(1, runs.length)] ?? ""].filter((id) => id !== "");
    await hands.open.push(addRuns.method, { runIds });
  },
  hiddenAndShown: async (hands) => {
    await hands.open.settled();
    hands.serve();
    await hands.page.reload();
    await hands.page.locator(".chip, .state").first().waitFor();
    hands.byKey = false;
  },
  window: (hands, a) => hands.page.setViewportSize({ width: [1280, 900, 700, 1600][a % 4] ?? 1280, height: 1100 }),
} satisfies Record<string, Act>;

export type CompareAct = keyof typeof acts;

export const compareActs = Object.keys(acts) as CompareAct[];

/** Does one step. */
export async function act(hands: CompareHands, { act: name, a, b }: Step<CompareAct>): Promise<void> {
  await (acts[name] as Act)(hands, a, b);
}
