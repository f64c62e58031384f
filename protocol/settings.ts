/** Severity that a person can give a rule. */
export type RuleSeverity = "error" | "warning" | "information" | "hint" | "off";

/**
 * One setting: its value where nobody wrote one, what VS Code checks and says of it, and who works with it.
 * `package.json`, the options of the server and `docs/settings.md` are made from these entries.
 */
export interface Setting<T> {
  readonly fallback: T;
  /** JSON schema, as `contributes.configuration` takes it. `scope: "resource"`: a folder of the workspace may have its own value. */
  readonly schema: { readonly type: string; readonly scope: "window" | "resource"; readonly [keyword: string]: unknown };
  /** Markdown. */
  readonly text: string;
  /** One for each value of `schema.enum`. */
  readonly valueTexts?: readonly string[];
}

/** The settings of Slipway, under the keys that `settings.json` uses. A new one is an entry here. */
export const settings = {
  "slipway.registry": server("", {
    schema: { type: "string", scope: "resource" },
    text: "The registry to open, as an MLflow URI: `http://host:5000`, `sqlite:///path/mlflow.db`, `file:///path/mlruns` or `databricks://profile`. Empty: `registry` in slipway.yaml, then the variable `MLFLOW_TRACKING_URI`, then `mlflow.db` or `mlruns` in the workspace.",
  }),
  "slipway.pollingInterval": server(30, {
    schema: { type: "number", minimum: 5, maximum: 3600, scope: "window" },
    text: "Seconds between looks at an MLflow server for changes made by others. A local store is watched and needs none.",
  }),
  "slipway.metric": server("", {
    schema: { type: "string", scope: "resource" },
    text: "The metric shown beside a run. Empty: the one that the gates of the policy name, else the one most runs logged.",
  }),
  "slipway.policyRef": server("", {
    schema: { type: "string", scope: "window" },
    text: "Branch, or other ref of Git, whose slipway.yaml counts for promotions. Empty: the default branch of the remote as this clone knows it, else what is checked out.",
  }),
  "slipway.rules": server<Readonly<Record<string, RuleSeverity>>>(
    {},
    {
      schema: {
        type: "object",
        scope: "resource",
        additionalProperties: { type: "string", enum: ["error", "warning", "information", "hint", "off"] },
      },
      text: "How loudly a check reports, by its code: `error`, `warning`, `information`, `hint` or `off`.",
    },
  ),
  "slipway.promotion.confirm": window<"whenClear" | "always">("whenClear", {
    schema: { type: "string", enum: ["whenClear", "always"], scope: "window" },
    text: "What the rocket on a model version does.",
    valueTexts: [
      "Request at once when every gate passes; open the page when one does not.",
      "Open the promotion page before every request.",
    ],
  }),
};

export type SettingKey = keyof typeof settings;
export type SettingTypes = { readonly [K in SettingKey]: (typeof settings)[K]["fallback"] };

type NameOf<K extends SettingKey> = K extends `slipway.${infer Name}` ? Name : never;
type ServerKey = { [K in SettingKey]: (typeof settings)[K]["usedBy"] extends "server" ? K : never }[SettingKey];

/** What the server works with: each of its settings under its key without `slipway.`, and the registries that single folders of a workspace have set, by URI. */
export type ServerSettings = { readonly [K in ServerKey as NameOf<K>]: SettingTypes[K] } & {
  readonly registryOf: Readonly<Record<string, string>>;
};

const serverKeys = (Object.keys(settings) as SettingKey[]).filter((key): key is ServerKey => settings[key].usedBy === "server");

/** The value where nobody wrote one. */
export function fallbackOf<K extends SettingKey>(key: K): SettingTypes[K] {
  return settings[key].fallback as SettingTypes[K];
}

/** The settings of the server, each as `read` gives it. */
export function serverSettings(
  read: <K extends SettingKey>(key: K) => SettingTypes[K],
  registryOf: Readonly<Record<string, string>> = {},
): ServerSettings {
  const own = Object.fromEntries(serverKeys.map((key) => [key.slice("slipway.".length), read(key)]));
  return { ...own, registryOf } as unknown as ServerSettings;
}

/** Where nobody wrote anything. */
export const defaultSettings: ServerSettings = serverSettings(fallbackOf);

function server<T>(fallback: T, entry: Omit<Setting<T>, "fallback">): Setting<T> & { readonly usedBy: "server" } {
  return { ...entry, fallback, usedBy: "server" };
}

function window<T>(fallback: T, entry: Omit<Setting<T>, "fallback">): Setting<T> & { readonly usedBy: "window" } {
  return { ...entry, fallback, usedBy: "window" };
}
