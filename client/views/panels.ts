import type { PanelName } from "#protocol/viewIds.ts";
import type { ActOutcome, ActParams } from "#protocol/views/promotion.ts";
import { ComparePanels } from "./comparePanels.ts";
import type { Panel, PanelsContext } from "./openPages.ts";
import { PromotionPanels } from "./promotionPanels.ts";

/** Every kind of page by its name. `acted`: an act was done on a Promotion page. */
export function makePanels(context: PanelsContext, acted: (params: ActParams, outcome: ActOutcome) => void) {
  const compare = new ComparePanels(context);
  const openCompare = (runIds: readonly string[]) => compare.open(runIds);
  return {
    compare,
    promotion: new PromotionPanels({ ...context, openCompare, acted }),
  } satisfies Record<PanelName, Panel>;
}
