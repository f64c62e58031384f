import type { Around, Lookup, Offer } from "../formats/format.ts";
import { namedPath } from "../formats/namedPath.ts";
import type { WordPlace } from "../formats/typingPlace.ts";
import { canStandIn } from "../formats/yamlText.ts";
import { idleTimeout } from "../idleTimeout.ts";
import type { Checks } from "../workspace/checks.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { pathOffers } from "./pathOffers.ts";
import { type LookedUp, nothingFound, placesOfFiles, type Typing } from "./typing.ts";

/** ms; whoever types has gone on by then. */
const longestLook = 1500;
/** Names of one file. */
const mostNames = 1000;

/** Looks up what other files have for the place where somebody types: the folder that is typed, the params file that is meant. What takes too long is left out. */
export async function lookUp(typing: Typing, workspace: Workspace, checks: Checks, signal: AbortSignal): Promise<LookedUp> {
  const asked = placesOfFiles(typing);
  if (asked.length === 0 && typing.text === undefined) return nothingFound;
  const late = new Promise<LookedUp>((resolve) => idleTimeout(() => resolve(nothingFound), longestLook));
  const found = await Promise.race([look(typing, asked, workspace, checks), late]);
  signal.throwIfAborted();
  return found;
}

async function look(
  { document, text }: Typing,
  asked: ReturnType<typeof placesOfFiles>,
  workspace: Workspace,
  checks: Checks,
): Promise<LookedUp> {
  const { format, model } = document;
  if (format.lookup === undefined && text === undefined) return nothingFound;
  const around = await checks.typedAround(document);
  const offers = new Map<WordPlace, readonly Offer[]>();
  let isCut = false;
  for (const { place, reference } of asked) {
    const found = format.lookup?.(model, reference, place, around);
    if (found === undefined) continue;
    const paths = found.paths && (await pathOffers(found.paths, place, around.uri, workspace));
    const names = found.text === undefined ? [] : await namesOf(found.text, around, checks);
    const all = [...names.slice(0, mostNames), ...(paths?.offers ?? [])];
    offers.set(
      place,
      all.filter(({ name }) => place.quote === undefined || canStandIn(place.quote, name)),
    );
    isCut ||= paths?.isCut === true || names.length > mostNames;
  }
  return { project: around.project, offers, isCut };
}

async function namesOf({ path, offers }: NonNullable<Lookup["text"]>, { uri }: Around, checks: Checks): Promise<readonly Offer[]> {
  const target = namedPath(path, uri);
  const found = target === undefined ? undefined : await checks.namedText(target);
  return found?.kind === "read" ? offers(found.data.text, path) : [];
}
