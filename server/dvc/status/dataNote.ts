import { escapeCode, escapeMarkdown } from "../../formats/markdown.ts";
import { holds, type Span } from "../../formats/text.ts";
import { entriesOf, entryOf, itemsOf, type YamlNode } from "../../formats/yamlTree.ts";
import type { DataState } from "./dataStatus.ts";
import { sizeWords, stateWords } from "./dataWords.ts";
import type { LockedData } from "./lock.ts";

/** An item of `deps` or `outs` that DVC wrote, and where its path stands. */
export interface DataItem {
  readonly item: YamlNode;
  readonly at: Span;
}

/** The item at an offset; undefined on keys that say no more than what stands beside them, and where there is none. */
export function dataItemAt(list: YamlNode | undefined, offset: number): DataItem | undefined {
  const item = itemsOf(list).find((each) => holds(each, offset));
  const path = entryOf(item, "path")?.value;
  const isOtherKey = entriesOf(item).some(({ key }) => key.text !== "path" && holds(key, offset));
  return item === undefined || path === undefined || isOtherKey ? undefined : { item, at: { start: path.start, end: path.end } };
}

/** What DVC noted of data, in Markdown: how much it was, its hash, and how it stands to that now where `state` is given. `what` comes after its path. */
export function dataText(item: YamlNode, data: LockedData, what: string, state: DataState | undefined): string {
  const counted = Number(scalarOf(item, "nfiles") ?? itemsOf(entryOf(item, "files")?.value).length);
  const facts = [...sizeWords(data.size, counted || undefined), ...hashOf(item, data.md5)];
  const now = state === undefined ? undefined : stateWords[state];
  return [
    `**${escapeMarkdown(data.path)}** · ${what}`,
    ...(facts.length > 0 ? [facts.join(" · ")] : []),
    ...(now === undefined ? [] : [now]),
  ].join("\n\n");
}

function hashOf(item: YamlNode, md5: string | undefined): string[] {
  if (md5 !== undefined) return [`MD5 \`${escapeCode(md5)}\``];
  const name = ["etag", "checksum"].find((each) => entryOf(item, each) !== undefined);
  return name === undefined ? [] : [`${name} \`${escapeCode(scalarOf(item, name) ?? "")}\``];
}

function scalarOf(item: YamlNode, key: string): string | undefined {
  const value = entryOf(item, key)?.value;
  return value?.kind === "scalar" ? value.text : undefined;
}
