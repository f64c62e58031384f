import { readFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What a reader needs to judge the figures; nothing that names the machine. */
export interface Machine {
  readonly date: string;
  readonly cores: number;
  readonly processor: string;
  /** GB */
  readonly memory: number;
  readonly versions: string;
}

export function machine(): Machine {
  const versionOf = (name: string) => {
    const path = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
    return `${name} ${(JSON.parse(readFileSync(path, "utf8")) as { version: string }).version}`;
  };
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() || "unknown processor",
    memory: Math.round(totalmem() / 2 ** 30),
    versions: [`Node ${process.versions.node}`, `SQLite ${process.versions["sqlite"] ?? "?"}`, "MLflow 3.17.2"]
      .concat(["yaml-language-server", "yaml", "vscode-languageserver"].map(versionOf))
      .join(", "),
  };
}

/** Processes that wanted a core, over the last minute. What is measured here itself makes 1 to 2. */
export function load(): number {
  return loadavg()[0] ?? 0;
}
