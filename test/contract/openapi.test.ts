import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { mlflowApi, openApiAt } from "./openapi.ts";
import { readExchanges } from "./wire.ts";

/** `POST /api/… {"…"}`, as it was recorded. */
function sentOf(recorded: string) {
  const [, method = "", url = "", body] = /^(\S+) (\S+)(?: (.*))?$/s.exec(recorded) ?? [];
  return { method, url, ...(body === undefined ? {} : { body }) };
}

for (const file of ["registry-api.openapi.yaml", "registry-api.databricks.openapi.yaml", "registry-api.gitlab.openapi.yaml"]) {
  it(`docs/${file} is OpenAPI 3.1`, async () => {
    const textOf = (name: string) => structuredClone(openApiAt(name)) as unknown as Record<string, unknown>;
    const validator = new Validator();
    const main = "registry-api.openapi.yaml";
    if (file !== main) await validator.addSpecRef(textOf(main), `./${main}`);
    const { valid, errors } = await validator.validate(textOf(file));
    assert.ok(valid, JSON.stringify(errors));
  });
}

describe("docs/registry-api.openapi.yaml", () => {
  for (const [title, exchanges] of Object.entries(readExchanges())) {
    it(`has what was asked and answered for ${title}`, () => {
      for (const [request, answer] of exchanges) {
        mlflowApi.request(sentOf(request));
        mlflowApi.answer(sentOf(request), 200, JSON.stringify(answer));
      }
    });
  }

  const wrong: readonly (readonly [what: string, recorded: string, error: RegExp])[] = [
    ["another call", "GET /api/2.0/mlflow/secrets/list", /is not in/],
    ["another method", "GET /api/2.0/mlflow/runs/search", /is not in/],
    ["a parameter more", "GET /api/2.0/mlflow/runs/get?run_id=a&x=1", /no parameter x/],
    ["a parameter less", "GET /api/2.0/mlflow/runs/get", /needs run_id/],
    ["a body that is another", 'POST /api/2.0/mlflow/runs/search {"experiment_ids":[],"max_results":1}', /fewer than 1/],
    ["a number out of its bounds", "GET /api/2.0/mlflow/registered-models/search?max_results=2000", /must be <= 1000/],
  ];
  for (const [what, recorded, error] of wrong)
    it(`does not have ${what}`, () => assert.throws(() => mlflowApi.request(sentOf(recorded)), error));

  it("does not take an answer for one that it has", () => {
    const sent = sentOf("GET /api/2.0/mlflow/runs/get?run_id=a");
    assert.throws(
      () => mlflowApi.answer(sent, 200, '{"run":{"info":{"run_id":"a"},"data":{"metrics":[{"key":"a","value":"high"}]}}}'),
      /value/,
    );
    mlflowApi.answer(
      sent,
      200,
      '{"run":{"info":{"run_id":"a"},"data":{"metrics":[{"key":"a","value":NaN},{"key":"b","value":"-Infinity"}]}}}',
    );
    assert.throws(() => mlflowApi.answer(sent, 404, '{"detail":"none"}'), /error_code/);
  });
});
