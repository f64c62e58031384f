import assert from "node:assert/strict";
import { RegistryError } from "./errors.ts";
import { archivesOthers, canonicalStage, canonicalStages, checkAlias, checkNewAlias, checkTagKey, checkTagValue } from "./registryRules.ts";

/** “ok”, or what is said against it. */
function said(check: () => void): string {
  try {
    check();
    return "ok";
  } catch (error) {
    assert.ok(RegistryError.is(error, "invalid"));
    return `${error.message} ${error.next}`;
  }
}

const aliasRule = "Use letters, digits, _ and -, at most 255.";
const keyRule = "Use letters, digits, spaces and _ - . / :";
const long = "a".repeat(300);
const clipped = `${"a".repeat(59)}…`;

describe("the rules of a registry", () => {
  const aliases: readonly (readonly [alias: string, answer: string])[] = [
    ["champion", "ok"],
    ["Größe_2-漢", "ok"],
    ["a".repeat(255), "ok"],
    ["", `“” is not a valid alias. ${aliasRule}`],
    ["a b", `“a b” is not a valid alias. ${aliasRule}`],
    [" a", `“ a” is not a valid alias. ${aliasRule}`],
    ["a!", `“a!” is not a valid alias. ${aliasRule}`],
    ["a".repeat(256), `“${clipped}” is not a valid alias. ${aliasRule}`],
  ];
  for (const [alias, answer] of aliases) {
    it(`alias “${alias.slice(0, 20)}”, ${alias.length} long`, () => {
      assert.equal(
        said(() => checkAlias(alias)),
        answer,
      );
      assert.equal(
        said(() => checkNewAlias(alias)),
        answer,
      );
    });
  }

  it("some names stand for something else, and are only refused for a new alias", () => {
    for (const alias of ["latest", "LATEST", "v1", "V12"]) {
      assert.equal(
        said(() => checkAlias(alias)),
        "ok",
      );
      assert.equal(
        said(() => checkNewAlias(alias)),
        `The alias “${alias}” is reserved by MLflow. Choose another name.`,
      );
    }
    for (const alias of ["latest2", "v", "v1a", "av1", "version1"])
      assert.equal(
        said(() => checkNewAlias(alias)),
        "ok",
      );
  });

  const keys: readonly (readonly [key: string, answer: string])[] = [
    ["bias_review", "ok"],
    ["a/b.c-d e:f", "ok"],
    ["ä漢1", "ok"],
    ["..a/b..", "ok"],
    ["a".repeat(250), "ok"],
    ["a".repeat(251), `The tag key “${clipped}” is longer than 250 characters. Use a shorter key.`],
    ...["", "/a", "a//b", "a/", ".", "a/./b", "../a", "a/..", "a=b", "=a", "a=", "a\nb"].map(
      (key) => [key, `“${key}” is not a valid tag key. ${keyRule}`] as const,
    ),
  ];
  for (const [key, answer] of keys) {
    it(`tag key ${JSON.stringify(key.slice(0, 20))}, ${key.length} long`, () =>
      assert.equal(
        said(() => checkTagKey(key)),
        answer,
      ));
  }

  it("a tag's value may be as long as the limit", () => {
    const answers = ["", "12345", "123456"].map((value) => said(() => checkTagValue("note", value, 5)));
    assert.deepEqual(answers, ["ok", "ok", "The value of tag note is longer than 5 characters. Use a shorter value."]);
    assert.match(
      said(() => checkTagValue(long, "12", 1)),
      new RegExp(`tag ${clipped} is`),
    );
    assert.match(
      said(() => checkTagValue("b".repeat(60), "12", 1)),
      /tag b{60} is/,
    );
  });

  it("a stage is known in any case, and written in one", () => {
    assert.deepEqual(["none", "STAGING", "pRoduction", "Archived"].map(canonicalStage), ["None", "Staging", "Production", "Archived"]);
    assert.deepEqual(canonicalStages(["staging", "Production", "STAGING"]), ["Staging", "Production"]);
    for (const stage of ["", "Live", "Stagin"]) {
      const answer = `“${stage}” is not a stage. Use one of None, Staging, Production, Archived.`;
      assert.equal(
        said(() => canonicalStage(stage)),
        answer,
      );
      assert.equal(
        said(() => canonicalStages(["Production", stage])),
        answer,
      );
    }
  });

  it("only in Staging and Production is there one version at a time", () => {
    assert.deepEqual(["None", "Staging", "Production", "Archived"].filter(archivesOthers), ["Staging", "Production"]);
  });
});
