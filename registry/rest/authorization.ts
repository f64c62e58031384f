import type { SignIn } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";

/** The header that signs in; absent: there is nothing to sign in with. Throws `unauthorized` for what no header can have. */
export function authorizationOf({ token, username, password }: SignIn = {}): string | undefined {
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
