import { readFile } from "node:fs/promises";
import * as tls from "node:tls";
import type { Dispatcher } from "undici";
import { defaultProxySettings, type ProxySettings } from "#protocol/proxySettings.ts";
import { originOf } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { proxyOf } from "./proxyOf.ts";

/** HTTP as this computer is set up for it: proxies, authorities and client certificates. */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  /** What VS Code says of proxies from now on. */
  useProxy(settings: ProxySettings): void;
}

/** Whom an encrypted connection trusts, and as whom it is made; as `tls.connect` takes it. */
interface Trust {
  readonly secureContext?: tls.SecureContext;
  readonly rejectUnauthorized?: boolean;
}

interface Route {
  readonly dispatcher: Dispatcher;
  /** `host:port` of the proxy on the way. */
  readonly proxy: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The network of Node. MLflow's variables for TLS are meant for the servers that the person named (`MLFLOW_TRACKING_URI`, and `named`): no
 * other one is shown the client certificate, or trusted without a look at its own.
 */
export function nodeNetwork(environment: Environment, named: readonly string[] = []): Network {
  const own = new Set([environment["MLFLOW_TRACKING_URI"], ...named].map(originOf));
  const routes = new Map<string, Promise<Route>>();
  let settings = defaultProxySettings;

  const routeTo = (origin: string): Promise<Route> => {
    const known = routes.get(origin);
    if (known !== undefined) return known;
    const route = openRoute(origin, settings, environment, own.has(origin));
    routes.set(origin, route);
    // A file that could not be read may be there the next time.
    route.catch(() => routes.delete(origin));
    return route;
  };
  const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { fetch } = await import("undici");
    const url = input instanceof Request ? input.url : String(input);
    const { dispatcher, proxy } = await routeTo(new URL(url).origin);
    try {
      // The two kinds of fetch have the same types under two names.
      const answer = await fetch(url, { ...init, dispatcher } as Parameters<typeof fetch>[1]);
      return answer as unknown as Response;
    } catch (error) {
      throw proxy === undefined ? error : failedAtProxy(error, proxy);
    }
  };
  return {
    fetch: send as typeof globalThis.fetch,
    useProxy: (changed) => {
      settings = changed;
      for (const route of routes.values()) void route.then(({ dispatcher }) => dispatcher.close()).catch(() => undefined);
      routes.clear();
    },
  };
}

async function openRoute(origin: string, settings: ProxySettings, environment: Environment, isOwn: boolean): Promise<Route> {
  const { Agent, ProxyAgent } = await import("undici");
  const trust = origin.startsWith("https:") ? await trustFor(environment, isOwn) : {};
  const uri = proxyOf(origin, settings, environment);
  if (uri === undefined) return { dispatcher: new Agent({ connect: trust }), proxy: undefined };
  const proxyTls = uri.startsWith("https:") ? { ...(await trustFor(environment, false)), rejectUnauthorized: settings.strict } : {};
  // Many proxies tunnel to the port of HTTPS alone: what is not encrypted is handed to them whole.
  const dispatcher = new ProxyAgent({ uri, requestTls: trust, proxyTls, proxyTunnel: false });
  return { dispatcher, proxy: new URL(uri).host };
}

async function trustFor(environment: Environment, isOwn: boolean): Promise<Trust> {
  const read = (variable: string) => textOf(environment[variable], variable);
  const bundle = await read("REQUESTS_CA_BUNDLE");
  const own = isOwn ? await read("MLFLOW_TRACKING_SERVER_CERT_PATH") : undefined;
  const client = isOwn ? await read("MLFLOW_TRACKING_CLIENT_CERT_PATH") : undefined;
  const isInsecure = isOwn && /^(true|1)$/i.test(environment["MLFLOW_TRACKING_INSECURE_TLS"] ?? "");
  const secureContext = tls.createSecureContext({
    ca: [...authorities(), bundle, own].filter((text) => text !== undefined),
    // One file has both, as MLflow's client takes it.
    ...(client === undefined ? {} : { cert: client, key: client }),
  });
  return { secureContext, ...(isInsecure ? { rejectUnauthorized: false } : {}) };
}

/** Node's own authorities with those of `NODE_EXTRA_CA_CERTS`, and those that the system trusts. */
function authorities(): readonly string[] {
  const from = (type: "default" | "system"): readonly string[] => {
    try {
      return tls.getCACertificates(type);
    } catch {
      // A Node that is built otherwise, as in some editors.
      return [];
    }
  };
  const own = from("default");
  return [...new Set([...(own.length > 0 ? own : tls.rootCertificates), ...from("system")])];
}

async function textOf(path: string | undefined, variable: string): Promise<string | undefined> {
  if (path === undefined || path === "") return undefined;
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new RegistryError("invalid", `The file that ${variable} names cannot be read: ${path}.`, `Correct ${variable}.`, {
      cause: error,
    });
  }
}

/** Codes of connections that did not come about. */
const beforeTheProxy = /^(ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|UND_ERR_CONNECT)/;

/** Was it the proxy, not the server behind it? Says so in the cause. */
function failedAtProxy(error: unknown, proxy: string): unknown {
  const causes = [...causesOf(error)];
  const status = causes.map(({ message }) => /Proxy response \((\d+)\)/.exec(message)?.[1]).find((found) => found !== undefined);
  if (status !== undefined) return new TypeError("fetch failed", { cause: { proxy, status: Number(status) } });
  const code = causes.map((cause) => ("code" in cause ? String(cause.code) : "")).find((found) => beforeTheProxy.test(found));
  return code === undefined ? error : new TypeError("fetch failed", { cause: { proxy, code } });
}

function* causesOf(error: unknown): Generator<Error> {
  for (let each = error; each instanceof Error; each = each.cause) yield each;
}
