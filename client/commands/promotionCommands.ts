import { readSetting } from "#client/host/settings.ts";
import { chooseVersion } from "#client/views/chooseRuns.ts";
import type { VersionRow } from "#protocol/registryRequests.ts";
import { shownVersionOf } from "#protocol/showRegistered.ts";
import type { PromotionTarget } from "#protocol/views/promotion.ts";
import { requestAtOnce } from "./promotionActs.ts";
import { type Called, type Services, showPromotion, subjectOf } from "./services.ts";

/** The one click: requested at once when every gate passes; else the page opens, filled in. */
export async function requestPromotion(services: Services, called: Called): Promise<void> {
  const version = await versionOf(services, called, services.words.t("Request Promotion"));
  if (version === undefined) return;
  const target = targetOf(version.model, version.version, version.nextEnvironment);
  if (readSetting("slipway.promotion.confirm") === "always") showPromotion(services, target);
  else await requestAtOnce(services, target);
}

export async function openPromotion(services: Services, called: Called): Promise<void> {
  const named = shownVersionOf(called.argument);
  if (named !== undefined) return showPromotion({ ...services, about: named.about }, targetOf(named.model, named.version, undefined));
  const item = (await subjectOf(services, called, "inbox"))?.item;
  // From the palette a chosen version comes first: the inbox opens its rows by itself.
  const version = (await subjectOf(services, called, "version"))?.row;
  if (version !== undefined) showPromotion(services, targetOf(version.model, version.version, version.nextEnvironment));
  else if (item !== undefined) showPromotion(services, targetOf(item.model, item.version, item.to));
  else {
    const chosen = await chooseVersion(services, services.words.t("Open Promotion"));
    if (chosen !== undefined) showPromotion(services, targetOf(chosen.model, chosen.version, chosen.nextEnvironment));
  }
}

/** The version that a command is about: its row, or one that the person chooses. */
async function versionOf(services: Services, called: Called, title: string): Promise<VersionRow | undefined> {
  return (await subjectOf(services, called, "version"))?.row ?? (await chooseVersion(services, title));
}

function targetOf(model: string, version: string, to: string | undefined): PromotionTarget {
  return to === undefined ? { model, version } : { model, version, to };
}
