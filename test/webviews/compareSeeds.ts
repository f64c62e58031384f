import { type CompareData, type CompareState, newCompareState } from "#protocol/views/compare.ts";
import { compareData, compareHost } from "./compareFixture.ts";
import type { Fixture } from "./harness.ts";

/** `count` runs of a sweep over two depths (and one run without a depth), each repeated with seeds. */
export function seedData(count: number): CompareData {
  const [like] = compareData.runs;
  if (!like) throw new Error("the fixture has runs");
  const runs = Array.from({ length: count }, (_, run) => ({
    ...like,
    id: `run-${String(run).padStart(3, "0")}`,
    name: `gbm-${run + 10}`,
    versionLabel: "",
  }));
  const param = (key: string, of: (run: number) => string | null) => ({ key, values: runs.map((_, run) => of(run)) });
  const wave = (run: number) => Math.sin(run * 12.9898) * 0.5;
  const depthOf = (run: number) => (run === count - 1 && count > 2 ? null : run % 2 === 0 ? "6" : "8");
  const value = (base: number, lift: number, noise: number) =>
    runs.map((_, run) => base + (depthOf(run) === "8" ? lift : 0) + wave(run) * noise);
  return {
    ...compareData,
    runs,
    code: runs.slice(1).map(({ id }) => ({ runId: id, state: "same" })),
    params: [param("max_depth", depthOf), param("seed", (run) => String(Math.floor(run / 2))), param("learning_rate", () => "0.1")],
    tags: [param("team", (run) => (run % 3 === 0 ? "fraud" : "risk"))],
    metrics: compareData.metrics.map((metric, at) => {
      const last = value(0.9 - at * 0.07, at % 2 === 0 ? 0.01 : 0.001, 0.006);
      return { ...metric, last, min: last.map((each) => each * 0.98), max: last.map((each) => each * 1.01), steps: last.map(() => 600) };
    }),
  };
}

/** A page of `seedData`, grouped by depth unless it is said otherwise. */
export function seedHost(
  count: number,
  rest: Partial<Pick<CompareState, "groupBy" | "folded" | "formulas">> = { groupBy: ["param:max_depth"] },
): Fixture {
  const data = seedData(count);
  return compareHost(data, { ...newCompareState(data.runs.map((run) => run.id)), ...rest });
}
