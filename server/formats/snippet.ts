/** What a snippet of LSP writes where there is nowhere to jump to. */
export function plainOfSnippet(snippet: string): string {
  return snippet
    .replaceAll(/(?<!\\)\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replaceAll(/(?<!\\)\$\{\d+:([^{}]*)\}/g, "$1")
    .replaceAll(/(?<!\\)\$(?:\d+|\{\d+\})/g, "")
    .replaceAll(/\\([\\$}])/g, "$1");
}
