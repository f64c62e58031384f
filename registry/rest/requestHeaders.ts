import type { SignIn } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";

/** What the headers of a request tell. */
interface Told {
  readonly hasBody: boolean;
  /** A part of a file, as HTTP has it: `bytes=-8`. */
  readonly range?: string | undefined;
}

export function headersOf({ hasBody, range }: Told, signIn: SignIn | undefined): Record<string, string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (hasBody) headers["content-type"] = "application/json";
  if (range !== undefined) headers["range"] = range;
  const authorization = authorizationOf(signIn);
  if (authorization !== undefined) headers["authorization"] = authorization;
  if (signIn?.workspace) headers["x-mlflow-workspace"] = signIn.workspace;
  return headers;
}

/** A server, or a proxy that mirrors requests, may repeat what it was sent. */
export function withoutSecrets(body: string, signIn: SignIn | undefined): string {
  const secrets = [authorizationOf(signIn), signIn?.token, signIn?.password];
  return secrets.reduce<string>((clean, secret) => (secret ? clean.replaceAll(secret, "…") : clean), body);
}

function authorizationOf({ token, username, password }: SignIn = {}): string | undefined {
  if (token && !(username && password)) {
    // The request would fail before it is sent, and a change be said to be in doubt.
    if (/[^\x20-\x7e]/.test(token))
      throw new RegistryError("unauthorized", "The token has characters that a token cannot have.", "Copy it again, and sign in with it.");
    return `Bearer ${token}`;
  }
  return username ? `Basic ${base64(`${username}:${password ?? ""}`)}` : undefined;
}

function base64(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}

/** So many bytes from a byte on; a negative one counts from the end. */
export function rangeOf(from: number, length: number): string {
  if (from >= 0) return `bytes=${from}-${from + length - 1}`;
  // Of a part that ends before the end HTTP can't say where it begins: all from there on is asked for, and read no further than wanted.
  return `bytes=${from}`;
}
