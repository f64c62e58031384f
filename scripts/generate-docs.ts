/** `npm run docs`: writes every page of `docs/` that is made from the sources. */
import { writeRuleDocs } from "./generate-rule-docs.ts";
import { writeSettingsDoc } from "./generate-settings-doc.ts";

writeRuleDocs();
writeSettingsDoc();
