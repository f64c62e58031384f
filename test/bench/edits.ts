import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { KeySpec } from "#registry/model/keySpec.ts";
import { dvcYamlSpec } from "#server/formats/dvc/keys.ts";
import { mlprojectSpec } from "#server/formats/mlproject/keys.ts";
import { policySpec } from "#server/formats/policy/keys.ts";
import { burstFigures } from "./bursts.ts";
import { completionFigures, type Typed } from "./completions.ts";
import { jsonSchema, pipelineText, policyText, projectText } from "./configTexts.ts";
import { type Figure, interleaved, ms, percentile, times } from "./figure.ts";
import { type LspProcess, startOurs, startYaml } from "./lspProcess.ts";
import { inScratch } from "./scratch.ts";

const edits = 120;
/** Taken before the measured ones: both servers compile what they run often. */
const warmUp = 30;
/** ms that yaml-language-server 2.0.0 waits after an edit before it looks (`validationDelayMs`); taken off, because it is not work. */
const peerDelay = 200;

/** One file, open in both servers. */
export interface Opened {
  readonly ours: LspProcess;
  readonly peer: LspProcess;
  readonly uri: string;
  readonly text: string;
}

/** The same edits to the same file in both servers, one after the other, each until its problems are known. */
export async function editFigures(): Promise<Figure[]> {
  return [
    ...(await editing("slipway.yaml", "slipway-policy", policyText(1000), policySpec, "min: 0.5", { ms: 15, times: 3 })),
    ...(await editing("MLproject", "mlproject", projectText(1000), mlprojectSpec, "command: ", { ms: 15, times: 3 })),
    ...(await editing("dvc.yaml", "dvc-yaml", pipelineText(1000), dvcYamlSpec, "cmd: ", { ms: 10, times: 4 })),
  ];
}

function editing(file: string, language: string, text: string, spec: KeySpec, edited: string, budget: Budget): Promise<Figure[]> {
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
      const opened = { ours, peer, uri, text };
      const places = placesOf(text, edited);
      const valid = await alternately(opened, 1, changesOf(places, misspelt));
      const broken = await alternately(opened, 1 + valid.versions, changesOf(places, ...breaks));
      const typed = typedAt(places);
      const version = 2 + valid.versions + broken.versions;
      const completions = await completionFigures(opened, file, version, typed, warmUp);
      const bursts = await burstFigures(opened, file, version + typed.length, places);
      return [...figures(file, valid, budget), ...brokenFigures(file, broken, percentile(valid.ours, 0.5)), ...completions, ...bursts];
    } finally {
      await Promise.all([ours.stop(), peer.stop()]);
    }
  });
}

/** Breaks and mends one place after another, through the whole file. Throws when a server does not see which. */
async function alternately({ ours, peer, uri }: Opened, start: number, changes: readonly object[]) {
  const see = (problems: number, edit: number) => {
    const isBroken = edit % 2 === 0;
    if (problems > 0 !== isBroken) throw new Error(`${uri}, edit ${edit}: ${problems} problems`);
  };
  const didChange = (server: LspProcess, edit: number) => server.change(uri, start + 1 + edit, changes[edit] ?? {});
  let [ourEdit, peerEdit] = [0, 0];
  const samples = await interleaved(changes.length, {
    ours: async () => {
      await didChange(ours, ourEdit);
      const report = await ours.connection.sendRequest<{ items: unknown[] }>("textDocument/diagnostic", { textDocument: { uri } });
      see(report.items.length, ourEdit++);
    },
    peer: async () => {
      const published = peer.diagnosed(uri);
      await didChange(peer, peerEdit);
      see(await published, peerEdit++);
    },
  });
  return {
    ours: samples.ours.slice(warmUp),
    peer: samples.peer.slice(warmUp).map((sample) => sample - peerDelay),
    versions: changes.length,
  };
}

type Samples = Awaited<ReturnType<typeof alternately>>;

interface Place {
  readonly line: number;
  /** Of the key. */
  readonly character: number;
  /** Of the value. */
  readonly value: number;
}

function placesOf(text: string, edited: string): Place[] {
  return text.split("\n").flatMap((written, line) => {
    const character = written.indexOf(edited);
    return character === -1 ? [] : [{ line, character, value: written.indexOf(": ", character) + 2 }];
  });
}

/** What is put where. */
type Break = (place: Place) => { readonly character: number; readonly text: string };

/** A letter before a key: the text stays YAML. */
const misspelt: Break = ({ character }) => ({ character, text: "x" });

/** The text is not YAML any more: a key before its colon, an open quote, an open bracket. */
const breaks: readonly Break[] = [
  ({ character }) => ({ character, text: `alpha\n${" ".repeat(character)}` }),
  ({ value }) => ({ character: value, text: '"' }),
  ({ value }) => ({ character: value, text: "[" }),
];

/** Even ones break a place, odd ones take it back. */
function changesOf(places: readonly Place[], ...kinds: readonly Break[]): object[] {
  return Array.from({ length: warmUp + edits }, (_, number) => {
    const turn = number >> 1;
    const place = places[turn % places.length];
    const change = place && kinds[turn % kinds.length]?.(place);
    if (place === undefined || change === undefined) throw new Error("There is no place to edit.");
    const start = { line: place.line, character: change.character };
    if (number % 2 === 0) return { range: { start, end: start }, text: change.text };
    const lines = change.text.split("\n");
    const last = lines.at(-1)?.length ?? 0;
    const end = lines.length === 1 ? { ...start, character: start.character + last } : { line: start.line + 1, character: last };
    return { range: { start, end }, text: "" };
  });
}

/** A letter before a key, with the cursor behind it, and taken back, with the cursor at the key's value. */
function typedAt(places: readonly Place[]): Typed[] {
  return changesOf(places, misspelt).map((change, number) => {
    const { line, character, value } = places[(number >> 1) % places.length] as Place;
    return { change, cursor: { line, character: number % 2 === 0 ? character + 1 : value } };
  });
}

/** Of the 95th percentile: ms, and how many times as fast as the peer. */
interface Budget {
  readonly ms: number;
  readonly times: number;
}

function figures(file: string, { ours, peer }: Samples, budget: Budget): Figure[] {
  const figure = (name: string, share: number): Figure => {
    const [our, their] = [percentile(ours, share), percentile(peer, share)];
    const met = our <= budget.ms && their / our >= budget.times;
    return {
      what: `edit → diagnostics, ${file} of 1,000 lines, ${name}`,
      ours: ms(our),
      peer: `yaml-language-server ${ms(their)}`,
      ratio: times(their / our),
      ...(share === 0.5 ? {} : { budget: { text: `${ms(budget.ms)}; ${times(budget.times)}`, met } }),
    };
  };
  return [figure("p50", 0.5), figure("p95", 0.95)];
}

/** `valid`: ms of an edit that stays YAML, p50. Only the edits that break the text count. */
function brokenFigures(file: string, { ours, peer }: Samples, valid: number): Figure[] {
  const breaking = (samples: readonly number[]) => samples.filter((_, index) => (index + warmUp) % 2 === 0);
  const [our, their] = [percentile(breaking(ours), 0.5), percentile(breaking(peer), 0.5)];
  return [
    {
      what: `edit → diagnostics, ${file}, while the text is not YAML (key before its colon, open quote, open bracket), p50`,
      ours: ms(our),
      peer: `yaml-language-server ${ms(their)}`,
      ratio: times(their / our),
      budget: { text: "2× an edit that stays YAML", met: our <= 2 * valid },
    },
  ];
}
