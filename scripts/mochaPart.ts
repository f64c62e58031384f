/**
 * Runs test files given as glob patterns with mocha and tells the parent process the counts. Its own exit status says only that
 * it ran to its end: a part that crashes sends no counts.
 */
import { glob } from "node:fs/promises";
import { resolve } from "node:path";
import Mocha from "mocha";

/** Sent to the parent when all tests have run. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// Whoever counts is gone: nobody would end this.
process.on("disconnect", () => process.exit(1));

const [reporter = "spec", timeout = "10000", ...patterns] = process.argv.slice(2);
const mocha = new Mocha({ ui: "bdd", timeout: Number(timeout), reporter, color: false });
for await (const file of glob(patterns, { exclude: (name) => name.includes("node_modules") })) mocha.addFile(resolve(file));
mocha.files.sort();
await mocha.loadFilesAsync();

const stats = await new Promise<Mocha.Stats>((done) => {
  const runner = mocha.run(() => {
    if (runner.stats !== undefined) done(runner.stats);
  });
});
const counts: Counts = { passed: stats.passes, failed: stats.failures, skipped: stats.pending };
if (process.send !== undefined) process.send(counts, () => process.exit(0));
else process.exit(counts.failed === 0 ? 0 : 1);
