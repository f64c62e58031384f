import type { ConfigModel } from "../formats/format.ts";
import { mergeConflict } from "./mergeConflict.ts";
import { notChecked } from "./notChecked.ts";
import type { Rule } from "./rule.ts";
import { yamlSyntax } from "./yamlSyntax.ts";

/** What holds in every format. */
export const commonRules: readonly Rule<ConfigModel>[] = [mergeConflict, notChecked, yamlSyntax];
