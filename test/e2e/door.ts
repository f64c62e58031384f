import { connect, createServer, type Server, type Socket } from "node:net";

/** Stands before a server that takes long to start: it dies, and is back at the same port. */
export class Door {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;

  constructor(target: number) {
    this.#server = createServer((socket) => {
      const onward = connect(target, "127.0.0.1");
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) {
        this.#sockets.add(end);
        end.on("error", () => end.destroy()).on("close", () => this.#sockets.delete(end));
      }
    });
  }

  async restart(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(this.#port, "127.0.0.1", done));
    const address = this.#server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    return `http://127.0.0.1:${this.#port}`;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
