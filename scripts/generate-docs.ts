/** `npm run docs`: writes every page of `docs/` that is made from the sources. */
import { writeExtensionTypes } from "./generate-extension-types.ts";
import { writeRuleDocs } from "./generate-rule-docs.ts";
import { writeSettingsDoc } from "./generate-settings-doc.ts";

writeRuleDocs();
writeExtensionTypes();
writeSettingsDoc();
