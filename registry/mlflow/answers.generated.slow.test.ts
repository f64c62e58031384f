import assert from "node:assert/strict";
import fc from "fast-check";
import type { Registry } from "#registry/api.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { RunPage } from "#registry/model/types.ts";
import { generated } from "#test/generatedCases.ts";
import { type Exchange, readExchanges, requestText, wireQuestions } from "../../test/contract/wire.ts";
import { openMlflowRegistry } from "./mlflowRegistry.ts";

/** A place in an answer, from the outside in. */
type Path = readonly (string | number)[];

/** What is done to the value at a place: left out, made nothing, of another type, or one level deeper or higher than it belongs. */
const faults = ["drop", "null", "text", "number", "truth value", "list", "object", "wrapped", "unwrapped"] as const;
type Fault = (typeof faults)[number];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function changed(value: unknown, fault: Fault): unknown {
  switch (fault) {
    case "drop":
    case "null":
      return null;
    case "text":
      return typeof value === "number" ? "some" : typeof value === "string" ? value : "x";
    case "number":
      // Some servers send ids and versions as numbers, and numbers as texts: both mean the same.
      if (typeof value === "number") return String(value);
      return typeof value !== "string" ? 7 : value !== "" && !Number.isNaN(Number(value)) ? Number(value) : false;
    case "truth value":
      return true;
    case "list":
      return Array.isArray(value) ? {} : [];
    case "object":
      return Array.isArray(value) || typeof value !== "object" ? { a: 1 } : "x";
    case "wrapped":
      return [value];
    case "unwrapped":
      return typeof value === "object" && value !== null ? Object.values(value)[0] : { value };
  }
}

/** A copy of `value` with the fault in the place. */
function broken(value: unknown, [key, ...inner]: Path, fault: Fault): unknown {
  if (key === undefined) return changed(value, fault);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  if (inner.length > 0) copy[key] = broken(copy[key], inner, fault);
  else if (fault !== "drop") copy[key] = changed(copy[key], fault);
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}

/** A registry whose server answers as it was recorded, but for one answer. What was not recorded does not exist there. */
function replay(exchanges: readonly Exchange[], at: string, instead: unknown): Registry {
  return openMlflowRegistry(new URL("http://mlflow.internal"), {
    fetch: async (input, init) => {
      const request = requestText(String(input), init);
      const found = exchanges.find(([each]) => each === request);
      if (found === undefined) return Response.json({ error_code: "RESOURCE_DOES_NOT_EXIST", message: "not recorded" }, { status: 404 });
      return Response.json(request === at ? instead : found[1]);
    },
    random: () => 0,
    sleep: async () => {},
    authorize: async () => undefined,
  });
}

/** As plain data, runs one by one: what is left out of one must not move the others. */
function plain(value: unknown): unknown {
  if (typeof value === "object" && value !== null && "metrics" in value && "ids" in value) return runsOf(value as RunPage);
  if (value instanceof Float64Array || value instanceof Uint8Array) return [...value].map(plain);
  if (typeof value === "number" && Number.isNaN(value)) return "NaN";
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function runsOf(page: RunPage): unknown {
  return page.ids.map((id, row) => {
    const texts = (columns: RunPage["params"]) =>
      Object.fromEntries(columns.flatMap(({ key, rows, values }) => (rows.includes(row) ? [[key, values[rows.indexOf(row)]]] : [])));
    const metrics = page.metrics.flatMap(({ key, rows, values }) => (rows.includes(row) ? [[key, plain(values[rows.indexOf(row)])]] : []));
    return { id, name: page.names[row], metrics: Object.fromEntries(metrics), params: texts(page.params), tags: texts(page.tags) };
  });
}

/** Does `found` say nothing that `whole` does not say? Parts may be missing; none may be another. */
function isLess(found: unknown, whole: unknown): boolean {
  if (found === whole || found === undefined || found === "" || found === "NaN") return true;
  if (Array.isArray(found) && Array.isArray(whole)) {
    let next = 0;
    return found.every((each) => {
      const at = whole.findIndex((other, index) => index >= next && isLess(each, other));
      next = at + 1;
      return at >= 0;
    });
  }
  if (typeof found !== "object" || found === null || typeof whole !== "object" || whole === null) return false;
  return Object.entries(found).every(([key, each]) => {
    // What is not said of a point's place counts as 0, as in MLflow; of its value nothing does.
    if (key === "steps" || key === "timestamps") return true;
    if (key === "total") return Number(each) <= Number((whole as Record<string, unknown>)[key]);
    return isLess(each, (whole as Record<string, unknown>)[key]);
  });
}

describe("a recorded answer of MLflow's with one fault in it", () => {
  const recorded = readExchanges();
  for (const [title, { strict, ask }] of Object.entries(wireQuestions)) {
    it(`${title}: refused as unreadable, or nothing wrong is said`, async () => {
      const exchanges = recorded[title] ?? [];
      const right = plain(await ask(replay(exchanges, "", undefined)));
      const places = exchanges.flatMap(([request, answer]) => pathsOf(answer).map((path) => ({ request, answer, path })));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...places), fc.constantFrom(...faults), async ({ request, answer, path }, fault) => {
          const instead = broken(answer, path, fault);
          try {
            const found = plain(await ask(replay(exchanges, request, instead)));
            const mayBeLess = !strict || fault === "drop" || fault === "null";
            if (mayBeLess) assert.ok(isLess(found, right), JSON.stringify(found));
            else assert.deepEqual(found, right, "what it was decided on is another thing");
          } catch (error) {
            if (!(error instanceof RegistryError)) throw error;
            assert.notEqual(error.next, "");
            assert.ok(error.kind === "unavailable" || error.message.includes("not recorded"), `${error.kind}: ${error.message}`);
          }
        }),
        generated(300),
      );
    });
  }

  it("says what stands where something else belongs, and not a word of its content", async () => {
    const [exchange] = recorded["a model"] ?? [];
    const cases: readonly (readonly [Path, Fault, string])[] = [
      [["registered_model", "name"], "list", "registered_model.name is a list"],
      [["registered_model"], "drop", "registered_model is missing"],
      [["registered_model", "aliases", 0, "version"], "null", "registered_model.aliases[0].version is null"],
      [["registered_model", "aliases"], "object", "registered_model.aliases is an object"],
    ];
    for (const [path, fault, said] of cases) {
      const instead = broken(exchange?.[1], path, fault);
      await assert.rejects(
        replay([exchange ?? ["", {}]], exchange?.[0] ?? "", instead).model("fraud-scorer", new AbortController().signal),
        {
          kind: "unavailable",
          message: `The server's answer cannot be read: ${said}, which MLflow does not send.`,
        },
      );
    }
  });
});
