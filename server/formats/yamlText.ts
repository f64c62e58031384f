import { resolvePyYamlScalar } from "./pyYaml.ts";
import type { NamePlace } from "./symbols.ts";

/** A name as a YAML scalar: in quotes where it would mean something else without, whichever reader it is for. */
export function quotedIfNeeded(name: string): string {
  const isPlain = /^(?!\.+$)[A-Za-z_./][\w./@-]*(?: [\w./@-]+)*$/.test(name) && resolvePyYamlScalar(name).type === "string";
  if (isPlain && !/^(?:true|false|null)$/i.test(name)) return name;
  return /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(name)
    ? doubleQuoted(name)
    : `'${name.replaceAll("'", "''")}'`;
}

/** JSON, which YAML reads, without the signs that YAML takes for line breaks or for nothing. */
function doubleQuoted(name: string): string {
  return JSON.stringify(name).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A name between quotes that are there already. */
export function escapedIn(quote: "'" | '"', name: string): string {
  return quote === '"' ? doubleQuoted(name).slice(1, -1) : name.replaceAll("'", "''");
}

/** Single quotes have no way to write what is no sign, and no line break that stays one. */
export function canStandIn(quote: "'" | '"', name: string): boolean {
  return quote === '"' || !/[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(name);
}

/** What is to be written at a place in order that it has another name: in the quotes that it has. */
export function renamedAt({ start, inText }: NamePlace, name: string, text: string): string {
  const quote = text[start];
  if (inText) return name;
  return quote === "'" || quote === '"' ? `${quote}${escapedIn(quote, name)}${quote}` : quotedIfNeeded(name);
}
