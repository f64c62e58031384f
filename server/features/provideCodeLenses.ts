import type { CodeLens } from "vscode-languageserver";
import { type RunTarget, runCommand, showPipelineCommand } from "#protocol/tasks/runnable.ts";
import type { ConfigDocument } from "../formats/format.ts";
import { Lines, type Span } from "../formats/text.ts";
import type { Surroundings } from "../workspace/surroundings.ts";

/** What a lens that is filled in later is about. */
export interface LensData {
  readonly uri: string;
  readonly name: string;
}

/** Above each thing that can be run: `Run`, what is known of it (filled in when it is on the screen), and what follows it. */
export function provideCodeLenses({ uri, format, model }: ConfigDocument, { project }: Surroundings, isTrusted: boolean): CodeLens[] {
  const { lens } = format;
  if (lens === undefined) return [];
  const lines = new Lines(model.text);
  const rangeOf = ({ start, end }: Span) => ({ start: lines.position(start), end: lines.position(end) });
  const noted = isTrusted ? (lens.noted?.(model) ?? []) : [];
  const runnable = lens.runnables(model, project).flatMap(({ name, kind, at, asks, leadsTo }): CodeLens[] => {
    const range = rangeOf(at);
    const target: RunTarget = { kind, name, uri, asks };
    const about: LensData = { uri, name };
    return [
      // Before the workspace is trusted no process is started, and no data is read.
      ...(isTrusted ? [{ range, command: { title: "Run", command: runCommand, arguments: [target] } }] : []),
      ...(isTrusted && lens.notes ? [{ range, data: about }] : []),
      ...(leadsTo === undefined ? [] : [{ range, command: { title: leadsTo, command: showPipelineCommand, arguments: [about] } }]),
    ];
  });
  return [...runnable, ...noted.map(({ name, at }): CodeLens => ({ range: rangeOf(at), data: { uri, name } satisfies LensData }))];
}

/** With the words that were looked up; where nothing is known, it shows nothing. */
export function filledLens(lens: CodeLens, notes: ReadonlyMap<string, string> | undefined): CodeLens {
  const about = lens.data as LensData;
  return { ...lens, command: { title: notes?.get(about.name) ?? "", command: showPipelineCommand, arguments: [about] } };
}
