import { TextDocument } from "vscode-languageserver-textdocument";
import { defaultSettings } from "#protocol/settings.ts";
import { recognise } from "../formats/formats.ts";
import { testWorld } from "../registry/testWorld.ts";
import { noFacts } from "../rules/rule.ts";
import type { FolderEntry } from "../world.ts";
import { Checks } from "./checks.ts";
import { Workspace } from "./workspace.ts";

export const top = "file:///ws";

/** A workspace on a disk that is an object, `path: text`; a path that ends in a slash is a folder. */
export class Disk {
  readonly texts: Record<string, string>;
  readonly open = new Map<string, TextDocument>();
  readonly workspace: Workspace;
  readonly checks: Checks;
  /** Files that were read, in order. */
  readonly read: string[] = [];

  constructor(texts: Record<string, string>) {
    this.texts = texts;
    const under = (uri: string) => Object.keys(texts).filter((path) => `${top}/${path}`.startsWith(`${uri}/`));
    const files = {
      stat: async (uri: string) => {
        const isFile = uri.slice(top.length + 1) in texts;
        return isFile || under(uri).length > 0 ? ({ type: isFile ? "file" : "folder", size: 1, modified: 0 } as const) : undefined;
      },
      readText: async (uri: string) => {
        this.read.push(uri.slice(top.length + 1));
        return texts[uri.slice(top.length + 1)] ?? missing(uri);
      },
      pieces: missing,
      list: async (uri: string) => {
        const entries = new Map<string, FolderEntry>();
        for (const path of under(uri)) {
          const [name = "", ...rest] = `${top}/${path}`.slice(uri.length + 1).split("/");
          if (name !== "") entries.set(name, { name, type: rest.length > 0 ? "folder" : "file" });
        }
        return [...entries.values()];
      },
    };
    this.workspace = new Workspace(
      testWorld({ files }),
      { get: (uri) => this.open.get(uri) },
      { folders: [top], trusted: true, settings: defaultSettings },
    );
    this.checks = new Checks(this.workspace, () => noFacts);
  }

  edit(path: string, text: string): void {
    const uri = `${top}/${path}`;
    const version = (this.open.get(uri)?.version ?? 0) + 1;
    this.open.set(uri, TextDocument.create(uri, "yaml", version, text));
  }

  async problems(path: string): Promise<{ readonly resultId: string; readonly codes: readonly string[] }> {
    const uri = `${top}/${path}`;
    const document = this.checks.open(uri);
    const format = recognise(uri, "") ?? missing(uri);
    const { resultId, problems } = await (document ? this.checks.ofOpen(document) : this.checks.onDisk({ uri, format }));
    return { resultId, codes: problems.map(({ code }) => code) };
  }

  isFelt(path: string): Promise<boolean> {
    return this.checks.isFelt(`${top}/${path}`);
  }
}

function missing(uri: string): never {
  throw new Error(`there is no ${uri}`);
}
