import type { Span } from "../formats/text.ts";
import { MAX_NODES, mergedEntries, TooManyNodes, type YamlNode } from "../formats/yamlTree.ts";
import { constructScalar, misfitOfCollection } from "./construct.ts";
import { tagHandles } from "./directives.ts";
import { type Opened, unexpected } from "./explain.ts";
import { type Composed, emptyScalar, MapParts, tupleKey } from "./mapParts.ts";
import type { Tokens } from "./scanner.ts";
import { PyYamlError, type Reader } from "./source.ts";
import type { Token, TokenKind } from "./token.ts";

/** What stands in front of a node. */
interface Properties {
  readonly anchor?: string;
  readonly tag?: string;
}

/** The one document of a list of tokens, as a reader takes it (`parser.py`, `composer.py`, `constructor.py`). */
export class Composer {
  /** A value has a name or is named by one: its text alone does not tell what it means. */
  usesAnchors = false;
  readonly #text: string;
  readonly #reader: Reader;
  readonly #tokens: Tokens;
  #at = 0;
  #handles = tagHandles([]);
  readonly #anchors = new Map<string, Composed>();
  readonly #open = new Set<string>();
  /** What constructing refuses, after all of it was composed. */
  #misfit: PyYamlError | undefined;

  constructor(text: string, tokens: Tokens, reader: Reader) {
    this.#text = text;
    this.#reader = reader;
    this.#tokens = tokens;
  }

  /** The document; undefined where there is none. Throws `PyYamlError` for what PyYAML refuses, `TooManyNodes` beyond the limit. */
  document(): YamlNode | undefined {
    const isExplicit = this.#is("directive", "documentStart");
    if (isExplicit) this.#documentStart();
    if (this.#is("streamEnd")) return undefined;
    const isEmpty = isExplicit && this.#is("directive", "documentStart", "documentEnd");
    const root = isEmpty ? undefined : this.#node("block", false, { kind: "block", start: 0 }).node;
    while (this.#is("documentEnd")) this.#at++;
    if (!this.#is("streamEnd")) throw this.#is("directive") ? this.#second() : this.#unexpected({ kind: "block", start: 0 });
    if (this.#misfit) throw this.#misfit;
    return root;
  }

  #second(): PyYamlError {
    return new PyYamlError("MULTIPLE_DOCS", "A second document begins here, and only one is read", this.#token);
  }

  #documentStart(): void {
    const directives: Token[] = [];
    for (; this.#is("directive"); this.#at++) directives.push(this.#token);
    this.#handles = tagHandles(directives);
    if (!this.#is("documentStart")) throw this.#unexpected({ kind: "block", start: 0 });
    this.#at++;
  }

  get #token(): Token {
    return this.#tokens.at(this.#at) ?? { kind: "streamEnd", text: "", start: this.#text.length, end: this.#text.length };
  }

  #is(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#token.kind);
  }

  #unexpected(opened: Opened): Error {
    return unexpected(this.#text, this.#tokens, this.#at, opened);
  }

  #node(style: "block" | "flow", maybeFlatList: boolean, within: Opened): Composed {
    if (this.#is("alias")) return this.#alias();
    const start = this.#token.start;
    const properties = this.#properties();
    const { anchor } = properties;
    if (anchor !== undefined) {
      if (this.#reader === "pyYaml" && (this.#anchors.has(anchor) || this.#open.has(anchor))) {
        throw new PyYamlError("REPEATED_ANCHOR", `\`&${anchor}\` names something else above. Use another name`, {
          start,
          end: start + anchor.length + 1,
        });
      }
      this.usesAnchors = true;
      this.#open.add(anchor);
    }
    const composed = this.#content(style, maybeFlatList, within, properties);
    if (composed.size > MAX_NODES) throw new TooManyNodes();
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, composed);
    }
    return composed;
  }

  #alias(): Composed {
    const { text, start, end } = this.#token;
    this.#at++;
    this.usesAnchors = true;
    const target = this.#anchors.get(text);
    if (target !== undefined) return { node: { ...target.node, start, end }, size: target.size };
    if (this.#open.has(text)) return { node: emptyScalar(start, end), size: 1 };
    throw new PyYamlError("UNRESOLVED_ALIAS", `Nothing above is called \`&${text}\`. Put the text in quotes if it is no alias`, {
      start,
      end,
    });
  }

  #properties(): Properties {
    let anchor: string | undefined;
    let tag: string | undefined;
    while ((this.#is("anchor") && anchor === undefined) || (this.#is("tag") && tag === undefined)) {
      const { kind, text, handle } = this.#token;
      if (kind === "anchor") anchor = text;
      else {
        const prefix = handle === undefined ? "" : this.#handles[handle];
        if (prefix === undefined) throw new PyYamlError("BAD_TAG", `Nothing says what the tag \`${handle}\` is`, this.#token);
        tag = prefix + text;
      }
      this.#at++;
    }
    return { ...(anchor !== undefined && { anchor }), ...(tag !== undefined && { tag }) };
  }

  #content(style: "block" | "flow", maybeFlatList: boolean, within: Opened, { anchor, tag }: Properties): Composed {
    if (maybeFlatList && this.#is("blockEntry")) return this.#collection(this.#flatList(), tag);
    if (this.#is("scalar")) return this.#scalar(tag);
    if (this.#is("flowListStart")) return this.#collection(this.#flowList(), tag);
    if (this.#is("flowMapStart")) return this.#collection(this.#flowMap(), tag);
    if (style === "block" && this.#is("blockListStart")) return this.#collection(this.#blockList(), tag);
    if (style === "block" && this.#is("blockMapStart")) return this.#collection(this.#blockMap(), tag);
    if (anchor === undefined && tag === undefined) throw this.#unexpected(within);
    return this.#empty(tag);
  }

  #scalar(tag: string | undefined): Composed {
    const { text, plain = false, start, end } = this.#token;
    const before = this.#tokens.at(this.#at - 1);
    this.#at++;
    const span = { start, end };
    const value = constructScalar(text, plain, tag, this.#reader);
    if (typeof value === "string") this.#refuse("NOT_CONSTRUCTED", value, { start: before?.kind === "tag" ? before.start : start, end });
    const scalar = typeof value === "string" ? ({ type: "string", value: text } as const) : value;
    return { node: { kind: "scalar", scalar, text, quoted: !plain, ...span }, size: 1 };
  }

  /** Nothing is written where a value could be. */
  #empty(tag?: string): Composed {
    const end = this.#tokens.at(this.#at - 1)?.end ?? 0;
    const value = constructScalar("", true, tag ?? "!", this.#reader);
    if (typeof value === "string") this.#refuse("NOT_CONSTRUCTED", value, { start: Math.max(0, end - 1), end });
    const scalar = typeof value === "string" ? undefined : value;
    return { node: { ...emptyScalar(end, end), ...(scalar && { scalar }) }, size: 1 };
  }

  #refuse(code: string, message: string, span: Span): void {
    this.#misfit ??= new PyYamlError(code, message, { start: span.start, end: span.end });
  }

  #collection(composed: Composed, tag: string | undefined): Composed {
    const misfit = misfitOfCollection(composed.node, tag);
    if (misfit !== undefined) this.#refuse("NOT_CONSTRUCTED", misfit, composed.node);
    return composed;
  }

  #blockList(): Composed {
    const { start } = this.#token;
    this.#at++;
    const list = this.#items(start, ["blockEntry", "blockEnd"]);
    if (!this.#is("blockEnd")) throw this.#unexpected({ kind: "block", start });
    this.#at++;
    return list;
  }

  /** A list at the column of its key. */
  #flatList(): Composed {
    return this.#items(this.#token.start, ["blockEntry", "key", "value", "blockEnd"]);
  }

  #items(start: number, ends: readonly TokenKind[]): Composed {
    const items: YamlNode[] = [];
    let [size, end] = [1, start];
    while (this.#is("blockEntry")) {
      end = this.#token.end;
      this.#at++;
      const item = this.#is(...ends) ? this.#empty() : this.#node("block", false, { kind: "block", start });
      items.push(item.node);
      size = this.#grown(size, item);
      end = Math.max(end, item.node.end);
    }
    return { node: { kind: "list", items, start, end }, size };
  }

  #blockMap(): Composed {
    const map = new MapParts(this.#token.start);
    const opened = { kind: "block", start: map.start } as const;
    this.#at++;
    while (this.#is("key") || this.#isBareValue()) {
      if (this.#is("key")) this.#at++;
      const ends = ["key", "value", "blockEnd"] as const;
      const key = this.#is(...ends) ? this.#empty() : this.#node("block", true, opened);
      if (this.#is("value")) this.#at++;
      const hasValue = this.#tokens.at(this.#at - 1)?.kind === "value" && !this.#is(...ends);
      this.#add(map, key, hasValue ? this.#node("block", true, opened) : this.#emptyAfter(key));
    }
    if (!this.#is("blockEnd")) throw this.#unexpected(opened);
    this.#at++;
    return map.composed();
  }

  #flowList(): Composed {
    const { start } = this.#token;
    const opened = { kind: "list", start } as const;
    const items: YamlNode[] = [];
    let size = 1;
    for (this.#at++; !this.#is("flowListEnd"); ) {
      if (items.length > 0) this.#comma(opened);
      if (this.#is("flowListEnd")) break;
      const item = this.#is("key") ? this.#singlePair(opened) : this.#node("flow", false, opened);
      items.push(item.node);
      size = this.#grown(size, item);
    }
    const { end } = this.#token;
    this.#at++;
    return { node: { kind: "list", items, start, end }, size };
  }

  #comma(opened: Opened): void {
    if (!this.#is("flowEntry")) throw this.#unexpected(opened);
    this.#at++;
  }

  /** `a: b` in a flow list. */
  #singlePair(opened: Opened): Composed {
    const map = new MapParts(this.#token.start);
    this.#flowPair(map, opened, "flowListEnd");
    return map.composed();
  }

  #flowMap(): Composed {
    const map = new MapParts(this.#token.start);
    const opened = { kind: "map", start: map.start } as const;
    let isFirst = true;
    for (this.#at++; !this.#is("flowMapEnd"); isFirst = false) {
      if (!isFirst) this.#comma(opened);
      if (this.#is("flowMapEnd")) break;
      if (this.#is("key") || this.#isBareValue()) this.#flowPair(map, opened, "flowMapEnd");
      else {
        const key = this.#node("flow", false, opened);
        this.#add(map, key, this.#emptyAfter(key));
      }
    }
    map.close(this.#token.end);
    this.#at++;
    return map.composed();
  }

  /** For ruamel, a colon that no key stands before begins an entry without a key. */
  #isBareValue(): boolean {
    return this.#reader === "ruamel" && this.#is("value");
  }

  #flowPair(map: MapParts, opened: Opened, close: TokenKind): void {
    if (this.#is("key")) this.#at++;
    const key = this.#is("value", "flowEntry", close) ? this.#empty() : this.#node("flow", false, opened);
    const hasColon = this.#is("value");
    if (hasColon) this.#at++;
    this.#add(map, key, hasColon && !this.#is("flowEntry", close) ? this.#node("flow", false, opened) : this.#emptyAfter(key));
  }

  #emptyAfter(key: Composed): Composed {
    return { node: emptyScalar(key.node.end, key.node.end), size: 1 };
  }

  #add(map: MapParts, key: Composed, value: Composed): void {
    map.size = this.#grown(map.size, key, value);
    // As a key, `=` is a text.
    if (key.node.kind === "scalar" && key.node.text === "=" && this.#misfit?.span.start === key.node.start) this.#misfit = undefined;
    if (key.node.kind === "scalar" && key.node.text === "<<" && !key.node.quoted) {
      if (this.#misfit?.span.start === key.node.start) this.#misfit = undefined;
      const maps = value.node.kind === "list" ? value.node.items : [value.node];
      const misfit = maps.find(({ kind }) => kind !== "map");
      if (misfit) this.#refuse("BAD_MERGE", "`<<` takes a map, or a list of maps", misfit.end > misfit.start ? misfit : key.node);
      if (this.#reader === "ruamel" && map.hasMerged) this.#refuse("BAD_MERGE", "`<<` stands twice. Write `<<: [*a, *b]`", key.node);
      map.inherit(mergedEntries(value.node), value.node.end);
      return;
    }
    const name = key.node.kind === "scalar" ? key.node : this.#reader === "ruamel" ? tupleKey(key.node, this.#text) : undefined;
    if (name !== undefined) map.add({ key: name, value: value.node, merged: false });
    else this.#refuse("KEY_IS_COLLECTION", "A key is a text, not a map or a list. Text that begins with a bracket needs quotes", key.node);
  }

  #grown(size: number, ...added: readonly Composed[]): number {
    const sum = added.reduce((total, each) => total + each.size, size);
    if (sum > MAX_NODES) throw new TooManyNodes();
    return sum;
  }
}
