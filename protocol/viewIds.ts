/** Ids of the container and its trees, as VS Code stores them in a person's layout: never rename one. */
export const containerId = "slipway";

export const viewIds = ["slipway.experiments", "slipway.models", "slipway.promotions"] as const;
export type ViewId = (typeof viewIds)[number];

/**
 * A page in editor tabs, by the name of its folder in `webviews/` (those that have an `app.ts`); `client/views/panels.ts` has its provider.
 * Part of what VS Code stores to restore a tab after a reload: never rename one.
 */
export type PanelName = string;

/** The view type of a page's tabs. */
export function panelType(name: PanelName): `slipway.${PanelName}` {
  return `slipway.${name}`;
}

/** Whether the registry has answered what a view asks. */
type WasRead = `${ViewId}.wasRead`;

/** Context keys that menus and welcome views ask for, with their types. */
export interface ContextKeys extends Readonly<Record<WasRead, boolean>> {
  /** `SourceState.state`, and `starting` before the server has answered. */
  readonly "slipway.source": "starting" | "none" | "untrusted" | "opening" | "open" | "failed";
  /** The registry is a server with pages of its own. */
  readonly "slipway.hasBrowser": boolean;
  readonly "slipway.hasPolicy": boolean;
  readonly "slipway.hasBaseline": boolean;
  readonly "slipway.selectedRuns": number;
}
