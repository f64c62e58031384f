/**
 * `npm test` (all but the screens), `npm test -- --screens` (those too) and `npm run check` (the quick ones). Ends with one line over all runners, `N passed, N failed`, and a
 * status to match. A part that crashes counts as one failure.
 */
import { spawn } from "node:child_process";
import { glob } from "node:fs/promises";
import { resolve } from "node:path";
import type { FileResult } from "./mochaPart.ts";
import { type MochaPart, type Part, quickParts, stagesOf } from "./testParts.ts";

const quick = process.argv[2] === "quick";
/**
 * How many parts run at once: they wait for servers, windows and pages half of their time. Two, because a machine that builds this may
 * have two cores, and because a part that is alone on four proves less than one that is not. Of the quick ones more: what is
 * waited for there are processes of Git and answers that are meant to be late.
 */
const lanes = quick ? 3 : 2;
/** What came of every file, by its path; of a part that is a program, by its name. */
const results = new Map<string, FileResult>();
/** Files of one stage that are tried again at most: where more fail, something is broken, and nobody needs to wait for its second time. */
const triedAgain = 5;
/** Tests that failed beside others and passed alone. */
const passedAlone: string[] = [];

for (const stage of quick ? [quickParts] : stagesOf(process.argv.includes("--screens"))) {
  const waiting = (await Promise.all(stage.map(piecesOf))).flat();
  const lane = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) await runAndSay(part);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (!quick) await tryAlone(stage);
}
sayTheEnd();

/** A part whose files share nothing as one part for each file. */
async function piecesOf(part: Part): Promise<Part[]> {
  if ("program" in part || part.apart !== true) return [part];
  return (await filesOf(part)).map((file) => ({ ...part, name: `${part.name}, ${file}`, files: [file] }));
}

async function filesOf(part: MochaPart): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(part.files)) files.push(file);
  return files.sort();
}

/**
 * A file of tests that failed beside others once more, with nothing beside it: a window or a server may be late on a busy machine, and
 * what is broken fails again. Such a test is named at the end, so that nobody takes it for a steady one.
 */
async function tryAlone(stage: readonly Part[]): Promise<void> {
  const failed: { part: MochaPart; file: string; titles: readonly string[] }[] = [];
  for (const part of stage) {
    if ("program" in part) continue;
    for (const file of await filesOf(part)) {
      const titles = results.get(file)?.failed ?? [];
      if (titles.length > 0) failed.push({ part, file, titles });
    }
  }
  if (failed.length > triedAgain) return;
  for (const { part, file, titles } of failed) {
    results.delete(file);
    await runAndSay({ ...part, name: `${part.name}, ${file}, again and alone`, files: [file] });
    const second = results.get(file)?.failed ?? [];
    passedAlone.push(...titles.filter((title) => !second.includes(title)).map((title) => `${file}: ${title}`));
  }
}

/** What a part says is kept until it has ended, so that two do not speak at once. */
async function runAndSay(part: Part): Promise<void> {
  const begun = Date.now();
  const { of, said } = await runPart(part);
  for (const result of of) results.set(result.file, result);
  const { passed, failed, skipped } = sum(of);
  if (!quick || failed > 0) process.stdout.write(`\n=== ${part.name}\n${said}`);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`${part.name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
}

function sum(of: readonly FileResult[]): { passed: number; failed: number; skipped: number } {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of of) {
    total.passed += passed;
    total.failed += failed.length;
    total.skipped += skipped;
  }
  return total;
}

function sayTheEnd(): void {
  const all = [...results.values()];
  const { passed, failed, skipped } = sum(all);
  const broken = all.flatMap((result) => result.failed.map((title) => `${result.file}: ${title}`));
  for (const [what, titles] of [
    ["Failed", broken],
    ["Failed beside others and passed alone", passedAlone],
  ] as const)
    if (titles.length > 0) console.log(`\n${what}:\n${titles.map((title) => `  ${title}`).join("\n")}`);
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runPart(part: Part): Promise<{ of: readonly FileResult[]; said: string }> {
  if ("program" in part) {
    const { status, said } = await run(part.program);
    const [passed, failed] = status === 0 ? [1, []] : [0, [`ended with status ${status}`]];
    return { of: [{ file: part.name, passed, failed, skipped: 0 }], said };
  }
  const reporter = quick ? "dot" : "spec";
  const { status, of, said } = await run(["scripts/mochaPart.ts", reporter, String(part.timeout), ...part.files]);
  if (of !== undefined) return { of, said };
  const ended = `ended with status ${status} before its tests were done`;
  // Of one file it is known whose end it was, so that it is tried again.
  const [file = part.name, ...others] = await filesOf(part);
  const whose = others.length === 0 ? file : part.name;
  return { of: [{ file: whose, passed: 0, failed: [ended], skipped: 0 }], said: `${said}${part.name}: ${ended}\n` };
}

interface Ended {
  readonly status: number | null;
  readonly of: readonly FileResult[] | undefined;
  readonly said: string;
}

function run(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
    // Of generated cases a few, in seconds: see `test/generatedCases.ts`. What Node makes of our TypeScript is kept for the next time.
    env: quick ? { ...process.env, SLIPWAY_QUICK: "true", NODE_COMPILE_CACHE: resolve(".cache/compiled") } : process.env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let of: readonly FileResult[] | undefined;
  let said = "";
  child.on("message", (message) => {
    of = message as readonly FileResult[];
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("close", (status) => done({ status, of, said }));
  });
}
