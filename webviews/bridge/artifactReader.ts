import { type ArtifactPlace, artifactFolderRequest, artifactPreviewRequest, openArtifact } from "#protocol/views/artifacts.ts";
import type { Bridge } from "./bridge.ts";

/** What the parts that show artifacts (`webviews/ui`) ask of their page, through its bridge. */
export function artifactReaderOver(bridge: Bridge) {
  return {
    folder: (place: ArtifactPlace, signal: AbortSignal) => bridge.ask(artifactFolderRequest, place, signal),
    preview: (place: ArtifactPlace, signal: AbortSignal) => bridge.ask(artifactPreviewRequest, place, signal),
    open: (place: ArtifactPlace) => bridge.tell(openArtifact, place),
  };
}
