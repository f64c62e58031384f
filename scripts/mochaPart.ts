/**
 * Runs test files given as glob patterns with mocha and tells the parent process what came of each. Its own exit status says only
 * that it ran to its end: a part that crashes sends nothing.
 */
import { glob } from "node:fs/promises";
import { relative, resolve } from "node:path";
import Mocha from "mocha";

/** What came of one file. */
export interface FileResult {
  /** Path from the project's folder. */
  readonly file: string;
  passed: number;
  skipped: number;
  /** Titles of the tests (or their hooks) that failed. */
  readonly failed: string[];
}

// Whoever counts is gone: nobody would end this.
process.on("disconnect", () => process.exit(1));

const [reporter = "spec", timeout = "10000", ...patterns] = process.argv.slice(2);
const mocha = new Mocha({ ui: "bdd", timeout: Number(timeout), reporter, color: false });
for await (const file of glob(patterns, { exclude: (name) => name.includes("node_modules") })) mocha.addFile(resolve(file));
mocha.files.sort();
await mocha.loadFilesAsync();

const results = new Map<string, FileResult>();
const resultOf = (test: Mocha.Runnable): FileResult => {
  const file = relative(process.cwd(), test.file ?? "");
  const known = results.get(file) ?? { file, passed: 0, skipped: 0, failed: [] };
  results.set(file, known);
  return known;
};
await new Promise<void>((done) => {
  const runner = mocha.run(() => done());
  runner.on("pass", (test) => resultOf(test).passed++);
  runner.on("pending", (test) => resultOf(test).skipped++);
  runner.on("fail", (test) => resultOf(test).failed.push(test.fullTitle()));
});
const all = [...results.values()];
if (process.send !== undefined) process.send(all, () => process.exit(0));
else process.exit(all.every(({ failed }) => failed.length === 0) ? 0 : 1);
