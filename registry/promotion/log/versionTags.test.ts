import assert from "node:assert/strict";
import type { Registry } from "../../api.ts";
import { RegistryError } from "../../model/errors.ts";
import { encodeEvent } from "../events.ts";
import { event } from "../testEvents.ts";
import { isRecordTag, logIfAny, logOf } from "./logs.ts";
import type { LogScope } from "./promotionLog.ts";
import { versionTags } from "./versionTags.ts";

const { signal } = new AbortController();

/** A registry of `models` models, each with versions 3, 2 and 1, of which 3 and 1 carry an event; pages hold two at most. */
function registryOf(models: number, asked: string[] = [], tagged = true, maxTagValue = 5000): Registry {
  const names = Array.from({ length: models }, (_, i) => `m${i}`);
  const versionsOf = (model: string) =>
    ["3", "2", "1"].map((version) => {
      const tags = version === "2" ? [{ key: "review", value: "done" }] : [encodeEvent(event(1, "request", { model, version }))];
      return { model, version, tags };
    });
  return {
    source: { label: "mlflow.db" },
    capabilities: async () => ({ versionTags: tagged, maxTagValue }),
    versions: async ({ model, tagKeyPrefix = "", pageToken = "0" }: { model?: string; tagKeyPrefix?: string; pageToken?: string }) => {
      asked.push(`${model ?? "all"} ${tagKeyPrefix} ${pageToken}`);
      if (model !== undefined && !names.includes(model)) throw new RegistryError("notFound", `No ${model}.`, "Look.");
      const all = names.filter((name) => model === undefined || name === model).flatMap(versionsOf);
      const found = all.filter(({ tags }) => tags.some(({ key }) => key.startsWith(tagKeyPrefix)));
      const end = Number(pageToken) + 2;
      return { items: found.slice(Number(pageToken), end), ...(end < found.length ? { nextPageToken: String(end) } : {}) };
    },
    setVersionTag: async (model: string, version: string, key: string, value: string) => asked.push(`${model} ${version} ${key} ${value}`),
  } as unknown as Registry;
}

async function opened(models: number, scope: LogScope, asked: string[] = []): Promise<string[]> {
  const found: string[] = [];
  for await (const { version, events } of versionTags.in(registryOf(models, asked)).open(scope, signal)) {
    found.push(`${version.model} v${version.version} ${events.length}`);
  }
  return found;
}

describe("a log in version tags", () => {
  for (const models of [0, 1, 4, 5, 9]) {
    it(`goes through ${models} models, each once, in their order`, async () => {
      const expected = Array.from({ length: models }, (_, i) => [`m${i} v3 1`, `m${i} v1 1`]).flat();
      assert.deepEqual(await opened(models, {}), expected);
    });
  }

  it("goes through one model, and asks only for versions with events", async () => {
    const asked: string[] = [];
    assert.deepEqual(await opened(5, { model: "m3" }, asked), ["m3 v3 1", "m3 v1 1"]);
    assert.deepEqual(asked, ["m3 slipway.promotion. 0"]);
    await assert.rejects(opened(5, { model: "none" }), { kind: "notFound" });
  });

  it("writes an event as its tag, and owns such tags", async () => {
    const asked: string[] = [];
    const written = event(1, "request");
    const { key, value } = encodeEvent(written);
    await versionTags.in(registryOf(1, asked)).append(written, signal);
    assert.deepEqual(asked, [`fraud-scorer 13 ${key} ${value}`]);
    assert.deepEqual([isRecordTag(key), isRecordTag("slipway.promotion"), isRecordTag("my.slipway.promotion.x")], [true, false, false]);
    assert.equal(versionTags.name, "version tags");
  });

  it("is no log of a registry whose versions take no tags, or none that are long enough", async () => {
    assert.equal(typeof (await logOf(registryOf(1), undefined, signal)).append, "function");
    await assert.rejects(logOf(registryOf(1, [], true, 1000), undefined, signal), { kind: "unsupported" });
    await assert.rejects(logOf(registryOf(1, [], false), undefined, signal), {
      kind: "unsupported",
      message: "mlflow.db has no place for the record of a promotion.",
      next: "Use a registry whose model versions take tags of 5,000 characters.",
    });
  });

  it("is empty for those who only look, where there can be none, and takes nothing", async () => {
    const registry = registryOf(1, [], false);
    const none = await logIfAny(registry, undefined, signal);
    const opened: unknown[] = [];
    for await (const each of none.open({}, signal)) opened.push(each);
    assert.deepEqual([opened, (await none.of({} as never, signal)).events], [[], []]);
    await assert.rejects(none.append(event(1, "request"), signal), { kind: "unsupported" });
    const failing = { ...registry, capabilities: () => Promise.reject(new RegistryError("unavailable", "Gone.", "Wait.")) };
    await assert.rejects(logIfAny(failing, undefined, signal), { kind: "unavailable" });
  });
});
