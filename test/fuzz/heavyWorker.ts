import { parentPort } from "node:worker_threads";
import { askAll } from "./allAnswers.ts";
import { heavyTexts } from "./heavyTexts.ts";

/** A heavy text, by its name, and the names of files under which everything is asked of it. */
export interface HeavyQuestion {
  readonly what: string;
  readonly names: readonly string[];
}

/** Tells each name before it asks, and `null` after the last one. */
parentPort?.on("message", ({ what, names }: HeavyQuestion) => {
  const text = heavyTexts[what]?.() ?? "";
  for (const name of names) {
    parentPort?.postMessage(name);
    askAll(name, text, [0.5]);
  }
  parentPort?.postMessage(null);
});
