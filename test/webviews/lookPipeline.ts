/** Pictures of the Pipeline page for a person to look at: `node test/webviews/lookPipeline.ts FOLDER`. */
import { PanelBrowser } from "./harness.ts";
import { manyStages, PipelineFolder, usualPipeline } from "./pipelineFixture.ts";
import type { ThemeName } from "./themes.ts";

const [folder = ".cache/pictures"] = process.argv.slice(2);
const usual = new PipelineFolder({
  "dvc.yaml": usualPipeline,
  "params.yaml": "lr: 0.1\nmax_features: 100\n",
  "data/raw.csv.dvc": "outs:\n- {md5: 22e8fbb6e58a4de8a8e6bdcb0b8a0db4, size: 12, hash: md5, path: raw.csv}\n",
});
const many = new PipelineFolder({ "dvc.yaml": manyStages(500) });
const browser = await PanelBrowser.start("pipeline");
for (const theme of ["dark", "light", "hc-dark", "hc-light"] satisfies ThemeName[]) {
  const { page } = await browser.open(
    "pipeline",
    usual.host({ open: theme === "light" ? ["group:train"] : [], chosen: "stage:featurize" }),
    theme,
    {
      width: 1280,
      height: 700,
    },
  );
  await page.getByText("not run yet").first().waitFor();
  await browser.picture(`${folder}/pipeline.${theme}.png`);
}
const { page } = await browser.open("pipeline", many.host({ chosen: "stage:stage_40" }), "dark", { width: 1280, height: 700 });
await page.locator('[data-id="stage:stage_499"]').waitFor();
await browser.picture(`${folder}/pipeline.500.png`);
await browser.stop();
usual.remove();
many.remove();
