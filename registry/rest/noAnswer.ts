import { RegistryError } from "#registry/model/errors.ts";
import { lookAgain, unknownOutcome } from "./errors.ts";

/** Why a request got no answer, and what a person can do about it. */
interface Reason {
  readonly why: string;
  readonly next: string;
  /** The connection did not come about: nothing was asked, and nothing changed. */
  readonly isUnsent: boolean;
}

const checkServer = "Check that the server runs and that the address is right.";
const checkConnection =
  "Look at the server's log; over https it may want a client certificate (MLFLOW_TRACKING_CLIENT_CERT_PATH), or speak http.";
const trustIt =
  "If you trust it, name its authority in NODE_EXTRA_CA_CERTS, or in MLFLOW_TRACKING_SERVER_CERT_PATH with its address in MLFLOW_TRACKING_URI.";

const unsent = (why: string, next: string): Reason => ({ why, next, isUnsent: true });
const broken = (why: string, next = checkServer): Reason => ({ why, next, isUnsent: false });

/** By the codes of Node, of OpenSSL as Node has it, and of undici. */
const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: unsent("nothing listens there", checkServer),
  ENOTFOUND: unsent("the name is not known", "Check the spelling of the host; it may only be known in a VPN."),
  EAI_AGAIN: unsent("the name is not known", "Check the network and the spelling of the host."),
  EHOSTUNREACH: unsent("no way leads there", "Check the network; it may only be reached in a VPN."),
  ENETUNREACH: unsent("no way leads there", "Check the network; it may only be reached in a VPN."),
  ETIMEDOUT: unsent("it did not answer in time", "Check the network; a firewall may stand before it."),
  UND_ERR_CONNECT_TIMEOUT: unsent("it did not answer in time", "Check the network; a firewall may stand before it."),
  ECONNRESET: broken("the connection broke off", checkConnection),
  UND_ERR_SOCKET: broken("the connection broke off", checkConnection),
  DEPTH_ZERO_SELF_SIGNED_CERT: unsent("its certificate is not trusted", trustIt),
  SELF_SIGNED_CERT_IN_CHAIN: unsent("its certificate is not trusted", trustIt),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unsent("its certificate is not trusted", trustIt),
  UNABLE_TO_GET_ISSUER_CERT: unsent("its certificate is not trusted", trustIt),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unsent("its certificate is not trusted", trustIt),
  CERT_HAS_EXPIRED: unsent("its certificate has expired", "Have the certificate of the server renewed."),
  CERT_NOT_YET_VALID: unsent("its certificate is not valid yet", "Check the clock of this computer."),
  ERR_TLS_CERT_ALTNAME_INVALID: unsent("its certificate is for another name", "Use the name that the certificate is for."),
  ERR_SSL_WRONG_VERSION_NUMBER: unsent("it does not speak HTTPS there", "Use http:// with this port, or the port that speaks HTTPS."),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: unsent("it does not speak HTTPS there", "Use http:// with this port, or the port that speaks HTTPS."),
};
/** A server that wants a client certificate says so in one of several ways. */
const wantsCertificate = /^ERR_SSL_.*(CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA)$/;
const clientCertificate = unsent(
  "it does not take our certificate, or wants one",
  "Name a file with certificate and key in MLFLOW_TRACKING_CLIENT_CERT_PATH, and the server in MLFLOW_TRACKING_URI.",
);

/** The error for a request that got no answer. */
export function noAnswer(server: string, error: unknown, write: boolean): RegistryError {
  const { why, next, isUnsent } = reasonOf(error);
  const said = `${server} cannot be reached: ${why}.`;
  if (write && !isUnsent) return new RegistryError("unavailable", said + unknownOutcome, lookAgain, { cause: error });
  return new RegistryError("unavailable", said, next, { cause: error });
}

function reasonOf(error: unknown): Reason {
  if (error instanceof Error && error.name === "TimeoutError") return broken("it did not answer in time");
  const { code, proxy, status } = causeOf(error);
  if (proxy !== undefined) return ofProxy(proxy, code, status);
  if (wantsCertificate.test(code)) return clientCertificate;
  return reasons[code] ?? broken(code === "" ? "the connection failed" : code);
}

function ofProxy(proxy: string, code: string, status: number | undefined): Reason {
  const setting = "Check http.proxy in the settings, or HTTPS_PROXY and NO_PROXY in the environment.";
  if (status === 407) return unsent(`the proxy ${proxy} asks who you are`, "Put user name and password into the address of the proxy.");
  if (status !== undefined) return unsent(`the proxy ${proxy} refuses to connect there (HTTP ${status})`, setting);
  return unsent(`the proxy ${proxy} cannot be reached, ${reasons[code]?.why ?? code}`, setting);
}

interface Cause {
  readonly code: string;
  readonly proxy: string | undefined;
  readonly status: number | undefined;
}

/** What `fetch` says of its failure, and our own that knows the proxy. Where several addresses were tried, the first one counts. */
function causeOf(error: unknown): Cause {
  const cause = error instanceof Error ? error.cause : undefined;
  const field = (key: string): unknown =>
    typeof cause === "object" && cause !== null ? (cause as Record<string, unknown>)[key] : undefined;
  const [code, proxy, status] = [field("code"), field("proxy"), field("status")];
  return {
    code: typeof code === "string" ? code : "",
    proxy: typeof proxy === "string" ? proxy : undefined,
    status: typeof status === "number" ? status : undefined,
  };
}
