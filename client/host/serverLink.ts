import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient/node";
import type { Asker } from "#client/core/asker.ts";
import { documentSelector } from "#protocol/languageContributions.ts";
import type { Notification, Request } from "#protocol/message.ts";
import { serverFlags } from "../core/serverFlags.ts";
import { traceLog } from "./log.ts";

/** `LanguageClient`'s state for "running"; its enum cannot be imported without loading the whole library. */
const running = 2;

/**
 * The connection to the background process. The process and the language client library are started by the first question, never by
 * activation itself. The library restarts a process that died; `onGone` tells of every end.
 */
export class ServerLink implements Asker, vscode.Disposable {
  readonly #serverModule: string;
  readonly #environment: () => Readonly<Record<string, string>>;
  readonly #log: vscode.LogOutputChannel;
  readonly #options: () => Promise<unknown>;
  readonly #handlers = new Map<string, (params: unknown) => void>();
  readonly #goneListeners = new Set<() => void>();
  #client: Promise<BaseLanguageClient> | undefined;
  /** The options as they are now: the library starts a process that died again by itself, and asks for them without waiting. */
  #present: unknown;

  /** At the moment of the start, `options` gives the initialization options (`ServerOptions`), `environment` the variables of the process beside ours. */
  constructor(
    serverModule: string,
    log: vscode.LogOutputChannel,
    options: () => Promise<unknown>,
    environment: () => Readonly<Record<string, string>>,
  ) {
    this.#serverModule = serverModule;
    this.#environment = environment;
    this.#log = log;
    this.#options = options;
  }

  /** Starts the process when it is not running yet. */
  start(): Promise<BaseLanguageClient> {
    this.#client ??= this.#launch().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async ask<P, R>(message: Request<P, R>, params: P, signal?: AbortSignal): Promise<R> {
    const client = await this.start();
    const source = new vscode.CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal?.addEventListener("abort", cancel);
    if (signal?.aborted) cancel();
    try {
      return await client.sendRequest<R>(message.method, params, source.token);
    } finally {
      signal?.removeEventListener("abort", cancel);
      source.dispose();
    }
  }

  /** Told to a server that runs; one that starts later gets the same facts with its options. */
  tell<P>(message: Notification<P>, params: P): void {
    void this.#client
      ?.then((client) => client.sendNotification(message.method, params))
      .catch((error: unknown) => this.#log.error(String(error)));
    void this.#readOptions();
  }

  /** Part of a talk with the server, which is started for it; rejects where it cannot hear. */
  async send<P>(message: Notification<P>, params: P): Promise<void> {
    const client = await this.start();
    await client.sendNotification(message.method, params);
  }

  async #readOptions(): Promise<void> {
    this.#present = await this.#options();
  }

  /** Handlers are set before the start and stay over restarts. */
  on<P>(message: Notification<P>, handler: (params: P) => void): void {
    this.#handlers.set(message.method, handler as (params: unknown) => void);
  }

  onGone(listener: () => void): void {
    this.#goneListeners.add(listener);
  }

  dispose(): void {
    void this.#client?.then((client) => client.stop()).catch(() => undefined);
    this.#client = undefined;
  }

  async #launch(): Promise<BaseLanguageClient> {
    const { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn, TransportKind } = await import("vscode-languageclient/node");
    const options = { execArgv: serverFlags, env: this.#environment() };
    const run = { module: this.#serverModule, transport: TransportKind.ipc, options };
    await this.#readOptions();
    const clientOptions: LanguageClientOptions = {
      documentSelector,
      initializationOptions: () => this.#present,
      outputChannel: this.#log,
      traceOutputChannel: traceLog(this.#log),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: "slipway",
      errorHandler: {
        // What is written to a process that is dying fails, and its end follows. The library gives up for good at the fourth failure.
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        async closed() {
          const { action } = await usual.closed();
          return action === CloseAction.Restart ? { action, handled: true } : { action, message: endedTooOften() };
        },
      },
    };
    const client = new LanguageClient("slipway", "Slipway", { run, debug: run }, clientOptions);
    const usual = client.createDefaultErrorHandler();
    for (const [method, handler] of this.#handlers) client.onNotification(method, handler);
    client.onDidChangeState(({ oldState, newState }) => {
      if (oldState === running && newState !== running) for (const listener of this.#goneListeners) listener();
    });
    await client.start();
    return client;
  }
}

function endedTooOften(): string {
  return vscode.l10n.t(
    "Slipway's server ended 5 times within 3 minutes and is not started again. The log may say why; Developer: Reload Window starts it anew.",
  );
}
