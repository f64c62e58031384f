import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { documentedAnswer, documentedRequest, openApi } from "./openapi.ts";
import { readExchanges } from "./wire.ts";

/** `POST /api/… {"…"}`, as it was recorded. */
function sentOf(recorded: string) {
  const [, method = "", url = "", body] = /^(\S+) (\S+)(?: (.*))?$/s.exec(recorded) ?? [];
  return { method, url, ...(body === undefined ? {} : { body }) };
}

describe("docs/registry-api.openapi.yaml", () => {
  it("is OpenAPI 3.1", async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(openApi) as unknown as Record<string, unknown>);
    assert.ok(valid, JSON.stringify(errors));
  });

  for (const [title, exchanges] of Object.entries(readExchanges())) {
    it(`has what was asked and answered for ${title}`, () => {
      for (const [request, answer] of exchanges) {
        documentedRequest(sentOf(request));
        documentedAnswer(sentOf(request), 200, JSON.stringify(answer));
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
    it(`does not have ${what}`, () => assert.throws(() => documentedRequest(sentOf(recorded)), error));

  it("does not take an answer for one that it has", () => {
    const sent = sentOf("GET /api/2.0/mlflow/runs/get?run_id=a");
    assert.throws(
      () => documentedAnswer(sent, 200, '{"run":{"info":{"run_id":"a"},"data":{"metrics":[{"key":"a","value":"high"}]}}}'),
      /value/,
    );
    documentedAnswer(
      sent,
      200,
      '{"run":{"info":{"run_id":"a"},"data":{"metrics":[{"key":"a","value":NaN},{"key":"b","value":"-Infinity"}]}}}',
    );
    assert.throws(() => documentedAnswer(sent, 404, '{"detail":"none"}'), /error_code/);
  });
});
