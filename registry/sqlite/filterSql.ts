import type { SQLInputValue } from "node:sqlite";
import type { Comparator, Comparison, Filter } from "#registry/model/filter.ts";
import type { AttributeKey } from "#registry/model/filterTarget.ts";
import type { SortKey } from "#registry/model/orderBy.ts";

/** A piece of SQL with the values of its `?`. Nothing from a person is ever part of `sql`. */
export interface Sql {
  readonly sql: string;
  readonly parameters: readonly SQLInputValue[];
}

const columns: Readonly<Record<AttributeKey, string>> = {
  run_id: "run_uuid",
  run_name: "name",
  user_id: "user_id",
  status: "status",
  artifact_uri: "artifact_uri",
  start_time: "start_time",
  end_time: "end_time",
};

const tables = { metric: "latest_metrics", param: "params", tag: "tags" } as const;

/** A filter that names no formula as a condition on table `runs` (alias `r`). */
export function filterSql(filter: Filter): Sql {
  switch (filter.kind) {
    case "comparison":
      return comparisonSql(filter);
    case "not": {
      // What is neither true nor false, such as a comparison with a time that is not set, is not taken either: its opposite is.
      const { sql, parameters } = filterSql(filter.part);
      return { sql: `(${sql}) IS NOT TRUE`, parameters };
    }
    default: {
      if (filter.parts.length === 0) return everything;
      const parts = filter.parts.map(filterSql);
      const sql = parts.map((part) => `(${part.sql})`).join(filter.kind === "and" ? " AND " : " OR ");
      return { sql, parameters: parts.flatMap(({ parameters }) => parameters) };
    }
  }
}

/** A comparison with the meaning of MLflow 3.17.2 (`_get_sqlalchemy_filter_clauses`), where MLflow has it. */
function comparisonSql({ target, comparator, value }: Comparison): Sql {
  switch (target.kind) {
    case "attribute":
      // The column is empty in runs written before MLflow 1.30; the tag is always there.
      if (target.key === "run_name") return keyed("tags", "mlflow.runName", compare("k.value", comparator, value));
      return compare(`r.${columns[target.key]}`, comparator, value);
    case "metric": {
      if (comparator === "IS NULL") return not(keyed("latest_metrics", target.key, everything));
      if (comparator === "IS NOT NULL") return keyed("latest_metrics", target.key, everything);
      const { sql, parameters } = compare("k.value", comparator, value);
      // A NaN is kept as 0: it must not match as a number, and is unequal to every number.
      const condition = comparator === "!=" ? `(${sql} OR k.is_nan = 1)` : `(${sql} AND k.is_nan = 0)`;
      return keyed("latest_metrics", target.key, { sql: condition, parameters });
    }
    case "param":
    case "tag":
      if (comparator === "IS NULL") return not(keyed(tables[target.kind], target.key, everything));
      return keyed(tables[target.kind], target.key, compare("k.value", comparator, value));
    case "dataset":
      return dataset(target.key, comparator, value);
    case "formula":
      throw new TypeError("A formula is no SQL.");
  }
}

/** The `ORDER BY` of MLflow 3.17.2 (`_get_orderby_clauses`) on table `runs` (alias `r`): missing values last, NaN before them. */
export function orderSql(keys: readonly SortKey[]): Sql {
  const terms: string[] = [];
  const parameters: SQLInputValue[] = [];
  for (const { target, descending } of keys) {
    const direction = descending ? "DESC" : "ASC";
    if (target.kind === "attribute") {
      const column = `r.${columns[target.key]}`;
      terms.push(`${column} IS NULL`, `${column} ${direction}`);
      continue;
    }
    const value = `(SELECT value FROM ${tables[target.kind]} WHERE run_uuid = r.run_uuid AND key = ?)`;
    if (target.kind === "metric") {
      terms.push(`coalesce((SELECT is_nan FROM latest_metrics WHERE run_uuid = r.run_uuid AND key = ?), 2)`);
    } else {
      terms.push(`${value} IS NULL`);
    }
    terms.push(`${value} ${direction}`);
    parameters.push(target.key, target.key);
  }
  return { sql: [...terms, "r.start_time DESC", "r.run_uuid"].join(", "), parameters };
}

const everything: Sql = { sql: "1", parameters: [] };

function keyed(table: string, key: string, condition: Sql): Sql {
  return {
    sql: `EXISTS (SELECT 1 FROM ${table} k WHERE k.run_uuid = r.run_uuid AND k.key = ? AND ${condition.sql})`,
    parameters: [key, ...condition.parameters],
  };
}

function dataset(key: "name" | "digest" | "context", comparator: Comparator, value: Comparison["value"]): Sql {
  const { sql, parameters } = compare(key === "context" ? "t.value" : `d.${key}`, comparator, value);
  const tag = key === "context" ? "JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'" : "";
  return {
    sql:
      `EXISTS (SELECT 1 FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id ${tag} ` +
      `WHERE i.destination_id = r.run_uuid AND ${sql})`,
    parameters,
  };
}

function compare(column: string, comparator: Comparator, value: Comparison["value"]): Sql {
  if (value === null) return { sql: `${column} ${comparator}`, parameters: [] };
  if (comparator === "BETWEEN") return { sql: `${column} BETWEEN ? AND ?`, parameters: value as readonly number[] };
  if (typeof value === "object") {
    return { sql: `${column} ${comparator} (SELECT value FROM json_each(?))`, parameters: [JSON.stringify(value)] };
  }
  if (comparator === "ILIKE") return { sql: `lower(${column}) LIKE lower(?)`, parameters: [value] };
  return { sql: `${column} ${comparator} ?`, parameters: [value] };
}

function not({ sql, parameters }: Sql): Sql {
  return { sql: `NOT ${sql}`, parameters };
}
