import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { KeySpec } from "#registry/model/keySpec.ts";
import { mlprojectSpec } from "#server/formats/mlproject/keys.ts";
import { policySpec } from "#server/formats/policy/keys.ts";
import { jsonSchema, policyText, projectText } from "./configTexts.ts";
import { type Figure, interleaved, ms, percentile, times } from "./figure.ts";
import { type LspProcess, startOurs, startYaml } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const edits = 120;
/** Taken before the measured ones: both servers compile what they run often. */
const warmUp = 30;
const budget = 15;
/** ms that yaml-language-server 2.0.0 waits after an edit before it looks (`validationDelayMs`); taken off, because it is not work. */
const peerDelay = 200;

/** The same edits to the same file in both servers, one after the other, each until its problems are known. */
export async function editFigures(): Promise<Figure[]> {
  return [
    ...(await editing("slipway.yaml", "slipway-policy", policyText(1000), policySpec, "min: 0.5")),
    ...(await editing("MLproject", "mlproject", projectText(1000), mlprojectSpec, "command: ")),
  ];
}

function editing(file: string, language: string, text: string, spec: KeySpec, edited: string): Promise<Figure[]> {
  return inScratch(async (folder) => {
    const schema = join(folder, "schema.json");
    await writeFile(schema, JSON.stringify(jsonSchema(spec)));
    const uri = pathToFileURL(join(folder, file)).href;
    const ours = await startOurs(folder);
    const peer = await startYaml(folder, { [pathToFileURL(schema).href]: [file] });
    try {
      await ours.open(uri, language, text);
      const first = peer.diagnosed(uri);
      await peer.open(uri, "yaml", text);
      await first;
      const samples = await alternately(ours, peer, uri, text, edited);
      return figures(file, samples.ours, samples.peer);
    } finally {
      await Promise.all([ours.stop(), peer.stop()]);
    }
  });
}

/** Breaks and mends one key after another, through the whole file. Throws when a server does not see which. */
async function alternately(ours: LspProcess, peer: LspProcess, uri: string, text: string, edited: string) {
  const changes = changesOf(text, edited);
  const see = (problems: number, version: number) => {
    const isBroken = version % 2 === 0;
    if (problems > 0 !== isBroken) throw new Error(`${uri}, version ${version}: ${problems} problems`);
  };
  const didChange = (server: LspProcess, version: number) =>
    server.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [changes[version - 2]],
    });
  let ourVersion = 1;
  let peerVersion = 1;
  const samples = await interleaved(changes.length, {
    ours: async () => {
      await didChange(ours, ++ourVersion);
      const report = await ours.connection.sendRequest<{ items: unknown[] }>("textDocument/diagnostic", { textDocument: { uri } });
      see(report.items.length, ourVersion);
    },
    peer: async () => {
      const published = peer.diagnosed(uri);
      await didChange(peer, ++peerVersion);
      see(await published, peerVersion);
    },
  });
  return { ours: samples.ours.slice(warmUp), peer: samples.peer.slice(warmUp).map((sample) => sample - peerDelay) };
}

/** Even ones put a letter before a key, odd ones take it away again. */
function changesOf(text: string, edited: string): object[] {
  const places = text
    .split("\n")
    .flatMap((line, index) => (line.includes(edited) ? [{ line: index, character: line.indexOf(edited) }] : []));
  return Array.from({ length: warmUp + edits }, (_, number) => {
    const start = places[(number >> 1) % places.length] ?? { line: 0, character: 0 };
    if (number % 2 === 0) return { range: { start, end: start }, text: "x" };
    return { range: { start, end: { ...start, character: start.character + 1 } }, text: "" };
  });
}

function figures(file: string, ours: readonly number[], peer: readonly number[]): Figure[] {
  const figure = (name: string, share: number): Figure => {
    const [our, their] = [percentile(ours, share), percentile(peer, share)];
    const met = our <= budget && their / our >= 3;
    return {
      what: `edit → diagnostics, ${file} of 1,000 lines, ${name}`,
      ours: ms(our),
      peer: `yaml-language-server ${ms(their)}`,
      ratio: times(their / our),
      ...(share === 0.5 ? {} : { budget: { text: `${ms(budget)}; 3×`, met } }),
    };
  };
  return [figure("p50", 0.5), figure("p95", 0.95)];
}
