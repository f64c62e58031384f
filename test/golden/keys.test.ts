import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import type { KeySpec } from "#registry/model/keySpec.ts";
import { formats } from "#server/formats/formats.ts";

const file = new URL("./keys.txt", import.meta.url);

/** A key as hover and completion tell of it, and the keys below it. */
function told(spec: KeySpec, path: string): string[] {
  const facts = [
    spec.type,
    ...(spec.values === undefined ? [] : [`one of ${spec.values.join(", ")}`]),
    ...(spec.default === undefined ? [] : [`default ${spec.default}`]),
    ...(spec.reference === undefined ? [] : [`names a ${spec.reference}`]),
    ...(spec.presence === undefined ? [] : [spec.presence]),
  ];
  const below = [
    ...(spec.keys ?? []).map((key) => [key, `${path}.${key.name}`] as const),
    ...(spec.each === undefined ? [] : [[spec.each, `${path}.*`] as const]),
    ...(spec.item === undefined ? [] : [[spec.item, `${path}[]`] as const]),
  ];
  const meanings = (spec.values ?? []).map((value) => `    - ${value}: ${spec.meanings?.[value] ?? ""}`.trimEnd());
  return [`${path}: ${facts.join("; ")}`, `    ${spec.doc}`, ...meanings, ...below.flatMap(([key, at]) => told(key, at))];
}

describe("the keys of every format", () => {
  it("are told as keys.txt has it: UPDATE=1 writes it, and a person reads it", () => {
    const text = `${formats.flatMap(({ id, spec }) => told(spec, id)).join("\n")}\n`;
    if (process.env["UPDATE"] === "1") writeFileSync(file, text);
    assert.equal(text, readFileSync(file, "utf8"));
  });
});
