import {
  array,
  check,
  custom,
  type GenericSchema,
  type InferInput,
  type InferOutput,
  type NullishSchema,
  nullish,
  type ObjectEntries,
  object,
  pipe,
  safeParse,
  transform,
  unknown,
} from "valibot";
import { RegistryError } from "#registry/model/errors.ts";
import { isObject, type Wire } from "./json.ts";

/**
 * What answers are made of. MLflow leaves out what is empty, and other servers send `null` for it: a part that may be missing has its
 * empty value then. A part that is there and of another type is no answer of MLflow's.
 */

/** Text that has to be there. A number becomes text: some servers send ids and versions so. */
export const name = pipe(custom<string | number>(isTextOrNumber), transform(String));
/** Text that may be left out. */
export const text = nullish(name, "");
/** A number that has to be there, or one as text: protobuf's JSON writes 64-bit numbers, NaN and infinities so. */
export const someNumber = pipe(custom<string | number>(isWireNumber), transform(Number));
/** A number that may be left out. */
export const optionalNumber = nullish(someNumber);

/** An object with these fields; what else it has is not looked at. */
export function fields<const Entries extends ObjectEntries>(entries: Entries) {
  const shape = object(entries);
  return pipe(custom<InferInput<typeof shape>>(isObject), shape);
}

/** A list that may be left out. */
export type List<Item extends GenericSchema> = NullishSchema<GenericSchema<unknown, InferOutput<Item>[]>, () => never[]>;
/** How the lists within an item are read: `all`, or `readable`. */
export type ListOf = <Item extends GenericSchema>(item: Item) => List<Item>;

/** A list, each of whose members has to be readable: for what a promotion is decided on. */
export function all<Item extends GenericSchema>(item: Item): List<Item> {
  return nullish(array(item), () => []);
}

/** The members of a list that can be read; none of what is no list: one odd model must not hide the others. */
export function readable<Item extends GenericSchema>(item: Item): List<Item> {
  const members = pipe(
    unknown(),
    transform((list) => membersOf(item, list)),
  );
  return nullish(members, () => []);
}

/**
 * The list that an answer consists of: its members that can be read. What is no list, or a list of nothing that can be read, is refused:
 * taken for an empty one, it would make a registry look empty.
 */
export function listed<Item extends GenericSchema>(item: Item): List<Item> {
  const list = pipe(
    array(unknown()),
    transform((members) => ({ members: membersOf(item, members), isEmpty: members.length === 0 })),
    check(({ members, isEmpty }) => isEmpty || members.length > 0),
    transform(({ members }) => members),
  );
  return nullish(list, () => []);
}

function membersOf<Item extends GenericSchema>(item: Item, list: unknown): InferOutput<Item>[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((member) => {
    const read = readOrNothing(item, member);
    return read === undefined ? [] : [read];
  });
}

/** A part of an answer, when it is as it should be. */
export function readOrNothing<Schema extends GenericSchema>(schema: Schema, value: unknown): InferOutput<Schema> | undefined {
  const read = safeParse(schema, value, { abortEarly: true });
  return read.success ? read.output : undefined;
}

/** An answer as `schema` has it; `unavailable`, with what came instead, where it is something else. */
export function read<Schema extends GenericSchema>(schema: Schema, answer: Wire): InferOutput<Schema> {
  const read = safeParse(schema, answer, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  throw unreadable(path.slice(1) || "the answer", nameOf(issue.input));
}

/** The error for an answer of which a part is not what MLflow sends; `came`: what stands there instead. */
export function unreadable(part: string, came: string): RegistryError {
  return new RegistryError(
    "unavailable",
    `The server's answer cannot be read: ${part} is ${came}, which MLflow does not send.`,
    "Retry; if it stays so, look at the server's log.",
  );
}

/** What a value is, without a word of what it says: it may be long, or not ours to show. */
function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "a truth value" }[String(typeof value)] ?? "an object";
}

function isTextOrNumber(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

function isWireNumber(value: unknown): boolean {
  if (typeof value === "number") return true;
  if (typeof value !== "string" || value.trim() === "") return false;
  return value === "NaN" || !Number.isNaN(Number(value));
}
