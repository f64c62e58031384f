import { RegistryError } from "#registry/model/errors.ts";

/** What only stands around the matter is worth waiting for, not failing for: where the registry can't tell it, `otherwise`. */
export async function orElse<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (RegistryError.is(error)) return otherwise;
    throw error;
  }
}
