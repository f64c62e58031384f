import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { caseCount, seed } from "#test/generatedCases.ts";
import { openSqliteRegistry } from "../sqlite/sqliteRegistry.ts";
import { minimalStore } from "../sqlite/testStore.ts";
import { filterTest } from "./evaluateFilter.ts";
import { parseFilter } from "./filter.ts";
import { isLike } from "./like.ts";

const signal = new AbortController().signal;
const cases = caseCount(1000);

const texts = ["", "a", "A", "ab", "a%b", "a_b", "it''s", "Größe", "grösse", "😀b", "1"];
const numbers = [0, -0, 1, -1, 0.5, 1e308, Number.MAX_VALUE, Number.POSITIVE_INFINITY];
const patterns = ["%", "_", "a%", "%b", "_b", "a_b", "%a%b%", "A%", "gr%e", "%😀%", "__", ""];

const quoted = (text: string) => `'${text}'`;
const text = fc.constantFrom(...texts.filter((each) => !each.includes("'"))).map(quoted);
const number = fc.constantFrom("0", "1", "-1", "0.5", "1.5", "179e306", "9".repeat(400));
const list = fc.array(text, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(", ")})`);
const textKey = fc.constantFrom(
  "params.p",
  "params.q",
  "tags.t",
  "run_name",
  "status",
  "run_id",
  "user_id",
  "artifact_uri",
  "params.`none`",
);
const numberKey = fc.constantFrom("metrics.m", "metrics.n", "metrics.none");
const formulaKey = fc.constantFrom(
  "metrics.`= m - n`",
  "metrics.`= m / n`",
  "metrics.`= 1 - m`",
  'metrics."= `m` * 2 + m"',
  "metrics.`= m + none`",
);
const timeKey = fc.constantFrom("start_time", "end_time");
const time = fc.constantFrom("0", "1000", "2000.5", "-1");
const datasetKey = fc.constantFrom("datasets.name", "datasets.digest", "datasets.context");
const ordering = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
const nulls = fc.constantFrom("IS NULL", "IS NOT NULL");
const ofText = (key: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.tuple(key, fc.constantFrom("=", "!="), text),
    fc.tuple(key, fc.constantFrom("LIKE", "ILIKE"), fc.constantFrom(...patterns).map(quoted)),
    fc.tuple(key, fc.constantFrom("IN", "NOT IN"), list),
  );
const ofNumber = (key: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.tuple(key, ordering, value),
    fc.tuple(
      key,
      fc.constant("BETWEEN"),
      fc.tuple(value, value).map((bounds) => bounds.join(" AND ")),
    ),
    fc.tuple(key, nulls),
  );
const comparison = fc
  .oneof(
    ofText(textKey),
    ofText(datasetKey),
    fc.tuple(fc.constantFrom("params.p", "params.none", "tags.t"), nulls),
    ofNumber(numberKey, number),
    ofNumber(formulaKey, number),
    ofNumber(timeKey, time),
  )
  .map((words) => words.join(" "));
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    fc.tuple(tie("filter"), fc.constantFrom("AND", "OR"), tie("filter")).map(([left, joiner, right]) => `(${left}) ${joiner} (${right})`),
    tie("filter").map((part) => `NOT (${part})`),
  ),
}));

/** Runs with and without every key, with NaN, clamped infinities, times that are not set and data sets. */
function fill(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE datasets (dataset_uuid TEXT, experiment_id INTEGER, name TEXT, digest TEXT, dataset_profile TEXT);
    CREATE TABLE inputs (input_uuid TEXT, source_type TEXT, source_id TEXT, destination_type TEXT, destination_id TEXT);
    CREATE TABLE input_tags (input_uuid TEXT, name TEXT, value TEXT); BEGIN`);
  const insert = (table: string, ...values: (string | number | null)[]) =>
    database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => "?").join(", ")})`).run(...values);
  for (let at = 0; at < 40; at++) {
    const id = at < texts.length ? `run${at}` : `r${at}`;
    const pick = <T>(from: readonly T[], step: number): T => from[(at * step) % from.length] as T;
    const end = at % 3 === 0 ? null : 1000 * (at % 4);
    insert("runs", id, "", pick(texts, 1), pick(["FINISHED", "RUNNING", "FAILED"], 1), 1000 * (at % 3), end, "active", pick(texts, 5), 0);
    if (at % 4 !== 0) insert("params", "p", pick(texts, 3).replace("''", "'"), id);
    if (at % 5 !== 0) insert("params", "q", pick(texts, 7), id);
    if (at % 2 !== 0) insert("tags", "t", pick(texts, 2), id);
    if (at % 7 !== 0) insert("tags", "mlflow.runName", pick(texts, 4), id);
    for (const [key, step] of [
      ["m", 1],
      ["n", 3],
    ] as const) {
      if (at % (step + 2) === 0) continue;
      const value = pick([...numbers, Number.NaN], step);
      const kept = Math.min(value, Number.MAX_VALUE);
      insert("latest_metrics", key, Number.isNaN(value) ? 0 : kept, 1, 0, Number.isNaN(value) ? 1 : 0, id);
    }
    for (let input = 0; input < at % 3; input++) {
      insert("datasets", `${at}-${input}`, 0, pick(texts, input + 1), pick(texts, 3), null);
      insert("inputs", `i${at}-${input}`, "DATASET", `${at}-${input}`, "RUN", id);
      if (input === 0) insert("input_tags", `i${at}-${input}`, "mlflow.data.context", "a");
    }
  }
  database.exec("COMMIT");
  database.close();
}

describe("a filter over runs in memory", () => {
  let folder: string;
  let registry: Registry;
  let users: Readonly<Record<string, string>>;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-filter-"));
    const path = join(folder, "mlflow.db");
    minimalStore(path);
    fill(path);
    registry = openSqliteRegistry(path, Date.now);
    const database = new DatabaseSync(path, { readOnly: true });
    users = Object.fromEntries(
      database
        .prepare("SELECT run_uuid, user_id FROM runs")
        .all()
        .map((row) => [row["run_uuid"], String(row["user_id"])]),
    );
    database.close();
  });
  after(() => {
    registry.close();
    rmSync(folder, { recursive: true });
  });

  it(`takes the runs that the database takes: ${cases} generated ones`, async () => {
    const query = { experimentIds: ["0"], orderBy: [], limit: 1000 };
    const all = await registry.runs({ ...query, filter: "" }, signal);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(filter, async (source) => {
        const isTaken = filterTest(
          parseFilter(source),
          all,
          all.ids.map((id) => users[id] ?? ""),
        );
        const found = await registry.runs({ ...query, filter: source }, signal);
        assert.deepEqual(
          all.ids.filter((_, row) => isTaken(row)),
          found.ids,
        );
        if (found.ids.length > 0 && found.ids.length < all.ids.length) taken++;
      }),
      { seed, numRuns: cases },
    );
    assert.ok(taken > cases / 3, `${taken} filters take some and leave some`);
  });

  it("compares with a pattern as the database does", () => {
    const database = new DatabaseSync(":memory:");
    database.exec("PRAGMA case_sensitive_like=ON");
    const like = database.prepare("SELECT ? LIKE ? AS found");
    const piece = fc.array(fc.constantFrom("a", "b", "%", "_", "ä", "😀", "\\"), { maxLength: 8 }).map((each) => each.join(""));
    fc.assert(
      fc.property(piece, piece, (value, pattern) => assert.equal(isLike(value, pattern), like.get(value, pattern)?.["found"] === 1)),
      { seed, numRuns: cases },
    );
    database.close();
    assert.equal(isLike("a".repeat(20_000), `${"%a".repeat(30)}%b`), false);
  });
});
