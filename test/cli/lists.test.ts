import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { slipway } from "./run.ts";
import { sampleCopy } from "./sampleCopy.ts";

describe("slipway experiments, runs, models, versions, history, compare", () => {
  const sample = sampleCopy();
  const run = (...args: string[]) => slipway(args, { cwd: sample() });
  const json = async (...args: string[]) => {
    const { status, stdout } = await run(...args, "--format", "json");
    assert.equal(status, 0);
    const value = JSON.parse(stdout);
    assert.equal(value.version, 1);
    return value;
  };

  it("prints runs with the field names of MLflow's REST API", async () => {
    const { runs } = await json("runs", "--experiment", "fraud/gbm-sweep", "--filter", "attributes.run_name = 'gbm-019'");
    assert.equal(runs.length, 1);
    const [only] = runs;
    assert.deepEqual(
      Object.keys(only).filter((key) => !["metrics", "params", "tags"].includes(key)),
      "run_id run_name experiment_id status user_id start_time end_time lifecycle_stage artifact_uri datasets".split(" "),
    );
    assert.deepEqual(Object.keys(only.metrics.val_auc), ["value", "step", "timestamp"]);
    assert.equal(only.metrics.val_auc.step, 200);
    assert.equal(only.metrics.val_precision_above_90.value, "NaN");
    assert.equal(only.params.data_version, "2026-09");
    assert.equal(only.datasets[0].num_rows, 15000);
  });

  it("filters, orders and limits as MLflow does", async () => {
    const { runs } = await json("runs", "--filter", "metrics.val_auc > 0.97", "--order-by", "metrics.val_auc DESC", "--limit", "3");
    const values = runs.map((each: { metrics: { val_auc: { value: number } } }) => each.metrics.val_auc.value);
    assert.equal(values.length, 3);
    assert.deepEqual(
      values,
      values.toSorted((a: number, b: number) => b - a),
    );
    assert.ok(values.every((value: number) => value > 0.97));
  });

  it("lists the artifacts of a run, and says where those are that it cannot read", async () => {
    const { status, stdout, stderr } = await run("artifacts", "gbm-031", "../../mlflow.db");
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /not a path of an artifact/);
    assert.equal((await json("artifacts", "gbm-031")).version, 1);
  });

  it("reads past the first page", async () => {
    assert.equal((await json("runs", "--limit", "1000")).runs.length, 181);
    assert.equal((await json("versions", "--limit", "1000")).versions.length, 18);
  });

  it("ends with an error where the lists of a server do not end, prints no run twice, and says what it leaves out", async () => {
    const answers: Readonly<Record<string, unknown>> = {
      "/api/2.0/mlflow/experiments/search": { experiments: [{ experiment_id: "1", name: "a", lifecycle_stage: "active" }] },
      "/api/2.0/mlflow/runs/search": { runs: [{ info: { run_id: "r1", experiment_id: "1" } }], next_page_token: "again" },
      "/api/2.0/mlflow/runs/get": { run: { info: { run_id: "r1", experiment_id: "1" } } },
      "/api/2.0/mlflow/artifacts/list": { files: Array.from({ length: 10_001 }, (_, n) => ({ path: `a${n}` })) },
      "/api/2.0/mlflow/registered-models/search": { registered_models: [], next_page_token: "again" },
    };
    const asked: URLSearchParams[] = [];
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "", "http://x");
      asked.push(searchParams);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answers[pathname] ?? {}));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const list of ["runs", "models"]) {
      const { status, stdout, stderr } = await run(list, "--registry", uri);
      assert.deepEqual([status, stdout], [2, ""], list);
      assert.match(stderr, /the same page of a list twice/);
    }
    await run("models", "--limit", "3", "--registry", uri);
    assert.equal(asked.at(-1)?.get("max_results"), "3", "no more is asked for than is printed");
    const { stdout, stderr } = await run("artifacts", "r1", "--registry", uri, "--format", "csv");
    assert.equal(stdout.trim().split("\n").length, 1 + 10_000);
    assert.match(stderr, /The first 10000 of what lies in the artifacts; there may be more/);
    server.close();
    assert.ok(asked.length < 12, `${asked.length} requests`);
  });

  it("prints models with aliases, and versions highest first", async () => {
    const { models } = await json("models");
    assert.deepEqual(models[1].aliases, [
      { alias: "challenger", version: "13" },
      { alias: "champion", version: "12" },
    ]);
    const { versions } = await json("versions", "fraud-scorer", "--limit", "2");
    assert.deepEqual(
      versions.map((version: { version: string; aliases: string[] }) => [version.version, version.aliases]),
      [
        ["13", ["challenger"]],
        ["12", ["champion"]],
      ],
    );
  });

  it("prints a table for people and CSV for spreadsheets", async () => {
    const table = await run("experiments");
    assert.match(table.stdout, /^EXPERIMENT_ID +NAME +RUNS +LAST_START\n/);
    assert.match(table.stdout, /fraud\/gbm-sweep +41 +2026-11-20T/);
    const csv = await run("runs", "--format", "csv", "--limit", "2");
    const [head, ...lines] = csv.stdout.trimEnd().split("\n");
    assert.match(head ?? "", /^run_id,run_name,experiment_id,status,user_id,start_time,end_time,metrics\./);
    assert.equal(lines.length, 2);
  });

  it("sums histories up: where they begin, end, and are least, greatest and best", async () => {
    const { histories } = await json("history", "gbm-019", "--metric", "val_auc", "val_logloss");
    const { summaries } = await json("history", "gbm-019", "--metric", "val_auc", "val_logloss", "nowhere", "--summary");
    assert.equal(summaries.length, 2);
    for (const [at, { points, total, metric }] of histories.entries()) {
      const values = points.map(({ value }: { value: number }) => value);
      const pointWith = (value: number) => points[values.indexOf(value)];
      const [min, max] = [pointWith(Math.min(...values)), pointWith(Math.max(...values))];
      const better = metric === "val_auc" ? "higher" : "lower";
      assert.deepEqual(summaries[at], {
        ...{ run_id: histories[at].run_id, metric, total, first: points[0], last: points.at(-1), min, max },
        ...{ better, best: better === "higher" ? max : min },
      });
    }
    const csv = await run("history", "gbm-019", "--metric", "val_auc", "--summary", "--format", "csv");
    assert.match(csv.stdout, /^run_id,metric,total,first,first_step,last,last_step,min,min_step,max,max_step,best,best_step,better\n/);
    assert.equal(csv.stdout.trim().split("\n").length, 2);
  });

  it("takes runs by name, by id and by URI, and says how much of a history it shows", async () => {
    const { histories } = await json("history", "gbm-019", "--metric", "val_auc", "val_logloss");
    assert.deepEqual(
      histories.map((one: { metric: string; total: number; points: object[] }) => [one.metric, one.total, one.points.length]),
      [
        ["val_auc", 100, 100],
        ["val_logloss", 100, 100],
      ],
    );
    const part = await run("history", `runs:/${histories[0].run_id}/model`, "--metric", "val_auc", "--max-points", "10", "--format", "csv");
    assert.match(part.stdout, /^run_id,metric,step,timestamp,value\n/);
    assert.match(part.stderr, /1 of 1 histories show a part/);
  });

  it("compares with the first run as the baseline, differences only", async () => {
    const { stdout } = await run("compare", "gbm-019", "gbm-031");
    assert.match(stdout, /^\| kind \| key \| gbm-019 \| gbm-031 \|\n/);
    assert.match(stdout, /\| metric \| val_auc \| 0\.9\d+ \| 0\.9\d+ \(\+0\.0\d+\) \|/);
    assert.doesNotMatch(stdout, /\| seed \|/);
    const all = await json("compare", "gbm-019", "gbm-031", "--all");
    assert.deepEqual(
      all.params.find((row: { key: string }) => row.key === "seed"),
      { key: "seed", values: ["7", "7"] },
    );
  });

  it("writes a comparison as one page that asks for nothing else", async () => {
    const { stdout } = await run("compare", "gbm-019", "gbm-031", "--format", "html");
    assert.match(stdout, /^<!doctype html>/);
    assert.match(stdout, /val_auc <span class="muted">↑ higher\?.*▲ better/);
    assert.match(stdout, /\d+ equal rows are left out: --all shows them\./);
    // Where a data set came from may be an address: that is text.
    const markup = stdout.replace(/>[^<]*(?=<\/td>)/g, ">");
    assert.doesNotMatch(markup, /<script|https?:|\s(src|href)=|@import|url\(/, "it is closed in");
  });

  it("ends quietly when its reader stops reading", async () => {
    const ended = await slipway(["runs", "--limit", "1000", "--format", "json"], { cwd: sample(), closeAfter: 1 });
    assert.deepEqual({ status: ended.status, stderr: ended.stderr }, { status: 0, stderr: "" });
  });

  it("ends quietly on Ctrl-C while it waits for a server", async () => {
    const server = createServer(() => child.kill("SIGINT")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const main = join(import.meta.dirname, "../../cli/main.ts");
    const child = spawn(process.execPath, [main, "models", "--registry", uri], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    const [status] = await once(child, "close");
    server.closeAllConnections();
    server.close();
    assert.deepEqual({ status, said }, { status: 130, said: "" });
  });

  for (const [what, args] of [
    ["a filter that can't be parsed", ["runs", "--filter", "metrics.loss >"]],
    ["an unknown experiment", ["runs", "--experiment", "no-such"]],
    ["an unknown run", ["compare", "gbm-019", "gbm-999"]],
    ["an unknown model", ["versions", "no-such"]],
    ["a limit that is no number", ["runs", "--limit", "many"]],
    ["a registry of a kind that is not supported", ["runs", "--registry", "databricks"]],
    ["a server that is down", ["models", "--registry", "http://127.0.0.1:9"]],
    ["history without a metric", ["history", "gbm-019"]],
  ] as const) {
    it(`ends with 2, a sentence and no stack on ${what}`, async () => {
      const { status, stdout, stderr } = await run(...args);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
      assert.notEqual(stderr.trim(), "");
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }
});
