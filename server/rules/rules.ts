import { notChecked } from "./notChecked.ts";
import { policyWrongType } from "./policyWrongType.ts";
import type { Rule } from "./rule.ts";
import { yamlSyntax } from "./yamlSyntax.ts";

/** Every rule: a new one is a source file, golden files and a line here. */
export const rules: readonly Rule[] = [yamlSyntax, notChecked, policyWrongType];
