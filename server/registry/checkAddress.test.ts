import assert from "node:assert/strict";
import { backends } from "#registry/backends.ts";
import { checkAddress } from "./checkAddress.ts";

describe("the address of a registry", () => {
  const cases: readonly (readonly [written: string, problem: RegExp | undefined, authKinds: readonly string[]])[] = [
    ["http://127.0.0.1:5000", undefined, ["basic", "token"]],
    [" https://ana:secret@mlflow.example.com/base ", undefined, ["basic", "token"]],
    ["sqlite:///mlflow.db", undefined, []],
    ["data/mlflow.db", undefined, []],
    ["mlruns", undefined, []],
    ["sqlite://", /^The address names no database file\. Use one such as sqlite:\/\/\/path\/mlflow\.db\.$/, []],
    ["http://", /^The address of the registry is not valid\. Use one such as http:\/\/host:5000\.$/, []],
    ["mlflow.internal:5000", /^The address of a server begins with http:\/\/ or https:\/\/\. Write it in front\.$/, []],
    ["postgresql://ana:secret@db/mlflow", /^A postgresql: database .* mlflow server --backend-store-uri postgresql:\/\/… /, []],
    ["mysql+pymysql://ana:secret@db/mlflow", /^A mysql\+pymysql: database is read by an MLflow server\./, []],
    ["ftp://ana:secret@host", /^A registry at ftp: is not supported yet\./, []],
    ["", /./, []],
  ];
  for (const [written, problem, authKinds] of cases) {
    it(`${JSON.stringify(written)} ${problem === undefined ? "can be tried" : "is told apart"}`, () => {
      const check = checkAddress(written, "file:///home/ana", backends);
      assert.deepEqual(check.authKinds, authKinds);
      if (problem === undefined) assert.equal(check.problem, undefined);
      else assert.match(check.problem ?? "", problem);
      assert.doesNotMatch(check.problem ?? "", /secret/);
    });
  }
});
