/** Severity that a person can give a rule. */
export type RuleSeverity = "error" | "warning" | "information" | "hint" | "off";

/** The settings of Slipway and their types, under the keys that `settings.json` uses. */
export interface SettingTypes {
  readonly "slipway.registry": string;
  /** Seconds. */
  readonly "slipway.pollingInterval": number;
  readonly "slipway.metric": string;
  readonly "slipway.rules": Readonly<Record<string, RuleSeverity>>;
  readonly "slipway.promotion.confirm": "whenClear" | "always";
}

export type SettingKey = keyof SettingTypes;

/** The defaults; also what `package.json` declares. */
export const settingDefaults: SettingTypes = {
  "slipway.registry": "",
  "slipway.pollingInterval": 30,
  "slipway.metric": "",
  "slipway.rules": {},
  "slipway.promotion.confirm": "whenClear",
};
