import fc from "fast-check";

const names = fc.constantFrom(
  "a",
  "val_auc",
  "val/loss",
  "mlflow.user",
  "1st",
  "ä",
  "größe",
  "模型",
  "a  b",
  "or",
  "and",
  "in",
  "status",
  "x$y",
  "x#y",
  "_z",
  "a.b.c",
  "a-b",
  "LIKE",
  "null",
  "is",
  "not",
  "created",
  "end_time",
);
const kinds = fc.constantFrom(
  "metrics",
  "metric",
  "params",
  "parameter",
  "parameters",
  "param",
  "tags",
  "tag",
  "attributes",
  "attribute",
  "attr",
  "run",
  "datasets",
  "dataset",
  "Metrics",
  "TAGS",
  "model",
  "`tags`",
  '"params"',
  "",
);
const quotes = fc.constantFrom("", "", "`", "`", '"', "'");
const key = fc.tuple(kinds, names, quotes).map(([kind, name, quote]) => `${kind}${kind === "" ? "" : "."}${quote}${name}${quote}`);
const attribute = fc.constantFrom(
  "status",
  "run_name",
  "run_id",
  "user_id",
  "artifact_uri",
  "start_time",
  "end_time",
  "created",
  "Created",
  "Run Name",
  "`run name`",
  "attributes.`Run name`",
  "attr.run_id",
  "STATUS",
  "datasets.name",
  "dataset.digest",
  "datasets.context",
  "datasets.rows",
);
const comparator = fc.constantFrom(
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "LIKE",
  "ILIKE",
  "like",
  "iLike",
  "IN",
  "NOT IN",
  "not in",
  "IS NULL",
  "IS NOT NULL",
  "is null",
  "is  not  null",
  "==",
  "<>",
  "~",
  "RLIKE",
  "=>",
  "NOT LIKE",
);
const text = fc.constantFrom(
  "'x'",
  '"x"',
  "'it''s'",
  "'a\\'b'",
  '"it\'s"',
  "''",
  "'%a_'",
  "'ä'",
  "`x`",
  "x",
  "'x",
  "'a' 'b'",
  "'--c'",
  "'/* c */'",
  "'a;b'",
);
const number = fc.constantFrom(
  "1",
  "0.5",
  "-1",
  "+1",
  ".5",
  "5.",
  "1e3",
  "1E-3",
  "1e+3",
  "0x1F",
  "1_000",
  "NaN",
  "Infinity",
  "--1",
  "- 1",
  "1.2.3",
  "9".repeat(400),
  "TRUE",
  "NULL",
);
const list = fc.constantFrom(
  "('a')",
  "('a', 'b')",
  '("a","b")',
  "('a',)",
  "()",
  "(a)",
  "(1, 2)",
  "'a'",
  "('a', 1)",
  "('a' 'b')",
  "( 'a' ,'b' )",
);
const value = fc.oneof(text, text, number, number, list);
const space = fc.constantFrom(" ", " ", " ", "  ", "\t", "\n", "", "\u00a0");
const comparison = fc
  .tuple(fc.oneof(key, attribute), space, comparator, space, fc.option(value, { nil: "" }))
  .map(([left, before, operator, after, right]) => `${left}${before}${operator}${after}${right}`);
/** Likely ones, so that not all are refused. */
const likely = fc.oneof(
  fc
    .tuple(fc.constantFrom("metrics", "metric"), names, fc.constantFrom("", "`", '"'), fc.constantFrom("=", "!=", "<", ">="), number)
    .map(([k, n, q, c, v]) => `${k}.${q}${n}${q} ${c} ${v}`),
  fc
    .tuple(
      fc.constantFrom("params", "tags", "tag", "param"),
      names,
      fc.constantFrom("", "`", '"'),
      fc.constantFrom("=", "!=", "LIKE", "ILIKE"),
      text,
    )
    .map(([k, n, q, c, v]) => `${k}.${q}${n}${q} ${c} ${v}`),
  fc
    .tuple(fc.constantFrom("params", "tags"), names, fc.constantFrom("", "`", '"'), fc.constantFrom("IS NULL", "is not null"))
    .map(([k, n, q, c]) => `${k}.${q}${n}${q} ${c}`),
  fc.tuple(attribute, fc.constantFrom("=", "!=", "LIKE", "IN", "NOT IN", ">"), value).map(([k, c, v]) => `${k} ${c} ${v}`),
);
const joiner = fc.constantFrom(" AND ", " and ", "\nAND\t", " OR ", ", ", " ", " AND AND ", "; ", " && ", "AND", " NOT ");
const around = fc.constantFrom(
  ["", ""],
  ["", ""],
  ["", ""],
  ["(", ")"],
  [" ", " "],
  ["", ";"],
  ["AND ", ""],
  ["", " AND"],
  ["NOT ", ""],
  ["-- c\n", ""],
  ["/* c */", ""],
  ["", " -- c"],
);

/** Filters as people write and miswrite them. */
export const generatedFilters: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ arbitrary: likely, weight: 3 }, { arbitrary: comparison, weight: 1 }),
    fc.option(fc.tuple(joiner, fc.oneof(likely, comparison)), { nil: undefined, freq: 2 }),
    around,
  )
  .map(([first, more, [before, after]]) => `${before}${first}${more === undefined ? "" : more.join("")}${after}`);
