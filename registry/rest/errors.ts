import { fallback, string } from "valibot";
import { RegistryError, type RegistryErrorKind } from "#registry/model/errors.ts";
import { clipped } from "../model/clipped.ts";
import { parseAnswer } from "./json.ts";
import { fields, readOrNothing } from "./schema.ts";

/** Longest piece of a server's own words that is shown. */
const longestMessage = 400;

export const unknownOutcome = " It is not known whether the change was made.";
/** What is to be done where a server does not know a call. */
export const checkAddress = "Check that the address is that of an MLflow server, 2.0 or newer.";
export const lookAgain = "Refresh the view to see whether it was.";

/** An answer other than 2xx. */
interface Refusal {
  readonly status: number;
  readonly body: string;
  /** ms */
  readonly retryAfter?: number | undefined;
  readonly write: boolean;
}

/** The error that an answer other than 2xx stands for. `server` is its host. A server that fails may have made the change before. */
export function answerError(server: string, { status, body, retryAfter, write }: Refusal): RegistryError {
  const { code, message } = mlflowError(body);
  const kind = kindOf(status, code);
  const said = messageFor(kind, server, message === "" ? `HTTP ${status}` : message, code);
  const options = retryAfter === undefined ? {} : { retryAfter };
  if (write && kind === "unavailable") return new RegistryError(kind, said + unknownOutcome, lookAgain, options);
  return new RegistryError(kind, said, nextStep(kind, body), options);
}

const ownError = fields({ error_code: fallback(string(), ""), message: fallback(string(), "") });

/** An error in MLflow's own form; empty texts when the body is something else (an HTML page, plain text). */
function mlflowError(body: string): { code: string; message: string } {
  try {
    const { error_code: code = "", message = "" } = readOrNothing(ownError, parseAnswer(body)) ?? {};
    return { code, message: inOneLine(message) };
  } catch {
    return { code: "", message: "" };
  }
}

function kindOf(status: number, code: string): RegistryErrorKind {
  if (code === "RESOURCE_ALREADY_EXISTS") return "conflict";
  if (code === "RESOURCE_DOES_NOT_EXIST") return "notFound";
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return code === "" || code === "ENDPOINT_NOT_FOUND" ? "unsupported" : "notFound";
    case 405:
    case 501:
      return "unsupported";
    case 407:
      return "unavailable";
    case 409:
      return "conflict";
    case 429:
      return "rateLimited";
    default:
      return status >= 500 || status < 400 ? "unavailable" : "invalid";
  }
}

function messageFor(kind: RegistryErrorKind, server: string, said: string, code: string): string {
  switch (kind) {
    case "unauthorized":
      return `${server} asks who you are.`;
    case "forbidden":
      return `${server} refuses this: ${said}.`;
    case "rateLimited":
      return `${server} has had too many requests.`;
    case "unsupported":
      return `${server} does not know this call (${said}).`;
    case "unavailable":
      return `${server} failed: ${said}.`;
    default:
      return code === "" ? `${server} refuses the request: ${said}.` : said;
  }
}

function nextStep(kind: RegistryErrorKind, body: string): string {
  switch (kind) {
    case "unauthorized":
      return "Sign in to the server.";
    case "forbidden":
      if (body.includes("Invalid Host header")) return "Start the server with --allowed-hosts and the name used here.";
      return "Sign in as someone who may do this, or ask for the permission.";
    case "notFound":
    case "conflict":
      return "Refresh the view.";
    case "rateLimited":
      return "Wait a moment; it is tried again.";
    case "unsupported":
      return checkAddress;
    case "invalid":
      return "Change what was asked for.";
    case "unavailable":
      return "Look at the server's log, then retry.";
  }
}

/** The error for an answer that says it is fine but is not what MLflow sends; `isJson`: it could be parsed. */
export function strangeAnswer(server: string, contentType: string, { isJson, write }: { isJson: boolean; write: boolean }): RegistryError {
  const html = contentType.includes("html");
  const noJson = contentType.includes("json") ? "incomplete JSON" : "something that is not JSON";
  const said = `${server} answered with ${html ? "a web page" : isJson ? "something that MLflow does not send" : noJson}.`;
  if (write) return new RegistryError("unavailable", `${said}${unknownOutcome}`, lookAgain);
  return new RegistryError(
    html ? "unsupported" : "unavailable",
    said,
    html ? "Check the address; a sign-in page or a proxy may stand before the server." : "Retry; if it stays so, look at the server's log.",
  );
}

/** The error for an answer that is longer than any that is wanted. `limit` in bytes. */
export function tooLarge(server: string, limit: number, write: boolean): RegistryError {
  const said = `${server} answered with more than ${limit / 1e6} MB.`;
  if (write) return new RegistryError("unavailable", said + unknownOutcome, lookAgain);
  return new RegistryError("unsupported", said, "Ask for less at once.");
}

function inOneLine(message: string): string {
  return clipped(message.replace(/\s+/g, " ").trim().replace(/\.$/, ""), longestMessage);
}
