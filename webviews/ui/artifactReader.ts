import type { Answer } from "#protocol/message.ts";
import type { ArtifactFolder, ArtifactPlace, ArtifactPreview } from "#protocol/views/artifacts.ts";

/** What the parts that show artifacts ask of their page. */
export interface ArtifactReader {
  folder(place: ArtifactPlace, signal: AbortSignal): Promise<Answer<ArtifactFolder>>;
  preview(place: ArtifactPlace, signal: AbortSignal): Promise<Answer<ArtifactPreview>>;
  /** In an editor of VS Code's. */
  open(place: ArtifactPlace): void;
}

/** One answer of an `ArtifactReader`, a failure of the way to it included. Undefined: it was given up. */
export async function answered<T>(ask: Promise<Answer<T>>, signal: AbortSignal): Promise<Answer<T> | undefined> {
  try {
    const answer = await ask;
    return signal.aborted ? undefined : answer;
  } catch (error) {
    return signal.aborted ? undefined : { ok: false, problem: { kind: "internal", message: (error as Error).message, next: "" } };
  }
}

const icons: readonly (readonly [RegExp, string])[] = [
  [/\.(png|jpe?g|gif|webp|svg|bmp|tiff?)$/i, "file-media"],
  [/\.json$/i, "json"],
  [/\.(csv|tsv|parquet|arrow|feather)$/i, "table"],
  [/\.(md|markdown)$/i, "markdown"],
  [/\.(log|out|err)$/i, "output"],
  [/\.(ya?ml|toml|ini|cfg)$|(^|\/)MLmodel$/i, "settings-gear"],
  [/\.(py|ipynb|sh|js|ts|html?)$/i, "file-code"],
  [/\.(zip|gz|tgz|tar|bz2|xz|zst|whl)$/i, "file-zip"],
  [/\.pdf$/i, "file-pdf"],
  [/\.(pkl|pickle|joblib|pt|pth|ckpt|safetensors|onnx|h5|npy|npz|bin)$/i, "file-binary"],
];

/** The codicon of a file by its name. */
export function fileIcon(path: string): string {
  return icons.find(([name]) => name.test(path))?.[1] ?? "file";
}
