import type { AboutBackend, AboutReads } from "#protocol/extensionApi.ts";
import type { RegistrySource } from "#registry/api.ts";
import type { Backend } from "#registry/backend.ts";
import { checkedRegistry } from "#registry/extension/checkedRegistry.ts";
import { withoutSignIn } from "#registry/model/address.ts";
import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { refusedScheme } from "#registry/model/schemes.ts";
import { Links } from "#registry/thread/links.ts";
import { serveRegistry } from "#registry/thread/serveRegistry.ts";
import { threadRegistry } from "#registry/thread/threadRegistry.ts";
import type { Scopes } from "../workspace/scopes.ts";
import type { Log, World } from "../world.ts";
import { openReads } from "./openReads.ts";

/** ms that a call of somebody else's registry may take. Longer than ours: it may itself retry. */
const usualDeadline = 60_000;

/**
 * What other extensions of the window bring and read. Their registries live in the window's process and are asked over a link; what they
 * read of an open registry is answered over one.
 */
export class OtherExtensions {
  readonly #links: Links;
  readonly #log: Log;
  readonly #deadline: number;
  #backends: readonly Backend[];

  constructor(
    send: (message: LinkMessage) => void,
    scopes: () => Pick<Scopes, "find">,
    log: Log,
    schemes: readonly string[],
    deadline = usualDeadline,
  ) {
    this.#log = log;
    this.#deadline = deadline;
    this.#links = new Links("server", send, (about, link) => {
      const { registry } = about as AboutReads;
      const reads = openReads(() => scopes().find({ registry })?.session.registry, log);
      serveRegistry(link, reads, soon, () => link.end());
    });
    this.#backends = this.#of(schemes);
  }

  get backends(): readonly Backend[] {
    return this.#backends;
  }

  /** The schemes that there are from now on. */
  register(schemes: readonly string[]): void {
    this.#backends = this.#of(schemes);
  }

  receive(message: LinkMessage): void {
    this.#links.receive(message);
  }

  /** The window refuses a scheme of ours; here too none gets one. */
  #of(schemes: readonly string[]): readonly Backend[] {
    return schemes.filter((scheme) => refusedScheme(scheme) === undefined).map((scheme) => this.#backendOf(scheme));
  }

  #backendOf(scheme: string): Backend {
    const describe = (uri: string): RegistrySource => {
      const shown = withoutSignIn(uri);
      return { uri: shown, kind: scheme, shared: true, label: shown };
    };
    const checks = {
      who: `The extension that brings ${scheme}:`,
      deadline: this.#deadline,
      failed: (error: unknown) => this.#log.error(`${scheme}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    };
    return {
      ...{ schemes: [scheme], example: `${scheme}:…`, blocks: false, authKinds: [], describe },
      open: (uri) =>
        checkedRegistry(
          threadRegistry(describe(uri), () => this.#links.start({ uri } satisfies AboutBackend), 1),
          checks,
        ),
    };
  }
}

/** The world, with the kinds of registry that other extensions bring. Ours come first. */
export function withOthers(world: World, others: () => readonly Backend[]): World {
  return {
    ...world,
    get backends() {
      return [...world.backends, ...others()];
    },
  };
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
