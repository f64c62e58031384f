import { dotDvcShape } from "../../dvc/dotDvcKeys.ts";
import { type Misfit, misfitsOf } from "../../dvc/misfits.ts";
import type { ConfigModel } from "../format.ts";
import { readTree } from "../readYaml.ts";

export interface DotDvcModel extends ConfigModel {
  /** Where the file does not have the shape that DVC asks for, in the order of the file. */
  readonly misfits: readonly Misfit[];
}

export function readDotDvc(text: string): DotDvcModel {
  const tree = readTree(text, "dvc");
  return { ...tree, misfits: tree.root === undefined ? [] : misfitsOf(tree.root, dotDvcShape) };
}
