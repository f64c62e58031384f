/** Ids of the container and its trees, as VS Code stores them in a person's layout: never rename one. */
export const containerId = "slipway";

export const viewIds = ["slipway.experiments", "slipway.models", "slipway.promotions"] as const;
export type ViewId = (typeof viewIds)[number];

/**
 * Pages in editor tabs: each has an `app.ts` in its folder of `webviews/`, and a provider in `client/views/panels.ts`.
 * Part of what VS Code stores to restore a tab after a reload: never rename one.
 */
export const panelNames = ["compare", "pipeline", "promotion", "run", "runs"] as const;
export type PanelName = (typeof panelNames)[number];

/** The view type of a page's tabs. */
export function panelType(name: PanelName): `slipway.${PanelName}` {
  return `slipway.${name}`;
}

/** Context keys that menus and welcome views ask for, with their types. */
export interface ContextKeys {
  /** `SourceState.state`, and `starting` before the server has answered. */
  readonly "slipway.source": "starting" | "none" | "untrusted" | "opening" | "open" | "failed";
  /** The registry is a server with pages of its own. */
  readonly "slipway.hasBrowser": boolean;
  readonly "slipway.hasPolicy": boolean;
  readonly "slipway.hasBaseline": boolean;
  readonly "slipway.selectedRuns": number;
}
