import pLimit, { type LimitFunction } from "p-limit";
import type { OpenWorld } from "#registry/backend.ts";
import type { SignIn } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { unlessGivenUp } from "#registry/model/unlessGivenUp.ts";
import { answerError, strangeAnswer } from "./errors.ts";
import { isObject, parseAnswer, type Wire } from "./json.ts";
import { noAnswer } from "./noAnswer.ts";
import { type Content, type Received, readAnswer, readBeginning } from "./received.ts";
import { headersOf, rangeOf, withoutSecrets } from "./requestHeaders.ts";

/** What a REST registry needs from outside. */
export type HttpWorld = Omit<OpenWorld, "now">;

export type Query = readonly (readonly [string, string])[];

/** What a request may take of a server, and of us. */
export interface HttpLimits {
  /** Longest wait for an answer with its body, ms. */
  readonly timeout: number;
  /** Longest answer, bytes. */
  readonly answer: number;
}

/** MLflow needs 4 s for 1,000 runs; 10,000 runs are about 60 MB. */
const usualLimits: HttpLimits = { timeout: 30_000, answer: 256_000_000 };
/** Requests under way at once to one server, which other people use too. */
export const atOnce = 4;
const attempts = 3;
const firstPause = 250;
/** Longer waits that a server asks for are left to the person, ms. */
const longestPause = 10_000;
const mostRedirects = 3;
/** Stands for the status of an error that came without one of its own. */
const unknownStatus = 400;
/** Requests of all connections to one server stand in one queue, by its origin. */
const queues = new Map<string, LimitFunction>();

function queueOf(origin: string): LimitFunction {
  const queue = queues.get(origin) ?? pLimit(atOnce);
  queues.set(origin, queue);
  return queue;
}

interface Sent {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: URL;
  readonly body?: Wire;
  /** Sent once: an answer that does not come says nothing about what was done. */
  readonly write: boolean;
  /** The answer has to be JSON. */
  readonly json: boolean;
  /** Longest answer, bytes; of one that is read as bytes, how much is read. */
  readonly limit: number;
  readonly asBytes?: true;
  /** The part of a file that is wanted, as HTTP has it. */
  readonly range?: string | undefined;
}

type Calls = "/api/" | "/ajax-api/";

/** Speaks to one server. Every failure is a RegistryError, except the abort reason of a cancelled call. */
export class HttpClient {
  /** `host:port`, for messages. */
  readonly server: string;
  private readonly base: string;
  private readonly origin: string;
  private readonly own: SignIn | undefined;
  private readonly world: HttpWorld;
  private readonly limits: HttpLimits;
  private readonly queue: LimitFunction;
  /** Where the server has its calls, as far as is known. */
  private calls: Calls = "/api/";
  /** The look for them; absent: nobody looked, or the look failed. */
  private finding: Promise<Calls | undefined> | undefined;
  /** It has answered a call where they are looked for first. */
  private hasAnswered = false;

  /** `base` has no credentials in it; `own` is what the address had. */
  constructor(base: URL, own: SignIn | undefined, world: HttpWorld, limits: HttpLimits = usualLimits) {
    this.base = base.href.replace(/\/+$/, "");
    this.server = base.host;
    this.origin = base.origin;
    this.own = own;
    this.world = world;
    this.limits = limits;
    this.queue = queueOf(base.origin);
  }

  /** For a server that has its calls under its address: none is looked for elsewhere. */
  here(): this {
    this.finding = Promise.resolve(this.calls);
    return this;
  }

  get(path: string, query: Query, signal: AbortSignal): Promise<Wire> {
    return this.json(() => ({ method: "GET", url: this.url(path, query), write: false }), signal);
  }

  /** A search: changes nothing, so it may be sent again. */
  search(path: string, body: Wire, signal: AbortSignal): Promise<Wire> {
    return this.json(() => ({ method: "POST", url: this.url(path, []), body, write: false }), signal);
  }

  /** Gives the answer, which may say more than that the change was made. */
  write(method: "POST" | "DELETE", path: string, body: Wire, signal: AbortSignal): Promise<Wire> {
    return this.json(() => ({ method, url: this.url(path, []), body, write: true }), signal);
  }

  /** A change that is all said in its address. */
  remove(path: string, query: Query, signal: AbortSignal): Promise<Wire> {
    return this.json(() => ({ method: "DELETE", url: this.url(path, query), write: true }), signal);
  }

  /** Text of an answer; a status other than 2xx rejects. `limit` in bytes. */
  async text(path: string, query: Query, limit: number, signal: AbortSignal): Promise<string> {
    return (await this.repeat({ method: "GET", url: this.url(path, query), write: false, json: false, limit }, signal)).body;
  }

  /** The file `name` from a byte on (`from`; absent: its beginning), at most `limit` bytes; a status other than 2xx rejects, and a web page in the place of another file. */
  async bytes(
    path: string,
    query: Query,
    { name, limit, from }: { readonly name: string; readonly limit: number; readonly from?: number | undefined },
    signal: AbortSignal,
  ): Promise<Content> {
    const range = from === undefined ? undefined : rangeOf(from, limit);
    const sent: Sent = { method: "GET", url: this.url(path, query), write: false, json: false, limit, asBytes: true, range };
    const { content, contentType } = await this.repeat(sent, signal);
    // MLflow says of a file what its name says.
    if (contentType.startsWith("text/html") && !/\.html?$/i.test(name))
      throw strangeAnswer(this.server, contentType, { isJson: false, write: false });
    return content ?? { bytes: new Uint8Array(), isWhole: true };
  }

  private async json(make: () => Omit<Sent, "json" | "limit">, signal: AbortSignal): Promise<Wire> {
    const ask = async () => (await this.repeat({ ...make(), json: true, limit: this.limits.answer }, signal)).value ?? {};
    const used = this.calls;
    try {
      const answer = await ask();
      this.hasAnswered = true;
      return answer;
    } catch (error) {
      if (!RegistryError.is(error, "unsupported") || ((await this.findCalls(signal)) ?? used) === used) throw error;
      return ask();
    }
  }

  /**
   * Looks for the calls of a server that was started with `--static-prefix`, at the address that a browser has for it: there they are under
   * `/ajax-api` alone (3.17.2). Looks once, whoever asks; meanwhile the others go where they went. Undefined: not known.
   */
  private async findCalls(signal: AbortSignal): Promise<Calls | undefined> {
    if (new URL(this.base).pathname === "/") return "/api/";
    for (;;) {
      this.finding ??= this.lookForCalls(signal);
      try {
        return await unlessGivenUp(this.finding, signal);
      } catch {
        signal.throwIfAborted();
        // Who began to look gave up: who still waits begins again.
      }
    }
  }

  /** Rejects when it is given up, and only then. */
  private async lookForCalls(signal: AbortSignal): Promise<Calls | undefined> {
    const url = this.url("/api/2.0/mlflow/experiments/search", [["max_results", "1"]], "/ajax-api/");
    try {
      await this.repeat({ method: "GET", url, write: false, json: true, limit: this.limits.answer }, signal);
      this.calls = "/ajax-api/";
    } catch (error) {
      const isElsewhere = RegistryError.is(error, "unsupported");
      // A server that answers nothing may be on its way: a proxy before it says that it knows no such page.
      if (!isElsewhere || !this.hasAnswered) this.finding = undefined;
      signal.throwIfAborted();
      if (!isElsewhere) return undefined;
    }
    return this.calls;
  }

  /** Sends until there is a good answer: reads again after a passing failure, writes once. */
  private async repeat(sent: Sent, signal: AbortSignal): Promise<Received> {
    for (let attempt = 1; ; attempt++) {
      try {
        // Who gives up while others are served does not wait for his turn to say so.
        return await unlessGivenUp(
          this.queue(() => this.once(sent, signal)),
          signal,
        );
      } catch (error) {
        const pause = this.pauseAfter(error, attempt);
        if (signal.aborted || sent.write || attempt >= attempts || pause === undefined) throw error;
        await this.world.sleep(pause, signal).catch(() => signal.throwIfAborted());
      }
    }
  }

  private async once(sent: Sent, signal: AbortSignal): Promise<Received> {
    signal.throwIfAborted();
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(this.limits.timeout)]);
    let received: Received;
    let signIn: SignIn | undefined;
    try {
      signIn = await this.signIn(inTime);
      received = await this.receive(sent, signIn, inTime);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof RegistryError) throw error;
      throw noAnswer(this.server, error, sent.write);
    }
    const { status, body, contentType } = received;
    if (status < 200 || status >= 300)
      throw answerError(this.server, { ...received, body: withoutSecrets(body, signIn), write: sent.write });
    if (!sent.json) return received;
    const value = parsed(body);
    if (!isObject(value)) throw strangeAnswer(this.server, contentType, { isJson: value !== undefined, write: sent.write });
    // A proxy that answers for the server may say "fine" and mean the opposite.
    if (typeof value["error_code"] === "string") {
      throw answerError(this.server, { status: unknownStatus, body: withoutSecrets(body, signIn), write: sent.write });
    }
    return { ...received, value };
  }

  private async receive(sent: Sent, signIn: SignIn | undefined, signal: AbortSignal): Promise<Received> {
    let url = sent.url;
    for (let redirects = 0; ; redirects++) {
      const response = await this.world.fetch(url.href, {
        method: sent.method,
        headers: headersOf({ hasBody: sent.body !== undefined, range: sent.range }, signIn),
        ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
        redirect: "manual",
        signal,
      });
      if (response.type !== "opaqueredirect" && (response.status < 300 || response.status >= 400))
        return sent.asBytes && response.ok ? readBeginning(response, sent.limit) : readAnswer(response, sent, this.server);
      await response.body?.cancel();
      url = this.redirected(url, response, sent, redirects);
    }
  }

  /** Follows a redirect only within the server: elsewhere the credential would be given away, and a write would be repeated. */
  private redirected(from: URL, response: Response, sent: Sent, redirects: number): URL {
    const location = response.headers.get("location");
    const to = location === null || !URL.canParse(location, from.href) ? undefined : new URL(location, from.href);
    // A name and password in a redirect are not ours to send.
    if (to !== undefined) to.username = to.password = "";
    const sameRequest = sent.method === "GET" || response.status === 307 || response.status === 308;
    if (to?.origin === from.origin && sameRequest && redirects < mostRedirects) return to;
    const where = to === undefined ? "another address" : to.origin;
    throw new RegistryError("unsupported", `${this.server} redirects to ${where}.`, "Use the address it redirects to, if you trust it.");
  }

  /** Nothing was sent yet when this fails: a write was not made. */
  private async signIn(signal: AbortSignal): Promise<SignIn | undefined> {
    try {
      return await unlessGivenUp(this.world.authorize({ origin: this.origin, own: this.own, signal }), signal);
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      const why = error instanceof Error ? error.message : String(error);
      const said = signal.aborted ? "did not end in time" : `failed: ${why}`;
      throw new RegistryError("unauthorized", `Signing in at ${this.server} ${said}.`, "Sign in to the server again.", { cause: error });
    }
  }

  private url(path: string, query: Query, calls = this.calls): URL {
    const url = new URL(this.base + path.replace(/^\/api\//, calls));
    for (const [key, value] of query) url.searchParams.append(key, value);
    return url;
  }

  /** How long to wait before the next attempt, ms; undefined when another would fail the same way. */
  private pauseAfter(error: unknown, attempt: number): number | undefined {
    if (!RegistryError.is(error)) return undefined;
    if (error.kind !== "unavailable" && error.kind !== "rateLimited") return undefined;
    if (error.cause instanceof Error && error.cause.name === "TimeoutError") return undefined;
    if (error.retryAfter !== undefined) return error.retryAfter <= longestPause ? error.retryAfter : undefined;
    return firstPause * 2 ** (attempt - 1) * (0.5 + this.world.random());
  }
}

function parsed(body: string): unknown {
  try {
    return parseAnswer(body);
  } catch {
    return undefined;
  }
}
