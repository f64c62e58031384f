/** What a scalar means. `date` stands for a PyYAML timestamp, whose value nobody here needs. */
export type ScalarValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "null" }
  | { readonly type: "date" };

// PyYAML 6.0, yaml/resolver.py. Not YAML 1.1 to the letter: `y` is a string, and `1e-3` too, for want of a dot.
const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER = /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const DATE = /^\d{4}-\d\d-\d\d$|^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;

/** Does a plain scalar look like a date, or a time of a day, to PyYAML and to ruamel.yaml? */
export function isCalendarDate(source: string): boolean {
  return DATE.test(source);
}

/** What PyYAML's `safe_load`, which MLflow uses, makes of a plain scalar. */
export function resolvePyYamlScalar(source: string): ScalarValue {
  if (NULL.test(source)) return { type: "null" };
  if (BOOLEAN.test(source)) return { type: "boolean", value: /^(?:yes|true|on)$/i.test(source) };
  if (INTEGER.test(source) || FLOAT.test(source)) return { type: "number", value: Number(source.replaceAll("_", "")) };
  if (isCalendarDate(source)) return { type: "date" };
  return { type: "string", value: source };
}
