import { resolvePyYamlScalar, type ScalarValue } from "../formats/pyYaml.ts";
import { integerOf, resolveRuamelScalar } from "../formats/ruamelYaml.ts";
import type { YamlNode } from "../formats/yamlTree.ts";
import type { Reader } from "./source.ts";

const STANDARD = "tag:yaml.org,2002:";

/** What a reader makes of a scalar; text: why it refuses it (`constructor.py`). */
export function constructScalar(text: string, isPlain: boolean, tag: string | undefined, reader: Reader): ScalarValue | string {
  const isResolved = tag === "!" || (tag === undefined && isPlain);
  if (isResolved) {
    if (text === "=" || text === "<<") return `\`${text}\` by itself has a meaning of its own. Put it in quotes`;
    return impossible(text) ?? (reader === "ruamel" ? ruamelScalar(text) : resolvePyYamlScalar(text));
  }
  if (tag === undefined) return { type: "string", value: text };
  if (!tag.startsWith(STANDARD)) return unknownTag(tag);
  const short = tag.slice(STANDARD.length);
  return (reader === "ruamel" ? taggedForRuamel(text, short) : undefined) ?? tagged(text, short);
}

function ruamelScalar(text: string): ScalarValue | string {
  const value = resolveRuamelScalar(text);
  const isNumber = value.type === "number" && (!Number.isNaN(value.value) || /^\.nan$/i.test(text));
  return value.type !== "number" || isNumber ? value : `\`${text}\` has no digits`;
}

/** Where ruamel's tags take another text than PyYAML's; undefined: they do not. */
function taggedForRuamel(text: string, tag: string): ScalarValue | string | undefined {
  if (tag === "int") {
    const value = integerOf(text.trim());
    return value === undefined ? "This is no `!!int`" : { type: "number", value: Number(value) };
  }
  if (tag === "bool" && /^[yn]$/i.test(text)) return { type: "boolean", value: /y/i.test(text) };
  return undefined;
}

function tagged(text: string, tag: string): ScalarValue | string {
  const value = resolvePyYamlScalar(text);
  const misfit = `This is no \`!!${tag}\``;
  switch (tag) {
    case "str":
      return { type: "string", value: text };
    case "null":
      return { type: "null" };
    case "binary":
      // Python's `base64` passes over what is not in its alphabet.
      return /^[\0-\x7f]*$/.test(text) && isPadded(text.replace(/[^A-Za-z0-9+/=]/g, "")) ? { type: "string", value: text } : misfit;
    case "bool":
      return /^(?:yes|no|true|false|on|off)$/i.test(text) ? { type: "boolean", value: /^(?:yes|true|on)$/i.test(text) } : misfit;
    case "int":
      return /^[-+]?\d[\d_]*$/.test(text) && !/^[-+]?0\d*[89]/.test(text)
        ? { type: "number", value: Number(text.replaceAll("_", "")) }
        : isInteger(value)
          ? value
          : misfit;
    case "float":
      return /^\s*[-+]?(?:[\d_]+\.?[\d_]*|\.[\d_]+)(?:e[-+]?\d+)?\s*$/i.test(text) || value.type === "number"
        ? { type: "number", value: Number(text) }
        : misfit;
    case "timestamp":
      return impossible(text) ?? (value.type === "date" ? value : misfit);
    default:
      return ["omap", "pairs", "set", "seq", "map"].includes(tag) ? misfit : unknownTag(STANDARD + tag);
  }
}

function isInteger(value: ScalarValue): boolean {
  return value.type === "number" && (Number.isNaN(value.value) || Number.isInteger(value.value));
}

function isPadded(base64: string): boolean {
  const letters = base64.replace(/=+$/, "");
  return letters.length % 4 === 0 || (letters.length % 4 !== 1 && base64.length - letters.length >= 4 - (letters.length % 4));
}

function unknownTag(tag: string): string {
  const shown = tag.startsWith(STANDARD) ? `!!${tag.slice(STANDARD.length)}` : tag;
  return `The tag \`${shown}\` means nothing to the YAML reader. Remove it, or put the text in quotes`;
}

/** What looks like a number or a date to PyYAML, and then is none. */
function impossible(text: string): string | undefined {
  if (/^[-+]?0[bx]_+$/.test(text)) return `\`${text}\` has no digits`;
  const date = /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.\d*)?(?:[ \t]*(?:Z|[-+](\d\d?)(?::(\d\d))?))?)?$/.exec(
    text,
  );
  if (date === null || resolvePyYamlScalar(text).type !== "date") return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = date
    .slice(1)
    .map((part) => Number(part ?? 0));
  const isDay = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  const isTime = hour < 24 && minute < 60 && second < 60 && zoneHour * 60 + zoneMinute < 24 * 60;
  return isDay && isTime ? undefined : "There is no such date. Put the text in quotes";
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Why `safe_load` refuses a map or list with this tag; undefined: it takes it. */
export function misfitOfCollection(node: YamlNode, tag: string | undefined): string | undefined {
  if (tag === undefined || tag === "!") return undefined;
  const short = tag.startsWith(STANDARD) ? tag.slice(STANDARD.length) : undefined;
  if (node.kind === "map") return short === "map" || short === "set" ? undefined : wrongKind(tag, short, "map");
  if (short === "seq") return undefined;
  const isPairs =
    (short === "omap" || short === "pairs") &&
    node.kind === "list" &&
    node.items.every((item) => item.kind === "map" && item.entries.length === 1);
  return isPairs ? undefined : wrongKind(tag, short, "list");
}

function wrongKind(tag: string, short: string | undefined, kind: string): string {
  const known = ["str", "int", "float", "bool", "null", "timestamp", "binary", "map", "set", "seq", "omap", "pairs"];
  return short !== undefined && known.includes(short) ? `A ${kind} is no \`!!${short}\`` : unknownTag(tag);
}
