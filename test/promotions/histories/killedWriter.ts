/**
 * A process that does one act on a SQLite file and ends itself, as the machine would, before or after its n-th write. What it wrote stays.
 * Arguments: the file, `alias` or `stage`, the act, who, the write and `before` or `after`; or, to race, the file, `append`, who, how many.
 */
import { approve, request } from "#registry/promotion/acts.ts";
import { readFacts } from "#registry/promotion/facts.ts";
import { versionTags } from "#registry/promotion/log/versionTags.ts";
import { draftEvent } from "#registry/promotion/record.ts";
import { policyWith } from "#registry/promotion/testEvents.ts";
import type { Environment } from "#registry/promotion/types.ts";
import { undo } from "#registry/promotion/undo.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { watched } from "./watched.ts";

const { signal } = new AbortController();
const [path = "", mode = "", act = "", me = "", at = "", how = ""] = process.argv.slice(2);
const opened = openSqliteRegistry(path, Date.now);
const target = { model: "scorer", version: "2", to: "prod" };
const input = { ...target, comment: "because" };

/** `prod`, marked by an alias or a stage, open to everybody. */
export function prodBy(mark: string): Partial<Environment> {
  const stage = { alias: undefined, stage: "Production" } as unknown as Partial<Environment>;
  return { approvers: [], ...(mark === "stage" ? stage : {}) };
}

function context(registry: typeof opened, log = versionTags.in(registry)) {
  const policy = policyWith(prodBy(mode));
  return {
    registry,
    log,
    policy,
    policyOrigin: { hash: "a", commit: "" },
    me,
    now: Date.now,
    random: Math.random,
    pause: async () => undefined,
  };
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

async function dieInAct(): Promise<void> {
  const { registry, log } = watched(opened, {
    before: async (n) => (how === "before" && n === Number(at) ? die() : undefined),
    after: async (n) => (how === "after" && n === Number(at) ? die() : undefined),
    landed: () => {},
  });
  const dying = context(registry, log);
  if (act === "request") await request(dying, input, signal);
  if (act === "approve") await approve(dying, input, signal);
  if (act !== "undo") return;
  const { promotions } = await readFacts(dying, target, signal);
  await undo(dying, { ...target, promotionId: promotions[0]?.id ?? "" }, signal);
}

/** Looks only now and then, so that many events are made behind the same one. */
async function appendMany(): Promise<void> {
  const racing = context(opened);
  for (let i = 0; i < Number(act); ) {
    const facts = await readFacts(racing, target, signal);
    for (const end = i + 10; i < Math.min(end, Number(act)); i++) {
      await racing.log.append(draftEvent(racing, facts, "comment", facts.promotions[0], `${me} ${i}`), signal);
    }
  }
}

if (process.argv[1]?.endsWith("killedWriter.ts")) await (mode === "append" ? appendMany() : dieInAct());
