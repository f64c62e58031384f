import { PyYamlError } from "./source.ts";
import type { Token } from "./token.ts";

const defaults: Readonly<Record<string, string>> = { "!": "!", "!!": "tag:yaml.org,2002:" };

/** What tags stand for in a document that has these directives before it (`process_directives`). */
export function tagHandles(directives: readonly Token[]): Readonly<Record<string, string>> {
  const handles: Record<string, string> = {};
  let hasVersion = false;
  for (const directive of directives) {
    const { text, handle, prefix = "" } = directive;
    const isRepeated = text === "YAML" ? hasVersion : handle !== undefined && handle in handles;
    if (isRepeated || (text === "YAML" && !prefix.startsWith("1."))) {
      throw new PyYamlError("BAD_DIRECTIVE", "This directive stands twice, or is of another version of YAML", directive);
    }
    if (text === "YAML") hasVersion = true;
    else if (handle !== undefined) handles[handle] = prefix;
  }
  return { ...defaults, ...handles };
}
