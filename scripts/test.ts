/**
 * `npm test` (all parts) and `npm run check` (the quick ones). Ends with one line over all runners, `N passed, N failed`, and a
 * status to match. A part that crashes counts as one failure.
 */
import { spawn } from "node:child_process";
import { glob } from "node:fs/promises";
import type { Counts } from "./mochaPart.ts";
import { allStages, type Part, quickParts } from "./testParts.ts";

const quick = process.argv[2] === "quick";
/**
 * How many parts run at once: they wait for servers, windows and pages half of their time. Two, because a machine that builds this may
 * have two cores, and because a part that is alone on four proves less than one that is not. Of the quick ones more: what is
 * waited for there are processes of Git and answers that are meant to be late.
 */
const lanes = quick ? 3 : 2;
const total = { passed: 0, failed: 0, skipped: 0 };

for (const stage of quick ? [quickParts] : allStages) {
  const waiting = (await Promise.all(stage.map(piecesOf))).flat();
  const lane = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await runAndSay(part);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** A part whose files share nothing as one part for each file. */
async function piecesOf(part: Part): Promise<Part[]> {
  if ("program" in part || part.apart !== true) return [part];
  const files: string[] = [];
  for await (const file of glob(part.files)) files.push(file);
  return files.sort().map((file) => ({ ...part, name: `${part.name}, ${file}`, files: [file] }));
}

/** What a part says is kept until it has ended, so that two do not speak at once. */
async function runAndSay(part: Part): Promise<void> {
  const begun = Date.now();
  const { counts, said } = await runPart(part);
  if (!quick || counts.failed > 0) process.stdout.write(`\n=== ${part.name}\n${said}`);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${part.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`);
}

async function runPart(part: Part): Promise<{ counts: Counts; said: string }> {
  if ("program" in part) {
    const { status, said } = await run(part.program);
    return { counts: { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 }, said };
  }
  const reporter = quick ? "dot" : "spec";
  const { status, counts, said } = await run(["scripts/mochaPart.ts", reporter, String(part.timeout), ...part.files]);
  if (counts !== undefined) return { counts, said };
  return {
    counts: { passed: 0, failed: 1, skipped: 0 },
    said: `${said}${part.name}: ended with status ${status} before its tests were done\n`,
  };
}

function run(args: readonly string[]): Promise<{ status: number | null; counts: Counts | undefined; said: string }> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    // Of generated cases a few, in seconds: see `test/generatedCases.ts`.
    env: quick ? { ...process.env, SLIPWAY_QUICK: "true" } : process.env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let counts: Counts | undefined;
  let said = "";
  child.on("message", (message) => {
    counts = message as Counts;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, counts, said }));
  });
}
