import type { PanelName } from "#protocol/viewIds.ts";
import type { ActOutcome, ActParams } from "#protocol/views/promotion.ts";
import { ComparePanels } from "./comparePanels.ts";
import type { Panel, PanelsContext } from "./openPages.ts";
import { PipelinePanels } from "./pipelinePanels.ts";
import { PromotionPanels } from "./promotionPanels.ts";
import { type BaselineOfRuns, RunsPanels } from "./runsPanels.ts";
import type { KeptViews } from "./savedViews.ts";

/** Every kind of page by its name. `kept`: what runs are compared with, and saved views; `acted`: an act was done on a Promotion page. */
export function makePanels(
  context: PanelsContext,
  kept: { readonly baseline: BaselineOfRuns; readonly views: KeptViews },
  acted: (params: ActParams, outcome: ActOutcome) => void,
) {
  const compare = new ComparePanels({ ...context, openRuns: (experimentId, name, filter) => runs.open(experimentId, name, filter) });
  const openCompare = (runIds: readonly string[]) => compare.open(runIds);
  const runs = new RunsPanels({ ...context, openCompare: (ids, names) => compare.open(ids, names), ...kept });
  return {
    compare,
    pipeline: new PipelinePanels(context),
    promotion: new PromotionPanels({ ...context, openCompare, acted }),
    runs,
  } satisfies Record<PanelName, Panel>;
}
