import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { repositoryRoot } from "./repositoryRoot.ts";

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean; readonly schema: { readonly type?: unknown } }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What `docs/registry-api.openapi.yaml` says that is asked of a server. */
export const openApi: OpenApi = parse(readFileSync(join(repositoryRoot, "docs/registry-api.openapi.yaml"), "utf8"));
const asJson = "application/json";
const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
ajv.addSchema(openApi, "openapi");

/** A request as it is sent. */
export interface SentRequest {
  readonly method: string;
  /** With or without its server. */
  readonly url: string;
  readonly body?: string;
}

/** The operation that a request is, and where it stands in the document; fails where it is none of the document's. */
function operationOf({ method, url }: SentRequest): { readonly operation: Operation; readonly at: string } {
  const { pathname } = new URL(url, "http://server");
  const path = pathOf(pathname) ?? "";
  const verb = method.toLowerCase();
  const operation = openApi.paths[path]?.[verb];
  assert.ok(operation !== undefined, `${method} ${pathname} is not in docs/registry-api.openapi.yaml`);
  return { operation, at: `openapi#/paths/${pointer(path)}/${verb}` };
}

/** Holds a request against the document. */
export function documentedRequest(sent: SentRequest): void {
  const { operation, at } = operationOf(sent);
  const { operationId, parameters = [] } = operation;
  const { searchParams } = new URL(sent.url, "http://server");
  for (const [key, value] of searchParams) {
    const index = parameters.findIndex(({ name }) => name === key);
    assert.ok(index >= 0, `${operationId} has no parameter ${key}`);
    const isNumber = parameters[index]?.schema.type === "integer";
    assertFits(`${at}/parameters/${index}/schema`, isNumber ? Number(value) : value, `${operationId} ${key}=${value}`);
  }
  for (const { name, required } of parameters) assert.ok(required !== true || searchParams.has(name), `${operationId} needs ${name}`);
  const { body } = sent;
  assert.equal(body !== undefined, operation.requestBody !== undefined, `${operationId}: a body`);
  if (body !== undefined) assertFits(`${at}/requestBody/content/${pointer(asJson)}/schema`, JSON.parse(body), `${operationId} ${body}`);
}

/** Holds an answer, as text, against the document. */
export function documentedAnswer(sent: SentRequest, status: number, text: string): void {
  const { operation, at } = operationOf(sent);
  const which = status === 200 ? "200" : "default";
  const response = operation.responses[which] ?? {};
  // What is named stands among the components, and is JSON.
  if (!("$ref" in response) && !(asJson in (response.content ?? {}))) return;
  const place = "$ref" in response ? `openapi${response.$ref}` : `${at}/responses/${which}`;
  const what = `the answer to ${operation.operationId}: ${text.slice(0, 500)}`;
  assertFits(`${place}/content/${pointer(asJson)}/schema`, JSON.parse(withTexts(text)), what);
}

/** A `fetch` that lets pass only what the document has, in both directions. */
export function documentedFetch(): typeof globalThis.fetch {
  return async (input, init) => {
    const sent: SentRequest = {
      method: init?.method ?? "GET",
      url: String(input),
      ...(typeof init?.body === "string" ? { body: init.body } : {}),
    };
    documentedRequest(sent);
    const response = await fetch(input, init);
    const text = await response.clone().text();
    // An error page of a server's framework, before MLflow had its turn, is told by its status alone.
    if (response.status === 200 || text.startsWith("{")) documentedAnswer(sent, response.status, text);
    return response;
  };
}

/** The longest of the document's paths that a request's ends with: a server may have a prefix. */
function pathOf(pathname: string): string | undefined {
  return Object.keys(openApi.paths)
    .filter((one) => pathname.endsWith(one))
    .sort((a, b) => b.length - a.length)[0];
}

function assertFits(schema: string, value: unknown, what: string): void {
  const validate = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}`);
}

/** Python writes NaN and infinities as words, which JSON has not; the document has them as texts. */
function withTexts(text: string): string {
  return text.replace(/(?<=:\s*)(-?Infinity|NaN)(?=\s*[,}])/g, '"$1"');
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
