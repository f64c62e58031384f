import type { ConfigModel } from "../format.ts";
import { type UriPlace, urisIn } from "./uris.ts";

/** A Python file, as far as it names what a registry has. Whether it is good Python is nobody's question here. */
export interface PythonModel extends ConfigModel {
  readonly uris: readonly UriPlace[];
}

export function readPython(text: string): PythonModel {
  return { text, yamlProblems: [], uris: urisIn(text) };
}
