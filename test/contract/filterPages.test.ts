import assert from "node:assert/strict";
import type { Registry } from "#registry/api.ts";
import { allPages } from "#registry/model/pages.ts";
import { type BothRegistries, requirePython } from "./bothRegistries.ts";
import { sharedRegistries } from "./sharedRegistries.ts";

const signal = new AbortController().signal;

describe("pages of a filter that MLflow does not have", function () {
  this.timeout(180_000);
  let both: BothRegistries;
  before(async function () {
    both = await sharedRegistries(requirePython(this));
  });

  async function names(registry: Registry, limit: number): Promise<string[]> {
    const { items } = await registry.experiments({ limit: 100 }, signal);
    const experimentIds = items.filter(({ name }) => name === "more than a page" || name === "fraud/gbm-sweep").map(({ id }) => id);
    const filter = "status = 'FINISHED' AND NOT params.lr IN ('0.1')";
    const query = { experimentIds, filter, orderBy: ["metrics.val_auc DESC"], limit };
    return allPages(async (page) => {
      const found = await registry.runs({ ...query, ...page }, signal);
      assert.ok(found.names.length <= limit);
      return { items: found.names, ...(found.nextPageToken === undefined ? {} : { nextPageToken: found.nextPageToken }) };
    });
  }

  for (const limit of [1, 2, 7, 57, 200]) {
    it(`${limit} on a page: both backends give the same runs in the same order, each once`, async () => {
      const [local, remote] = await Promise.all([names(both.sqlite, limit), names(both.mlflow, limit)]);
      assert.deepEqual(remote, local);
      assert.ok(local.length > 10);
    });
  }
});
