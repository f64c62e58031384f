import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer } from "#protocol/message.ts";
import { defaultSettings } from "#protocol/settings.ts";
import {
  type ActKind,
  type PromotionPage,
  type PromotionViewState,
  promotionActRequest,
  promotionPageRequest,
  promotionReady,
  promotionSetTag,
} from "#protocol/views/promotion.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import { testClock } from "#registry/promotion/testEvents.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { readPolicy } from "#server/formats/policy/readPolicy.ts";
import { promotionAct, setTag } from "#server/promotion/act.ts";
import type { PromotionContext } from "#server/promotion/context.ts";
import { promotionPage } from "#server/promotion/page.ts";
import type { Fixture } from "./harness.ts";

const example = fileURLToPath(new URL("../../examples/fraud-detection/", import.meta.url));
const { signal } = new AbortController();
const target = { model: "fraud-scorer", version: "13", to: "prod" };

/** The pages of the sample project as the server makes them, on the way from the request to its end. */
export interface SamplePages {
  /** Seen by ana: `bias_review` is missing. */
  readonly draft: PromotionPage;
  /** The same with the tag set. */
  readonly allPass: PromotionPage;
  /** Seen by somebody whom Git does not know. */
  readonly nobody: PromotionPage;
  /** Seen by bruno, who may approve. */
  readonly review: PromotionPage;
  /** Seen by ana, who may not. */
  readonly requested: PromotionPage;
  /** Seen by bruno after another version came to prod. */
  readonly changed: PromotionPage;
  readonly rejected: PromotionPage;
  readonly applied: PromotionPage;
}

/** Works on a scratch copy of the sample's registry with the server's own code; nothing is left behind. */
export async function samplePages(): Promise<SamplePages> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-promotion-"));
  for (const name of ["mlflow.db", "mlartifacts"]) cpSync(join(example, name), join(folder, name), { recursive: true });
  const clock = testClock(1_795_400_000_000);
  const registry = openSqliteRegistry(join(folder, "mlflow.db"), clock.now);
  const { policy } = readPolicy(readFileSync(join(example, "slipway.yaml"), "utf8"));
  const as = (name: string): PromotionContext => ({
    registry,
    log: versionTags.in(registry),
    ...(policy ? { policy } : {}),
    policyFile: "slipway.yaml",
    me: name === "" ? "" : `${name}@example.com`,
    settings: defaultSettings,
    codeChange: async () => ({ runId: "", state: "differs", files: 4, added: 62, removed: 18 }),
    world: {
      now: clock.now,
      random: clock.random,
      environment: {},
      backends: [],
      base64: () => "",
      fetch: globalThis.fetch,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      files: { stat: async () => undefined, readText: async () => "", list: async () => [], pieces: () => assert.fail("no files here") },
    },
  });
  const seen = async (name: string) => contentOf(await promotionPage(target, as(name), signal));
  const act = async (name: string, kind: ActKind, comment: string) =>
    contentOf(await promotionAct({ target, act: kind, comment, seen: (await seen(name)).seen }, as(name), signal)).page;
  try {
    const draft = await seen("ana");
    const nobody = await seen("");
    await act("ana", "request", "Retrained on October data. Better on all three validation metrics.");
    const rejected = await act("bruno", "reject", "No bias review yet. Book one first, then I can decide.");
    await act(
      "ana",
      "request",
      "Bias review is booked with chen for Wed 25 Nov. We need the recall gain before Black Friday (27 Nov). I set the tag as soon as the review is done.",
    );
    const [review, requested] = [await seen("bruno"), await seen("ana")];
    await registry.setAlias("fraud-scorer", "champion", "11", signal);
    const changed = await seen("bruno");
    await act("ana", "cancel", "");
    await registry.setAlias("fraud-scorer", "champion", "12", signal);
    await setTag({ model: "fraud-scorer", version: "13", key: "bias_review", value: "done" }, as("ana"), signal);
    const allPass = await seen("ana");
    await act("ana", "request", "");
    const applied = await act("bruno", "approve", "");
    return { draft, allPass, nobody, review, requested, changed, rejected, applied };
  } finally {
    registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function contentOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.problem.message} ${answer.problem.next}`);
  return answer.value;
}

/** A host that shows `page`; an act is answered with `after`, and the page then is that. */
export function promotionHost(
  page: PromotionPage,
  rest: { readonly after?: PromotionPage; readonly state?: Partial<PromotionViewState> } = {},
): Fixture {
  let shown = page;
  return {
    [promotionReady.method]: () => ({ target, draft: "", folded: [], ...rest.state }),
    [promotionPageRequest.method]: () => ({ ok: true, value: shown }),
    [promotionActRequest.method]: () => {
      shown = rest.after ?? page;
      return { ok: true, value: { done: true, page: shown, message: "Done: fraud-scorer v13 → prod." } };
    },
    [promotionSetTag.method]: () => true,
  };
}
