import type { StageName } from "./graph.ts";

/** A stage as a person finds it from a file: by its name, with its file where that is another. */
export function namedStage({ name, file }: StageName, from: string): string {
  if (file === from) return name === "" ? "this file" : `\`${name}\``;
  const path = relativePath(file, from);
  return name === "" ? `\`${path}\`` : `\`${name}\` in \`${path}\``;
}

/** The path of a file from the folder of another; both URIs, in whatever spelling. */
export function relativePath(file: string, from: string): string {
  const [parts, base] = [file.split("/"), from.split("/").slice(0, -1)];
  let shared = 0;
  while (shared < base.length && shared < parts.length - 1 && decoded(base[shared] ?? "") === decoded(parts[shared] ?? "")) shared++;
  return [...base.slice(shared).map(() => ".."), ...parts.slice(shared).map(decoded)].join("/");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
