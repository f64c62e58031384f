import type { Rule } from "../../../rules/rule.ts";
import type { PythonModel } from "../model.ts";
import { uriStage } from "./stage.ts";
import { uriUnknownAlias } from "./unknownAlias.ts";
import { uriUnknownModel } from "./unknownModel.ts";
import { uriUnknownVersion } from "./unknownVersion.ts";

/** What is checked in Python, and nothing else is. */
export const pythonRules: readonly Rule<PythonModel>[] = [uriStage, uriUnknownAlias, uriUnknownModel, uriUnknownVersion];
