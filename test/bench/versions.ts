import { execFile } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import type { PageQuery, VersionQuery } from "#registry/api.ts";
import { allPages } from "#registry/model/pages.ts";
import { openSqliteRegistry } from "#registry/sqlite/sqliteRegistry.ts";
import { cached } from "../../scripts/setup/cache.mjs";
import { type Figure, interleaved, median, ms, times } from "./figure.ts";

const signal = new AbortController().signal;
const rounds = 7;
/** A list of a few ms: with fewer rounds, the median is of code that is not compiled yet, on both sides. */
const roundsOfModels = 41;
/** As the command line asks. */
const pageSize = 1000;

/** Lists of a registry of 2,000 models × 50 versions and one model of 10,000 versions, beside hand-written SQL for the same rows. */
export async function versionFigures(): Promise<Figure[]> {
  const python = process.env["SLIPWAY_PYTHON"];
  if (python === undefined) throw new Error("SLIPWAY_PYTHON is not set: run this through npm.");
  const script = join(import.meta.dirname, "make_versions_store.py");
  const make = (folder: string) => promisify(execFile)(python, [script, folder]);
  const folder = await cached("bench-versions-1", "writing a store of 110,000 model versions for the bench", make);
  const path = join(folder, "mlflow.db");
  const registry = openSqliteRegistry(path, Date.now);
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const versions = (query: Omit<VersionQuery, "limit">) =>
      allPages((page) => registry.versions({ ...query, ...page, limit: pageSize }, signal));
    const models = () => allPages((page: Omit<PageQuery, "limit">) => registry.models({ ...page, limit: pageSize }, signal));
    const sql =
      (...queries: readonly string[]) =>
      () => {
        for (const query of queries) {
          const statement = database.prepare(query);
          statement.setReturnArrays(true);
          for (const row of statement.iterate()) void row;
        }
      };
    const columns =
      "name, version, creation_time, last_updated_time, description, user_id, current_stage, source, run_id, status, status_message";
    const ofMany = "WHERE name = 'many'";
    const ofModels = await interleaved(roundsOfModels, {
      models,
      sql: sql(
        "SELECT * FROM registered_models ORDER BY name",
        "SELECT * FROM registered_model_tags",
        "SELECT * FROM registered_model_aliases",
      ),
    });
    const samples = await interleaved(rounds, {
      many: () => versions({ model: "many" }),
      manySql: sql(`SELECT ${columns} FROM model_versions ${ofMany} ORDER BY version DESC`, `SELECT * FROM model_version_tags ${ofMany}`),
      all: () => versions({}),
      allSql: sql(`SELECT ${columns} FROM model_versions ORDER BY name, version DESC`, "SELECT * FROM model_version_tags"),
    });
    const row = (what: string, ours: readonly number[], peer: readonly number[]): Figure => {
      const [our, their] = [median(ours), median(peer)];
      return {
        what,
        ours: ms(our),
        peer: `the raw SQL ${ms(their)}`,
        ratio: times(their / our),
        budget: { text: "within 1.5× of the SQL", met: our / their <= 1.5 },
      };
    };
    return [
      row("all 10,000 versions of a model, p50", samples.many, samples.manySql),
      row("all 2,002 models, p50", ofModels.models, ofModels.sql),
      row("all 110,001 versions of all models, p50", samples.all, samples.allSql),
    ];
  } finally {
    registry.close();
    database.close();
  }
}
