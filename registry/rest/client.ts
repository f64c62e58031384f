import { signInOf } from "#registry/model/address.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { HttpClient, type HttpLimits, type HttpWorld } from "./http.ts";

/** What speaks to the server at an http(s) address. */
export function clientOf(address: URL, world: HttpWorld, limits?: HttpLimits): HttpClient {
  return new HttpClient(bare(address), signInOf(address.href), world, limits);
}

/** An address without name, password, query and fragment. */
export function bare(address: URL): URL {
  const base = new URL(address);
  base.username = "";
  base.password = "";
  base.search = "";
  base.hash = "";
  return base;
}

/** Throws `invalid` for what is no address; `example` is one. */
export function addressOf(uri: string, example: string): URL {
  if (URL.canParse(uri)) return new URL(uri);
  throw new RegistryError("invalid", "The address of the registry is not valid.", `Use one such as ${example}.`);
}
