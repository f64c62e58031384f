import { DatabaseSync } from "node:sqlite";

/** The schema and rows of an SQLite file as SQL, in an order of their own, so that a diff shows what is different. */
export function storeText(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const things = database.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").all();
    const sqlOf = (type: string) => things.filter((thing) => thing["type"] === type).map((thing) => `${String(thing["sql"])};`);
    const rows = things.filter((thing) => thing["type"] === "table").flatMap((thing) => rowsText(database, String(thing["name"])));
    const text = [...sqlOf("table"), ...rows, ...sqlOf("index"), ...sqlOf("trigger")].join("\n");
    return `${text.replace(/[ \t]+$/gm, "")}\n`;
  } finally {
    database.close();
  }
}

export function makeStoreOf(text: string, path: string): void {
  const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  database.exec(`PRAGMA synchronous=OFF; BEGIN;\n${text}COMMIT;`);
  database.close();
}

function rowsText(database: DatabaseSync, table: string): string[] {
  const statement = database.prepare(`SELECT * FROM "${table}"`);
  statement.setReadBigInts(true);
  const rows = statement.all().map((row) => `(${Object.values(row).map(literal).join(",")})`);
  return rows.length === 0 ? [] : [`INSERT INTO "${table}" VALUES\n${rows.sort().join(",\n")};`];
}

/** Whole numbers come as bigint, so that a number is one of a REAL column, and stays so. */
function literal(value: unknown): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(1) : String(value);
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  throw new Error(`a ${typeof value} is not written as SQL`);
}
