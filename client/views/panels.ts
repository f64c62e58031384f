import type { PanelName } from "#protocol/viewIds.ts";
import { ComparePanels } from "./comparePanels.ts";
import type { Panel, PanelsContext } from "./openPages.ts";
import { PipelinePanels } from "./pipelinePanels.ts";
import { PromotionPanels, type PromotionPanelsContext } from "./promotionPanels.ts";
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
    openRuns: (id, name, filter, registry) => runs.open([{ id, name }], { filter }, registry),
  });
  const runs = new RunsPanels({ ...context, openCompare: (ids, names, registry) => compare.open(ids, names, registry), ...kept });
  return {
    compare,
    pipeline: new PipelinePanels(context),
    promotion: new PromotionPanels({ ...context, openCompare: (ids, registry) => compare.open(ids, [], registry), acted }),
    runs,
  } satisfies Record<PanelName, Panel>;
}
