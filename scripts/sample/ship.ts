import { appendFile, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { makeDemoProject, reader } from "../demo/project.ts";
import { git } from "./scratch.ts";

const story = join(import.meta.dirname, "../demo/story.md");

/**
 * Writes what the extension ships of the sample into `target`: the project with its store, in which a colleague's request waits; its Git
 * repository as the plain folder `git`, because packers leave out what is called `.git`; and the story. Whoever copies the project needs
 * neither Git nor Python for it. The store is `mlflow.db.br`, which `client/host/sample.ts` unpacks; `quality` is Brotli's: 9 takes a third of a second, 11 twenty seconds for a tenth less.
 */
export async function shipSample(target: string, quality: number): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "slipway-sample-"));
  try {
    const project = await makeDemoProject(scratch);
    await git(project, ["repack", "-a", "-d", "--quiet"]);
    await git(project, ["config", "core.filemode", "false"]);
    for (const extra of ["hooks", "description", "logs", "branches", "ORIG_HEAD"])
      await rm(join(project, ".git", extra), { recursive: true, force: true });
    // In the sample the reader is one of its team: whoever they are elsewhere, the policy does not name them.
    await appendFile(join(project, ".git/config"), `[user]\n\tname = ${reader.split("@")[0]}\n\temail = ${reader}\n`);
    await rename(join(project, ".git"), join(project, "git"));
    await packStore(join(project, "mlflow.db"), quality);
    await mkdir(target, { recursive: true });
    await cp(project, join(target, "fraud-detection"), { recursive: true });
    await cp(story, join(target, "story.md"));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Half of what the VSIX makes of the file: a zip looks back 32 kB, and ids come again in every index. */
async function packStore(path: string, quality: number): Promise<void> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 };
  await writeFile(`${path}.br`, brotliCompressSync(await readFile(path), { params }));
  await rm(path);
}
