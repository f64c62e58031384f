import { setTimeout } from "node:timers/promises";
import { CancellationTokenSource } from "vscode-jsonrpc";
import type { Opened } from "./edits.ts";
import { type Figure, median, ms, times } from "./figure.ts";
import type { LspProcess } from "./lspProcess.ts";

const rounds = 7;
const keystrokes = 100;
/** ms between them: a quick hand on the keys, or one that is held down. */
const between = 20;
/** ms after which both servers have done what there is to do. */
const settled = 600;

/** What 100 keystrokes cost: a new key with its value is typed letter by letter into a place of the file, and taken away at once. */
export async function burstFigures(
  { ours, peer, uri }: Opened,
  file: string,
  version: number,
  places: readonly { readonly line: number; readonly character: number }[],
): Promise<Figure[]> {
  const work: Record<"ours" | "peer", number[]> = { ours: [], peer: [] };
  let at = version;
  for (let round = 0; round < rounds; round++) {
    const place = places[(round * 7) % places.length];
    if (place === undefined) throw new Error("There is no place to type at.");
    work.ours.push(await costOf(ours, () => burst(ours, uri, at, place, asEditor(ours, uri))));
    work.peer.push(await costOf(peer, () => burst(peer, uri, at, place, async () => undefined)));
    at += keystrokes + 2;
  }
  // The first round warms up.
  const [our, their] = [median(work.ours.slice(1)), median(work.peer.slice(1))];
  return [
    {
      what: `work of the server for ${keystrokes} keystrokes ${between} ms apart, ${file} of 1,000 lines, p50`,
      ours: ms(our),
      peer: `yaml-language-server ${ms(their)}`,
      ratio: times(their / our),
      budget: { text: "1×", met: our <= their },
    },
  ];
}

/** ms of work on any core, until nothing is left to do. */
async function costOf(server: LspProcess, work: () => Promise<void>): Promise<number> {
  const before = await server.worked();
  await work();
  await setTimeout(settled);
  return (await server.worked()) - before;
}

async function burst(
  server: LspProcess,
  uri: string,
  version: number,
  { line, character }: { readonly line: number; readonly character: number },
  pull: () => Promise<void>,
): Promise<void> {
  const change = async (number: number, from: object, to: object, text: string) => {
    await server.change(uri, version + number, { range: { start: from, end: to }, text });
    await pull();
  };
  const typed = `learning_rate_of_the_first_layer: "${"warm-up ".repeat(keystrokes)}`.slice(0, keystrokes - 1).concat('"');
  const start = { line, character };
  // A line of its own first, with what follows in the next one.
  await change(1, start, start, `\n${" ".repeat(character)}`);
  for (const [index, letter] of [...typed].entries()) {
    await setTimeout(between);
    const place = { line, character: character + index };
    await change(index + 2, place, place, letter);
  }
  await setTimeout(settled);
  await change(keystrokes + 2, start, { line: line + 1, character }, "");
}

/** Asks as VS Code's language client does: at once after an edit, one question at a time; an edit calls off the question that is open. */
function asEditor(server: LspProcess, uri: string): () => Promise<void> {
  let open: CancellationTokenSource | undefined;
  let previousResultId: string | undefined;
  const ask = async (): Promise<void> => {
    const source = new CancellationTokenSource();
    open = source;
    const params = { textDocument: { uri }, ...(previousResultId !== undefined && { previousResultId }) };
    const report = await server.connection.sendRequest<{ resultId?: string }>("textDocument/diagnostic", params, source.token);
    if (source.token.isCancellationRequested) return ask();
    previousResultId = report.resultId;
    open = undefined;
  };
  return async () => {
    if (open === undefined) void ask();
    else open.cancel();
  };
}
