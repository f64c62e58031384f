import type { ProxySettings } from "#protocol/proxySettings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which the server at `origin` is reached; absent: none. VS Code's settings come first, then the variables that MLflow's
 * client reads too (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in capitals or not). This computer is never reached through one.
 */
export function proxyOf(origin: string, settings: ProxySettings, environment: Environment): string | undefined {
  const { protocol, hostname, port } = new URL(origin);
  if (settings.support === "off" || isThisComputer(hostname)) return undefined;
  const named = (name: string) => environment[name.toLowerCase()] || environment[name] || "";
  const without = [...settings.without, ...named("NO_PROXY").split(/[\s,]+/)];
  if (without.some((entry) => isMeant(entry, hostname, port || (protocol === "https:" ? "443" : "80")))) return undefined;
  const written = settings.url || named(protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY") || named("ALL_PROXY");
  if (written === "") return undefined;
  const proxy = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  // Others (`socks5:`) are not spoken here; a direct attempt says more than none.
  return /^https?:/i.test(proxy) && URL.canParse(proxy) ? proxy : undefined;
}

/** `host`, `.domain`, `*.domain` and `host:port`; a domain means what is below it, too; `*` means all. */
function isMeant(entry: string, hostname: string, port: string): boolean {
  // A colon in an IPv6 address begins no port.
  const [, host = "", ownPort = ""] =
    /^(?:\*(?=\.))?\.?(\[.+\]|[^:]+|[^[]*:[^[]*:[^[]*)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
  if (host === "" || (ownPort !== "" && ownPort !== port)) return false;
  return host === "*" || hostname === host || hostname === `[${host}]` || hostname.endsWith(`.${host}`);
}

function isThisComputer(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
