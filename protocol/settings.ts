/** Severity that a person can give a rule. */
export type RuleSeverity = "error" | "warning" | "information" | "hint" | "off";

/** The settings of Slipway and their types, under the keys that `settings.json` uses. */
export interface SettingTypes {
  readonly "slipway.registry": string;
  /** Seconds. */
  readonly "slipway.pollingInterval": number;
  readonly "slipway.metric": string;
  /** Branch or other ref of Git whose `slipway.yaml` counts for promotions. */
  readonly "slipway.policyRef": string;
  readonly "slipway.rules": Readonly<Record<string, RuleSeverity>>;
  readonly "slipway.promotion.confirm": "whenClear" | "always";
}

export type SettingKey = keyof SettingTypes;

/** The defaults; also what `package.json` declares. */
export const settingDefaults: SettingTypes = {
  "slipway.registry": "",
  "slipway.pollingInterval": 30,
  "slipway.metric": "",
  "slipway.policyRef": "",
  "slipway.rules": {},
  "slipway.promotion.confirm": "whenClear",
};
