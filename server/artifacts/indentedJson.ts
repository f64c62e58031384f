/** Strings, marks and everything between them that is not space. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * JSON indented by two, every value as it was written: a number of twenty digits stays what it is, and a key that stands twice stays there
 * twice. The text has to be JSON.
 */
export function indentedJson(text: string): string {
  const tokens = text.match(token) ?? [];
  const parts: string[] = [];
  let depth = 0;
  const newLine = () => parts.push("\n", "  ".repeat(depth));
  tokens.forEach((one, index) => {
    const isEmpty = (one === "{" && tokens[index + 1] === "}") || (one === "[" && tokens[index + 1] === "]");
    const closesEmpty = (one === "}" && tokens[index - 1] === "{") || (one === "]" && tokens[index - 1] === "[");
    if ((one === "}" || one === "]") && !closesEmpty) {
      depth--;
      newLine();
    }
    parts.push(one === ":" ? ": " : one);
    if ((one === "{" || one === "[") && !isEmpty) {
      depth++;
      newLine();
    } else if (one === ",") newLine();
  });
  return parts.join("");
}
