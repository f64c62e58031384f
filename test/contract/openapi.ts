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
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean; readonly schema: object }[];
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

/** The operation that a request is; fails where it is none of the document's, or is not as the document has it. */
export function documentedRequest({ method, url, body }: SentRequest): string {
  const { pathname, searchParams } = new URL(url, "http://server");
  const path = pathOf(pathname);
  const operation = path === undefined ? undefined : openApi.paths[path]?.[method.toLowerCase()];
  assert.ok(path !== undefined && operation !== undefined, `${method} ${pathname} is not in docs/registry-api.openapi.yaml`);
  const at = `openapi#/paths/${pointer(path)}/${method.toLowerCase()}`;
  const parameters = operation.parameters ?? [];
  for (const [key, value] of searchParams) {
    const index = parameters.findIndex(({ name }) => name === key);
    assert.ok(index >= 0, `${operation.operationId} has no parameter ${key}`);
    const isNumber = "type" in (parameters[index]?.schema ?? {}) && JSON.stringify(parameters[index]?.schema).includes('"integer"');
    assertFits(`${at}/parameters/${index}/schema`, isNumber ? Number(value) : value, `${operation.operationId} ${key}=${value}`);
  }
  for (const { name, required } of parameters)
    assert.ok(required !== true || searchParams.has(name), `${operation.operationId} needs ${name}`);
  assert.equal(body !== undefined, operation.requestBody !== undefined, `${operation.operationId}: a body`);
  if (body !== undefined) {
    assertFits(`${at}/requestBody/content/${pointer(asJson)}/schema`, JSON.parse(body), `${operation.operationId} ${body}`);
  }
  return operation.operationId;
}

/** Holds an answer, as text, against the document. */
export function documentedAnswer({ method, url }: SentRequest, status: number, text: string): void {
  const { pathname } = new URL(url, "http://server");
  const path = pathOf(pathname) ?? "";
  const operation = openApi.paths[path]?.[method.toLowerCase()];
  assert.ok(operation !== undefined);
  const which = status === 200 ? "200" : "default";
  const response = operation.responses[which] ?? {};
  const at = "$ref" in response ? `openapi${response.$ref}` : `openapi#/paths/${pointer(path)}/${method.toLowerCase()}/responses/${which}`;
  const content = "$ref" in response ? which === "default" || operation.responses["200"] === response : asJson in (response.content ?? {});
  if (!content) return;
  const value: unknown = JSON.parse(withTexts(text));
  assertFits(`${at}/content/${pointer(asJson)}/schema`, value, `the answer to ${operation.operationId}: ${text.slice(0, 500)}`);
}

/** A `fetch` that lets pass only what the document has, in both directions; tells `used` each operation. */
export function documentedFetch(used: (operationId: string) => void = () => undefined): typeof globalThis.fetch {
  return async (input, init) => {
    const sent: SentRequest = {
      method: init?.method ?? "GET",
      url: String(input),
      ...(typeof init?.body === "string" ? { body: init.body } : {}),
    };
    used(documentedRequest(sent));
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
