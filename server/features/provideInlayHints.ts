import { type InlayHint, InlayHintKind, type Range as LspRange } from "vscode-languageserver";
import { Lines } from "../formats/text.ts";
import type { ConfigModel } from "../rules/check.ts";
import type { RegistryFacts } from "../rules/rule.ts";

/** After a model's name in the policy, the version in the highest environment that has one: `prod v12`. Nothing where it is not known. */
export function provideInlayHints(model: ConfigModel, range: LspRange, facts: RegistryFacts): InlayHint[] {
  if (model.format !== "slipway.yaml") return [];
  const lines = new Lines(model.text);
  const ladder = model.environments.map((each) => each.environment).toReversed();
  return model.models.flatMap((name) => {
    const position = lines.position(name.end + 1);
    if (position.line < range.start.line || position.line > range.end.line) return [];
    const aliases = facts.aliases(name.text);
    if (aliases.state !== "known") return [];
    for (const environment of ladder) {
      const found = aliases.value.find((each) => each.alias === environment.alias);
      if (found === undefined) continue;
      const tooltip = `@${found.alias} points to version ${found.version}.`;
      return [{ position, label: `${environment.name} v${found.version}`, kind: InlayHintKind.Type, paddingLeft: true, tooltip }];
    }
    return [];
  });
}
