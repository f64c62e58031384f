/** Pictures of the Pipeline page for a person to look at: `node test/webviews/lookPipeline.ts FOLDER`. */

import type { PipelineState } from "#protocol/views/pipeline.ts";
import { PanelBrowser } from "./harness.ts";
import { manyFiles, manyStages, PipelineFolder, severalPipelines, usualPipeline } from "./pipelineFixture.ts";
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

const several = new PipelineFolder({
  ...severalPipelines,
  "broken/dvc.yaml": "stages:\n  half: {cmd: [\n",
  "broken too/dvc.yaml": "a: b: c\n",
});
const own = { uri: several.uriOf("models/fraud/dvc.yaml"), chosen: "stage:train" };
for (const theme of ["dark", "light", "hc-dark", "hc-light"] satisfies ThemeName[]) {
  const shown = await browser.open("pipeline", several.host(own), theme, { width: 1280, height: 700 });
  await shown.page.getByText("not run yet").first().waitFor();
  await browser.picture(`${folder}/repository.${theme}.png`);
}
for (const [name, state] of Object.entries({
  narrow: own,
  file: { ...own, scope: "file" },
  folded: { ...own, folded: [several.uriOf("data/dvc.yaml")], chosen: `file:${several.uriOf("models/risk/dvc.yaml")}`, showsData: false },
  alone: { uri: several.uriOf("docs <b>&/dvc.yaml") },
  data: { uri: several.uriOf("labels/fraud.csv.dvc") },
} satisfies Record<string, Partial<PipelineState>>)) {
  const shown = await browser.open("pipeline", several.host(state as Partial<PipelineState>), "dark", {
    width: name === "narrow" ? 700 : 1280,
    height: 700,
  });
  await shown.page.locator(".tree-row").first().waitFor();
  await shown.page.waitForTimeout(500);
  await browser.picture(`${folder}/repository.${name}.png`);
}
several.remove();
const spread = new PipelineFolder(manyFiles(300, 17));
const wide = await browser.open("pipeline", spread.host({ uri: spread.uriOf("part_40/dvc.yaml"), chosen: "stage:stage_0" }), "dark", {
  width: 1280,
  height: 700,
});
await wide.page.locator('[data-id="stage:stage_0"]').waitFor({ timeout: 60_000 });
await browser.picture(`${folder}/repository.5100.png`);
spread.remove();
await browser.stop();
usual.remove();
many.remove();
