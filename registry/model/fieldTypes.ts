/** A type in a model's signature: MLflow's `DataType`, or one of its structured types (MLflow 3.17.2, mlflow/types/schema.py). */
export type FieldType =
  | { readonly kind: "scalar"; readonly name: string }
  | { readonly kind: "array"; readonly items: FieldType }
  | { readonly kind: "map"; readonly values: FieldType }
  | { readonly kind: "object"; readonly properties: readonly Field[] }
  | { readonly kind: "tensor"; readonly dtype: string; readonly shape: readonly number[] }
  | { readonly kind: "any" };

export interface Field {
  /** Empty when the signature does not name its columns. */
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
}

/** A column of a schema, as MLflow writes it. Throws for what is none. `name`: where the column does not say it itself. */
export function readField(spec: Readonly<Record<string, unknown>>, name?: string): Field {
  const named = typeof spec["name"] === "string" ? spec["name"] : "";
  return { name: name ?? named, type: readType(spec), required: spec["required"] !== false && spec["optional"] !== true };
}

function readType(spec: Readonly<Record<string, unknown>>): FieldType {
  const type = spec["type"];
  if (type === "array") return { kind: "array", items: readType(record(spec["items"])) };
  if (type === "map") return { kind: "map", values: readType(record(spec["values"])) };
  if (type === "any") return { kind: "any" };
  if (type === "object") {
    const properties = Object.entries(record(spec["properties"]));
    return { kind: "object", properties: properties.map(([name, property]) => readField(record(property), name)) };
  }
  if (type === "tensor") {
    const tensor = record(spec["tensor-spec"]);
    const shape = Array.isArray(tensor["shape"]) ? tensor["shape"].map(Number) : [];
    return { kind: "tensor", dtype: String(tensor["dtype"]), shape };
  }
  if (typeof type !== "string") throw new TypeError("a column has a type");
  return { kind: "scalar", name: type };
}

/** A type as a person reads it: `double`, `array of string`, `float32 (-1, 28, 28)`. */
export function typeText(type: FieldType): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "array":
      return `array of ${typeText(type.items)}`;
    case "map":
      return `map of ${typeText(type.values)}`;
    case "tensor":
      return `${type.dtype} (${type.shape.join(", ")})`;
    case "object":
      return `object of ${type.properties.length}`;
    case "any":
      return "any";
  }
}

/** Throws for what is no object. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError("an object was expected");
  return value as Readonly<Record<string, unknown>>;
}
