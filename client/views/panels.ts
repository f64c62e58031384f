import type { AboutRegistry } from "#protocol/registryRequests.ts";
import type { PanelName } from "#protocol/viewIds.ts";
import { ComparePanels } from "./comparePanels.ts";
import type { Panel, PanelsContext } from "./openPages.ts";
import { PipelinePanels } from "./pipelinePanels.ts";
import { PromotionPanels, type PromotionPanelsContext } from "./promotionPanels.ts";
import { RunPanels } from "./runPanels.ts";
import { type BaselineOfRuns, RunsPanels } from "./runsPanels.ts";
import type { KeptViews } from "./savedViews.ts";

/** Every kind of page by its name. `kept`: what runs are compared with, and saved views; `acted`: an act was done on a Promotion page. */
export function makePanels(
  context: PanelsContext,
  kept: { readonly baseline: BaselineOfRuns; readonly views: KeptViews },
  acted: PromotionPanelsContext["acted"],
) {
  const compare = new ComparePanels({
    ...context,
    openRuns: (id, name, filter, about) => runs.open([{ id, name }], { filter }, about),
  });
  // One run alone has a page of its own.
  const openCompare = (ids: readonly string[], names: readonly string[], about: AboutRegistry, formulas: readonly string[] = []): void => {
    const [only = ""] = ids;
    if (ids.length === 1) run.open(only, names[0] ?? "", about);
    else compare.open(ids, names, about, { formulas });
  };
  const runs = new RunsPanels({ ...context, openCompare, ...kept });
  const promotion = new PromotionPanels({ ...context, openCompare: (ids, about) => openCompare(ids, [], about), acted });
  const run: RunPanels = new RunPanels({
    ...context,
    baseline: kept.baseline,
    openCompare,
    openRuns: (id, name, about) => runs.open([{ id, name }], {}, about),
    openVersion: (model, version, about) => promotion.open({ model, version }, undefined, about),
  });
  const pipeline = new PipelinePanels(context);
  // Each by the name of its folder in webviews/.
  return {
    compare,
    pipeline,
    promotion,
    run,
    runs,
  } satisfies Record<PanelName, Panel>;
}
