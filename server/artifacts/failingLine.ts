import { clipped } from "#registry/model/clipped.ts";

/** How Python, shells, CUDA and the usual loggers begin a line about a failure. */
const failure =
  /^Traceback \(most recent call last\)|^\s*(?:[\w.]+\.)?\w*(?:Error|Exception)(?::|$)|\b(?:ERROR|FATAL|CRITICAL)\b|\bout of memory\b|\bKilled\b|\bSegmentation fault\b|\bcore dumped\b/;
const mostInLine = 400;

/** The first line of a log that tells of a failure; of a traceback, what was raised: its own first line says nothing. */
export function failingLine(text: string): { readonly line: number; readonly text: string } | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => failure.test(line));
  if (first < 0) return undefined;
  const raised = lines[first]?.startsWith("Traceback") === true ? lines.findIndex((line, at) => at > first && /^\S/.test(line)) : first;
  const at = raised < 0 ? first : raised;
  return { line: at + 1, text: clipped(lines[at] ?? "", mostInLine) };
}
