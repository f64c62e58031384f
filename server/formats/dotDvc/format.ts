import { plainYaml } from "#protocol/languageContributions.ts";
import { dotDvcSpec } from "../../dvc/dotDvcKeys.ts";
import { dvcProject } from "../../dvc/project.ts";
import { dvcGraphRules } from "../../dvc/rules/graphRules.ts";
import type { Format } from "../format.ts";
import { comparedInDotDvc } from "./compared.ts";
import { graphPartOfData } from "./graphPart.ts";
import { dotDvcLens } from "./lens.ts";
import { dotDvcMentions } from "./mentions.ts";
import { type DotDvcModel, readDotDvc } from "./model.ts";
import { dotDvcRules } from "./rules/rules.ts";

/** `data.csv.dvc`: data that DVC keeps. */
export const dotDvcFormat: Format<DotDvcModel> = {
  id: ".dvc",
  language: {
    contributed: {
      id: "dvc-data",
      aliases: ["DVC Data File"],
      filenames: [],
      extensions: [".dvc"],
      ...plainYaml,
    },
    patterns: ["**/*.dvc"],
    activatesOn: [],
  },
  matches: (name) => name.endsWith(".dvc"),
  read: readDotDvc,
  spec: dotDvcSpec,
  rules: [...dotDvcRules, ...dvcGraphRules],
  membership: { kind: dvcProject, part: graphPartOfData },
  lens: dotDvcLens,
  mentions: dotDvcMentions,
  comparedAt: (model, uri, offset, _found, looks) => comparedInDotDvc(model, uri, offset, looks),
};
