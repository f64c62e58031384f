import type { Opened } from "./edits.ts";
import { type Figure, interleaved, ms, percentile, times } from "./figure.ts";
import type { LspProcess } from "./lspProcess.ts";

/** ms of the 95th percentile. */
const budget = 10;

/** An edit, and where the cursor is after it. */
export interface Typed {
  readonly change: object;
  readonly cursor: { readonly line: number; readonly character: number };
}

/** What is offered right after an edit: the same edits in both servers, in turns, each until its list is there. `warmUp` of them are not counted. */
export async function completionFigures(
  { ours, peer, uri }: Opened,
  file: string,
  version: number,
  typed: readonly Typed[],
  warmUp: number,
): Promise<Figure[]> {
  let [ourEdit, peerEdit] = [0, 0];
  const offered = { ours: 0, peer: 0 };
  const samples = await interleaved(typed.length, {
    ours: async () => {
      offered.ours += await offeredAfter(ours, uri, version + ourEdit, typed[ourEdit]);
      ourEdit++;
    },
    peer: async () => {
      offered.peer += await offeredAfter(peer, uri, version + peerEdit, typed[peerEdit]);
      peerEdit++;
    },
  });
  if (offered.ours === 0 || offered.peer === 0) throw new Error(`${file}: a server offers nothing: ${JSON.stringify(offered)}`);
  const [our, their] = [samples.ours, samples.peer].map((all) => percentile(all.slice(warmUp), 0.95)) as [number, number];
  return [
    {
      what: `edit → completion, ${file} of 1,000 lines, p95`,
      ours: ms(our),
      peer: `yaml-language-server ${ms(their)}`,
      ratio: times(their / our),
      budget: { text: ms(budget), met: our <= budget },
    },
  ];
}

/** How many entries the list has. */
async function offeredAfter(server: LspProcess, uri: string, version: number, typed: Typed | undefined): Promise<number> {
  if (typed === undefined) throw new Error("There is no edit.");
  await server.change(uri, version, typed.change);
  const answer = await server.connection.sendRequest<readonly unknown[] | { readonly items: readonly unknown[] } | null>(
    "textDocument/completion",
    { textDocument: { uri }, position: typed.cursor },
  );
  return answer === null ? 0 : "items" in answer ? answer.items.length : answer.length;
}
