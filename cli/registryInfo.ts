import { modelNames } from "#registry/knownNames.ts";
import { type Io, writeJson } from "./io.ts";
import { allExperiments } from "./paging.ts";
import type { Source } from "./source.ts";

/** `slipway registry info`: which registry it is, why this one, and what can be done on it. */
export async function registryInfo(io: Io, { registry, why, policy }: Source, format: "text" | "json"): Promise<void> {
  const capabilities = await registry.capabilities(io.signal);
  const experiments = (await allExperiments(registry, io.signal)).length;
  const models = (await modelNames(registry, io.signal)).length;
  const { uri, kind } = registry.source;
  if (format === "json") {
    return writeJson(io, { version: 1, uri, kind, why, policy: policy?.path ?? null, capabilities, experiments, models });
  }
  const can = (["writable", "aliases", "stages", "versionTags"] as const).filter((name) => capabilities[name]);
  const rows = [
    ["registry", uri],
    ["found", why],
    ["kind", `${kind} ${capabilities.version}`.trim()],
    ["can", can.join(", ")],
    ["holds", `${experiments} experiments, ${models} models`],
    ["policy", policy?.path ?? "none"],
  ];
  io.out(rows.map(([name = "", value = ""]) => `${name.padEnd(9)} ${value}\n`).join(""));
}
