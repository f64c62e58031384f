import { FakeGitLab } from "./fakeGitLab.ts";

/** A project of two experiments, 60 runs and two models. */
export async function projectOfGitLab(): Promise<FakeGitLab> {
  const fake = await FakeGitLab.start();
  fake.experiments.set(1, { name: "fraud", tags: { team: "risk" } });
  fake.experiments.set(2, { name: "prices", tags: {} });
  for (let n = 0; n < 60; n++) {
    const points = [3, 1, 2].map((value, step) => ({ key: "loss", value: value + n / 100, timestamp: 1000 + step, step }));
    fake.runs.push({
      ...{ eid: `0c7a1e52-0000-4000-8000-${String(n).padStart(12, "0")}`, iid: n + 1, experiment: n < 50 ? 1 : 2, name: `run-${n}` },
      ...{ start: 1_700_000_000_000 + n, status: n === 59 ? "RUNNING" : "FINISHED", isGeneric: n === 1 },
      metrics: [...points, { key: "auc", value: 0.9 - (n % 7) / 100, timestamp: 5 }],
      params: { lr: n % 2 === 0 ? "0.1" : "0.01" },
      tags: { "gitlab.CI_JOB_ID": String(n) },
      files: { "model/MLmodel": "flavors: {}\n", "a b.txt": "text" },
    });
  }
  const eid = (n: number) => fake.runs[n]?.eid ?? "";
  fake.versions.push({ id: 41, name: "scorer", semver: "1.0.0", run: eid(0), tags: { ok: "yes" }, files: { MLmodel: "flavors: {}\n" } });
  fake.versions.push({ id: 108, name: "scorer", semver: "1.1.0", run: eid(3), tags: {}, files: {} });
  fake.versions.push({ id: 77, name: "ranker", semver: "0.1.0", run: eid(55), tags: {}, files: {} });
  return fake;
}
