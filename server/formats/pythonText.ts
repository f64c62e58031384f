import type { YamlScalar } from "./yamlTree.ts";

/** `str(value)` in Python of what PyYAML makes of a scalar: `True` of `on`, `3.1` of `3.10`. */
export function pythonText({ scalar, text }: YamlScalar): string {
  if (scalar.type === "string") return scalar.value;
  if (scalar.type === "boolean") return scalar.value ? "True" : "False";
  if (scalar.type === "null") return "None";
  return scalar.type === "number" ? numberText(text.replaceAll("_", "").toLowerCase()) : text;
}

function numberText(source: string): string {
  const sign = source.startsWith("-") ? "-" : "";
  const digits = source.replace(/^[-+]/, "");
  if (/^\.(?:inf|nan)$/.test(digits)) return `${sign}${digits.slice(1)}`;
  if (digits.includes(":")) return sexagesimal(sign, digits);
  if (digits.startsWith("0b")) return signed(sign, String(Number.parseInt(digits.slice(2), 2)));
  if (digits.startsWith("0x")) return signed(sign, String(Number.parseInt(digits.slice(2), 16)));
  if (/^0\d+$/.test(digits)) return signed(sign, String(Number.parseInt(digits, 8)));
  if (/^\d+$/.test(digits)) return signed(sign, String(BigInt(digits)));
  return `${sign}${floatText(Number(digits))}`;
}

function sexagesimal(sign: string, digits: string): string {
  const sum = digits.split(":").reduce((total, part) => total * 60 + Number(part), 0);
  return digits.includes(".") ? `${sign}${floatText(sum)}` : signed(sign, String(sum));
}

function signed(sign: string, digits: string): string {
  return digits === "0" ? digits : `${sign}${digits}`;
}

/** `str` of a float: Python writes an exponent from 1e16 on and below 1e-4, with two digits at least. */
export function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size >= 1e16 || size < 1e-4) return value.toExponential().replace(/e([-+])(\d)$/, "e$10$2");
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
