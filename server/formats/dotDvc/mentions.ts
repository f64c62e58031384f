import { dataMentions } from "../../dvc/mentions.ts";
import type { Mention } from "../mentions.ts";
import { graphPartOfData } from "./graphPart.ts";
import type { DotDvcModel } from "./model.ts";

/** The data that the file keeps, and what it comes from. */
export function dotDvcMentions(model: DotDvcModel, uri: string): readonly Mention[] {
  const stages = graphPartOfData(model, uri)?.stages ?? [];
  return stages.flatMap(({ deps, outs }) => [...dataMentions(outs, true, model.text), ...dataMentions(deps, false, model.text)]);
}
