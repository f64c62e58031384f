import type { Asker } from "#client/core/asker.ts";
import type { PageRouter } from "#client/core/pageRouter.ts";
import { openArtifactDiff, openArtifactFile } from "#client/host/artifactFiles.ts";
import type { AboutRegistry } from "#protocol/registryRequests.ts";
import {
  artifactFolderRequest,
  artifactHashesRequest,
  artifactPreviewRequest,
  artifactTableRequest,
  diffArtifacts,
  openArtifact,
} from "#protocol/views/artifacts.ts";

/** What a page that shows artifacts asks of the server and of the editor, about the registry of the page. */
export function withArtifacts(router: PageRouter, asker: Asker, about: () => AboutRegistry): PageRouter {
  const address = (runId: string, path: string) => {
    const { registry } = about();
    return { runId, path, ...(registry === undefined ? {} : { registry }) };
  };
  return router
    .forward(artifactFolderRequest, asker)
    .forward(artifactPreviewRequest, asker)
    .forward(artifactTableRequest, asker)
    .forward(artifactHashesRequest, asker)
    .hear(openArtifact, ({ runId, path }) => void openArtifactFile(address(runId, path)))
    .hear(
      diffArtifacts,
      ({ path, left, right }) => void openArtifactDiff(address(left.id, path), address(right.id, path), [left.name, right.name]),
    );
}
