import { parentPort, workerData } from "node:worker_threads";
import { askAll } from "./allAnswers.ts";
import { heavyTexts } from "./heavyTexts.ts";

/** Asks everything of one heavy text under each of the names. */
const { what, names } = workerData as { readonly what: string; readonly names: readonly string[] };
const text = heavyTexts[what]?.() ?? "";
for (const name of names) {
  parentPort?.postMessage(name);
  askAll(name, text, [0.5]);
}
