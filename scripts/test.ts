/**
 * `npm test` (all parts) and `npm run check` (the quick ones). Ends with one line over all runners, `N passed, N failed`, and a
 * status to match. A part that crashes counts as one failure.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { Counts } from "./mochaPart.ts";
import { type Part, parts } from "./testParts.ts";

const total = { passed: 0, failed: 0, skipped: 0 };
const quick = process.argv[2] === "quick";

async function runPart(part: Part): Promise<Counts> {
  if ("program" in part) {
    const { status } = await ended(start(part.program, "inherit"));
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  }
  const reporter = quick ? "dot" : "spec";
  const { status, counts } = await ended(start(["scripts/mochaPart.ts", reporter, String(part.timeout), ...part.files], "ipc"));
  if (counts !== undefined) return counts;
  console.log(`${part.name}: ended with status ${status} before its tests were done`);
  return { passed: 0, failed: 1, skipped: 0 };
}

function start(args: readonly string[], channel: "ipc" | "inherit"): ChildProcess {
  const stdio: ("ipc" | "inherit" | "ignore")[] = ["ignore", "inherit", "inherit"];
  if (channel === "ipc") stdio.push("ipc");
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { stdio });
}

function ended(child: ChildProcess): Promise<{ status: number | null; counts: Counts | undefined }> {
  let counts: Counts | undefined;
  child.on("message", (message) => {
    counts = message as Counts;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, counts }));
  });
}

for (const part of parts.filter((each) => !quick || each.quick)) {
  const begun = Date.now();
  if (!quick) console.log(`\n=== ${part.name}`);
  const counts = await runPart(part);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${part.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed === 0 ? 0 : 1;
