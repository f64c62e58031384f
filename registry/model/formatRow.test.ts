import assert from "node:assert/strict";
import fc from "fast-check";
import { generated } from "#test/generatedCases.ts";
import { formatRow } from "./format.ts";

/** The number that a text says, and the worth of its last place. */
function read(text: string): { readonly value: number; readonly unit: number } {
  const plain = text.replaceAll("−", "-").replace("+", "");
  const [mantissa = "", power = "0"] = plain.split("e");
  assert.ok(plain !== "" && Number.isFinite(Number(plain)), `“${text}” is a number`);
  return { value: Number(plain), unit: Number(`1e${Number(power) - (mantissa.split(".")[1]?.length ?? 0)}`) };
}

/** Numbers as runs log them: scores close to each other, losses, counts, times, and anything at all. */
const score = fc.double({ min: 0.5, max: 1, noNaN: true });
const near = fc.tuple(score, fc.double({ min: -1e-3, max: 1e-3, noNaN: true })).map(([a, b]) => [a, a + b]);
const small = fc.double({ min: -1e-3, max: 1e-3, noNaN: true });
const counts = fc.oneof(fc.integer({ min: -1000, max: 1_000_000 }), fc.maxSafeInteger());
const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
const any = fc.double({ min: -1e307, max: 1e307, noNaN: true });
/** Below this size a double has fewer digits than are shown. */
function normal(value: number): number {
  return Math.abs(value) < 1e-300 ? 0 : value;
}
const row = fc.oneof(
  near,
  ...[score, small, counts, seconds, any].map((one) => fc.array(one.map(normal), { minLength: 2, maxLength: 12 })),
);

describe("a row of cells", () => {
  it("adds up: the shown values differ by what is shown between them", () => {
    fc.assert(
      fc.property(row, (values) => {
        const shown = formatRow(values, 0);
        const base = read(shown.values[0] ?? "");
        values.slice(1).forEach((value, index) => {
          const cell = read(shown.values[index + 1] ?? "");
          const delta = read(shown.deltas[index + 1] ?? "");
          const unit = Math.max(base.unit, cell.unit);
          // Two texts that are equal though the values are not: only the difference tells them apart.
          const isFine = base.value === cell.value && value !== values[0];
          if (isFine) assert.ok(delta.value !== 0 && Math.abs(delta.value) <= unit * 1.0001, `${value}`);
          else
            assert.ok(
              Math.abs(cell.value / unit - base.value / unit - delta.value / unit) < 0.5000001 || !Number.isFinite(cell.value / unit),
              `${shown.values[0]} → ${shown.values[index + 1]} shows ${shown.deltas[index + 1]}`,
            );
        });
      }),
      generated(3000),
    );
  });

  it("says a difference that is at most a place off, with the sign that it has", () => {
    fc.assert(
      fc.property(row, (values) => {
        const shown = formatRow(values, 0);
        values.slice(1).forEach((value, index) => {
          const delta = read(shown.deltas[index + 1] ?? "");
          const exact = value - (values[0] ?? 0);
          assert.equal(Math.sign(delta.value) + 0, Math.sign(exact) + 0);
          const unit = Math.max(read(shown.values[0] ?? "").unit, read(shown.values[index + 1] ?? "").unit);
          if (Number.isFinite(exact)) assert.ok(Math.abs(delta.value / unit - exact / unit) <= 1.1, `${exact} shown as ${delta.value}`);
        });
      }),
      generated(3000),
    );
  });

  it("has cells of a bounded width, whatever was logged", () => {
    fc.assert(
      fc.property(row, (values) => {
        const shown = formatRow(values, 0);
        for (const text of [...shown.values, ...shown.deltas]) assert.ok(text.length <= 16, text);
      }),
      generated(3000),
    );
  });

  it("tells values apart that differ in nine digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000, max: 999_999_998 }), fc.integer({ min: -12, max: 12 }), (digits, power) => {
        const values = [Number(`${digits}e${power}`), Number(`${digits + 1}e${power}`)];
        assert.equal(new Set(formatRow(values, 0).values).size, 2);
      }),
      generated(100),
    );
  });

  const rows: readonly (readonly [readonly number[], readonly string[], readonly string[]])[] = [
    // Shown as 0.97359, 0.97395 and +0.00035 before.
    [
      [0.973594, 0.973947, 0.97359],
      ["0.973594", "0.973947", "0.973590"],
      ["", "+0.000353", "−0.000004"],
    ],
    [
      [0.932491, 0.934548],
      ["0.93249", "0.93455"],
      ["", "+0.00206"],
    ],
    [
      [0.3, 0.1 + 0.2],
      ["0.300", "0.300"],
      ["", "+5.55e−17"],
    ],
    [
      [1e301, 3e301],
      ["1.00e301", "3.00e301"],
      ["", "+2.00e301"],
    ],
    [
      [1e301, 1],
      ["1.00e301", "1"],
      ["", "−1.00e301"],
    ],
    [
      [123456789.123, 5],
      ["1.23e8", "5"],
      ["", "−1.23e8"],
    ],
    [
      [123456789, 5],
      ["123456789", "5"],
      ["", "−123456784"],
    ],
    [
      [-0.000000123, 0],
      ["−1.23e−7", "0"],
      ["", "+1.23e−7"],
    ],
    [
      [1.7e308, -1.7e308],
      ["1.70e308", "−1.70e308"],
      ["", "−3.40e308"],
    ],
    [
      [-1, 6],
      ["−1", "6"],
      ["", "+7"],
    ],
    [
      [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY],
      ["∞", "1", "∞"],
      ["", "−∞", ""],
    ],
    [
      [Number.NaN, 1],
      ["NaN", "1"],
      ["", ""],
    ],
    [
      [1, Number.NaN, Number.NEGATIVE_INFINITY],
      ["1", "NaN", "−∞"],
      ["", "", "−∞"],
    ],
    [
      [0.5, 2500000.5],
      ["0.5", "2500000.5"],
      ["", "+2500000.0"],
    ],
    [
      [1234.5, 0.00123],
      ["1234.5000", "0.0012"],
      ["", "−1234.4988"],
    ],
  ];
  for (const [values, texts, deltas] of rows) {
    it(`[${values.join(", ")}]`, () => assert.deepEqual(formatRow(values, 0), { values: texts, deltas }));
  }
});
