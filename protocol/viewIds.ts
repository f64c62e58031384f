/** Ids of the container and its trees, as VS Code stores them in a person's layout: never rename one. */
export const containerId = "slipway";

export const viewIds = ["slipway.experiments", "slipway.models", "slipway.promotions"] as const;
export type ViewId = (typeof viewIds)[number];

/** View types of the editor tabs, as VS Code stores them to restore a tab after a reload. */
export const panelTypes = { compare: "slipway.compare", promotion: "slipway.promotion" } as const;
export type PanelName = keyof typeof panelTypes;

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
