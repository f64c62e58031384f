import assert from "node:assert/strict";
import { backends } from "#registry/backends.ts";
import { refusedScheme } from "./schemes.ts";

describe("a scheme that another extension may bring", () => {
  const own = backends.flatMap(({ schemes }) => schemes);
  for (const scheme of [...own, "postgresql", "postgresql+psycopg2", "mysql+pymysql", "uc"]) {
    it(`is not ${scheme}`, () => assert.match(refusedScheme(scheme) ?? "", /own$/));
  }
  for (const scheme of ["", "c", "ACME", "ac me", "acme:", "1a", "__proto__", undefined, 5, {}]) {
    it(`is not ${JSON.stringify(scheme)}`, () => assert.match(refusedScheme(scheme) ?? "", /lower case$/));
  }
  for (const scheme of ["acme", "x-lab.io", "wandb"]) it(`is ${scheme}`, () => assert.equal(refusedScheme(scheme), undefined));
});
