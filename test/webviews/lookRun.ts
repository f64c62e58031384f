/** Pictures of the page of a run for a person to look at: `node test/webviews/lookRun.ts FOLDER [NAME]`. */
import type { RunPageState } from "#protocol/views/run.ts";
import { datasetsOfEveryKind, withDatasets } from "./datasetFixture.ts";
import { PanelBrowser } from "./harness.ts";
import { runHost } from "./runFixture.ts";
import { sweepStore } from "./runsFixture.ts";
import type { ThemeName } from "./themes.ts";

const [folder = ".cache/pictures", only = ""] = process.argv.slice(2);
const { signal } = new AbortController();

interface Look {
  readonly name: string;
  readonly run?: string;
  readonly state?: Partial<RunPageState>;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly moreMetrics?: number;
  readonly hostile?: boolean;
  readonly nested?: boolean;
  readonly isDeleted?: boolean;
  readonly hasDatasets?: boolean;
  /** Its menu is open, of a run that an MLflow project made. */
  readonly hasMenu?: boolean;
}

const usual = (["dark", "light", "hc-dark", "hc-light"] as const).flatMap((theme) =>
  [1440, 700].map((width): Look => ({ name: `usual.${theme}.${width}`, theme, width, nested: true, state: { metric: "val_auc" } })),
);
const rest: readonly Look[] = [
  { name: "running", run: "run00000041" },
  { name: "failed.light", run: "run00000020", theme: "light" },
  { name: "deleted", isDeleted: true },
  { name: "many", moreMetrics: 12_000, hostile: true, run: "run00000003" },
  { name: "search.light", theme: "light", state: { search: "auc" } },
  ...(["dark", "light", "hc-dark", "hc-light"] as const).map(
    (theme): Look => ({ name: `datasets.${theme}`, theme, width: theme === "light" ? 700 : 1440, hasDatasets: true }),
  ),
  ...(["dark", "light", "hc-dark", "hc-light"] as const).map(
    (theme): Look => ({ name: `menu.${theme}`, theme, width: theme === "light" ? 700 : 1440, hasMenu: true }),
  ),
  { name: "artifact", state: { artifact: "plots/confusion.png" } },
];

const browser = await PanelBrowser.start("run");
try {
  for (const look of [...usual, ...rest].filter(({ name }) => name.includes(only))) await take(look);
} finally {
  await browser.stop();
}

async function take({
  name,
  run = "run00000002",
  state = {},
  theme = "dark",
  width = 1440,
  isDeleted = false,
  hasDatasets = false,
  hasMenu = false,
  ...shape
}: Look): Promise<void> {
  const store = sweepStore({ runs: shape.moreMetrics === undefined ? 41 : 3, ...shape });
  await store.registry.setRunTag(run, "mlflow.note.content", "Leaf size was **too small** here.\n\n- see run 7\n- try dart", signal);
  await store.registry.setRunTag(run, "mlflow.source.name", "src/train.py", signal);
  await store.registry.setRunTag(run, "mlflow.source.git.commit", "8f2c1ab0c1d2e3f4a5b6c7d8e9f00112233445566", signal);
  const registry = hasDatasets ? withDatasets(store.registry, datasetsOfEveryKind) : store.registry;
  if (hasMenu) await store.registry.setRunTag(run, "mlflow.source.type", "PROJECT", signal);
  if (isDeleted) await store.registry.deleteRun(run, signal);
  const { page, troubles } = await browser.open("run", runHost(registry, run, state, "run00000007"), theme, { width, height: 1000 });
  await page.locator(".run-title").waitFor();
  if (hasDatasets) await page.locator("[data-section=data]").scrollIntoViewIfNeeded();
  if (hasMenu) await page.getByRole("button", { name: "More acts" }).click();
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${folder}/${name}.png` });
  if (troubles.length > 0) console.error(name, troubles);
  store.close();
}
