import { openSource, type Source } from "./source.ts";

/** The option that every command on a registry has. */
export interface RegistryOption {
  readonly registry?: string;
  /** Whose `slipway.yaml` counts; without it `SLIPWAY_POLICY_REF`, else chosen by itself. */
  readonly policyRef?: string;
}

/** Opens the registry for one piece of work and closes it after. */
export async function withSource<T>(flags: RegistryOption, work: (source: Source) => Promise<T>): Promise<T> {
  const source = await openSource(flags.registry, flags.policyRef);
  try {
    return await work(source);
  } finally {
    source.registry.close();
  }
}
