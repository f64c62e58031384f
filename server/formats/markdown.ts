/** Names come from files and registries: they must not become links or HTML. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&");
}

/** A text between two backticks. */
export function escapeCode(text: string): string {
  return text.replaceAll("`", "'");
}
