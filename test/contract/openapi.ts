import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { repositoryRoot } from "./repositoryRoot.ts";

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly type?: unknown };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>;
}

interface Path extends Readonly<Record<string, Operation | string | undefined>> {
  /** Where it stands instead: in another of the documents. */
  readonly $ref?: string;
}

/** A document of OpenAPI, as it stands. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Path>>;
}

const asJson = "application/json";
const asForm = "application/x-www-form-urlencoded";
const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
const documents = new Map<string, OpenApi>();

/** A document of `docs/`, by its file's name. */
export function openApiAt(file: string): OpenApi {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document: OpenApi = parse(readFileSync(join(repositoryRoot, "docs", file), "utf8"));
  documents.set(file, document);
  ajv.addSchema(document, file);
  return document;
}

/** A request as it is sent. */
export interface SentRequest {
  readonly method: string;
  /** With or without its server. */
  readonly url: string;
  readonly body?: string;
}

interface Found {
  readonly operation: Operation;
  /** Where it stands, for references. */
  readonly at: string;
}

/** What one document says that is asked of a server. */
export class Documented {
  readonly file: string;
  /** The operations that were asked for, by their ids. */
  readonly made = new Set<string>();
  /** What came that is not in the document: who made the request may not have told. */
  readonly wrong: unknown[] = [];
  readonly #document: OpenApi;

  constructor(file: string) {
    this.file = file;
    this.#document = openApiAt(file);
  }

  /** The ids of all its operations, those that stand in another document too. */
  operations(): string[] {
    const verbs = (path: string) => Object.entries(this.#path(path).item).filter(([, each]) => typeof each === "object");
    return Object.keys(this.#document.paths).flatMap((path) => verbs(path).map(([, each]) => (each as Operation).operationId));
  }

  /** Holds a request against the document. */
  request(sent: SentRequest): void {
    const { operation, at } = this.#operationOf(sent);
    const { operationId, parameters = [] } = operation;
    this.made.add(operationId);
    const { searchParams } = new URL(sent.url, "http://server");
    for (const [key, value] of searchParams) {
      const index = parameters.findIndex(({ name }) => name === key);
      assert.ok(index >= 0, `${operationId} has no parameter ${key}`);
      const isNumber = parameters[index]?.schema.type === "integer";
      assertFits(`${at}/parameters/${index}/schema`, isNumber ? Number(value) : value, `${operationId} ${key}=${value}`);
    }
    for (const { name, in: place, required } of parameters) {
      assert.ok(required !== true || place === "path" || searchParams.has(name), `${operationId} needs ${name}`);
    }
    const { body } = sent;
    assert.equal(body !== undefined, operation.requestBody !== undefined, `${operationId}: a body`);
    if (body === undefined) return;
    const isForm = asForm in (operation.requestBody?.content ?? {});
    const value: unknown = isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body);
    assertFits(`${at}/requestBody/content/${pointer(isForm ? asForm : asJson)}/schema`, value, `${operationId} ${body}`);
  }

  /** Holds an answer, as text, against the document. */
  answer(sent: SentRequest, status: number, text: string): void {
    const { operation, at } = this.#operationOf(sent);
    const which = status === 200 ? "200" : "default";
    const response = operation.responses[which] ?? {};
    // What is named stands among the components, and is JSON.
    if (!("$ref" in response) && !(asJson in (response.content ?? {}))) return;
    const place = "$ref" in response ? inFile(at.split("#")[0] ?? "", response.$ref) : `${at}/responses/${which}`;
    const what = `the answer to ${operation.operationId}: ${text.slice(0, 500)}`;
    assertFits(`${place}/content/${pointer(asJson)}/schema`, JSON.parse(withTexts(text)), what);
  }

  /** A `fetch` that lets pass only what the document has. Which answers are held against it: failures may be told by their status alone. */
  fetch(answers: "all answers" | "good answers" | "no answer"): typeof globalThis.fetch {
    return async (input, init) => {
      const sent: SentRequest = {
        method: init?.method ?? "GET",
        url: String(input),
        ...(typeof init?.body === "string" ? { body: init.body } : {}),
      };
      this.#hold(() => this.request(sent));
      const response = await fetch(input, init);
      if (answers === "no answer") return response;
      const text = await response.clone().text();
      // An error page of a server's framework, before MLflow had its turn, is told by its status alone.
      if (response.status === 200 || (answers === "all answers" && text.startsWith("{")))
        this.#hold(() => this.answer(sent, response.status, text));
      return response;
    };
  }

  #hold(look: () => void): void {
    try {
      look();
    } catch (error) {
      this.wrong.push(error);
      throw error;
    }
  }

  /** The operation that a request is; fails where it is none of the document's. */
  #operationOf({ method, url }: SentRequest): Found {
    const { pathname } = new URL(url, "http://server");
    const path = this.#pathOf(pathname) ?? "";
    const verb = method.toLowerCase();
    const { item, at } = this.#path(path);
    const operation = item[verb];
    assert.ok(typeof operation === "object", `${method} ${pathname} is not in docs/${this.file}`);
    return { operation, at: `${at}/${verb}` };
  }

  /** What stands at a path, wherever that is. */
  #path(path: string): { readonly item: Path; readonly at: string } {
    const item = this.#document.paths[path] ?? {};
    if (item.$ref === undefined) return { item, at: `${this.file}#/paths/${pointer(path)}` };
    const [, file = "", other = ""] = /^\.\/(.+)#\/paths\/(.+)$/.exec(item.$ref) ?? [];
    const there = other.replaceAll("~1", "/").replaceAll("~0", "~");
    const target = openApiAt(file).paths[there];
    assert.ok(target !== undefined && there === path, `docs/${this.file}: ${item.$ref} leads nowhere`);
    return { item: target, at: `${file}#/paths/${pointer(there)}` };
  }

  /** The longest of the document's paths that a request's ends with: a server may have a prefix. */
  #pathOf(pathname: string): string | undefined {
    return Object.keys(this.#document.paths)
      .filter((one) => patternOf(one).test(pathname))
      .sort((a, b) => b.length - a.length)[0];
  }
}

/** MLflow's own calls: what a server has to answer. */
export const mlflowApi = new Documented("registry-api.openapi.yaml");

/** What else is asked, of registries that are no server of MLflow's. */
export const databricksApi = new Documented("registry-api.databricks.openapi.yaml");
export const gitlabApi = new Documented("registry-api.gitlab.openapi.yaml");

/** A path with parameters; the last of them may have several parts. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.+*?^$()[\]|\\]/g, "\\$&"));
  return new RegExp(`${parts.join(".+")}$`);
}

function inFile(file: string, ref: string): string {
  return ref.startsWith("#") ? file + ref : ref.replace(/^\.\//, "");
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
