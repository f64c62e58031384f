import { setImmediate as turn } from "node:timers/promises";
import type { Asker } from "#client/core/asker.ts";
import { ExtensionApi } from "#client/core/extensionApi.ts";
import type { SlipwayApi } from "#client/slipwayApi.ts";
import { type OtherSchemes, otherSchemesChanged } from "#protocol/extensionApi.ts";
import type { Registry } from "#registry/api.ts";
import type { OpenWorld } from "#registry/backend.ts";
import type { LinkMessage } from "#registry/model/linkMessage.ts";
import { openRegistry } from "#registry/open.ts";
import { OtherExtensions } from "#server/extensions/otherExtensions.ts";
import type { Scope } from "#server/workspace/scope.ts";

const world: OpenWorld = {
  fetch: () => Promise.reject(new Error("contacted")),
  now: () => 0,
  random: () => 0,
  sleep: () => Promise.reject(new Error("waited")),
  authorize: () => Promise.reject(new Error("asked for credentials")),
};

/** The window's end and the server's end of the exported API, with JSON between them as over LSP, in one process. */
export interface BothEnds {
  readonly api: SlipwayApi;
  /** What the server logged. */
  readonly logged: string[];
  /** What the window was told that listeners threw. */
  readonly failures: unknown[];
  readonly window: ExtensionApi;
  /** What the server said over the line. */
  readonly said: LinkMessage[];
  /** Says something to the server as the window could. */
  say(message: LinkMessage): void;
  /** Opens an address as the server does. */
  open(uri: string): Registry;
  /** What the server has open, for read access. */
  opened: Registry | undefined;
  /** The server starts anew. */
  restart(): void;
  trusted: boolean;
}

export function bothEnds(deadline = 20_000): BothEnds {
  const logged: string[] = [];
  const failures: unknown[] = [];
  const said: LinkMessage[] = [];
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void logged.push(message) };
  const ends: BothEnds = {
    api: undefined as never,
    ...{ logged, failures, said },
    say: (message) => server.receive(over(message)),
    window: undefined as never,
    open,
    opened: undefined,
    restart,
    trusted: true,
  };
  const over = <T>(message: T): T => JSON.parse(JSON.stringify(message));
  const scopes = {
    find: () => (ends.opened === undefined ? undefined : ({ session: { registry: ends.opened } } as unknown as Scope)),
  };
  const makeServer = (schemes: readonly string[]) =>
    new OtherExtensions(
      (message) => {
        said.push(message);
        void turn().then(() => window.receive(over(message)));
      },
      () => scopes,
      log,
      schemes,
      deadline,
    );
  let server = makeServer([]);
  const asker: Asker = {
    ask: async <R>() => (ends.opened?.source ?? null) as R,
    tell: (message, params) => {
      if (message.method === otherSchemesChanged.method) server.register((params as OtherSchemes).schemes);
    },
  };
  const window = new ExtensionApi({
    asker,
    send: async (message) => {
      const heardBy = server;
      await turn();
      heardBy.receive(over(message));
    },
    isTrusted: () => ends.trusted,
    failed: (error) => void failures.push(error),
  });

  function open(uri: string): Registry {
    return openRegistry(uri, world, server.backends);
  }

  function restart(): void {
    window.serverGone();
    server = makeServer(window.schemes);
  }

  return Object.assign(ends, { api: window.exported(), window });
}
