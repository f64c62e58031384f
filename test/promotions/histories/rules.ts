/**
 * The rules of docs/promotion-format.md as a small machine that goes through the tags of one version in the order of their ids. It shares
 * no code with registry/promotion: what the two disagree about is a fault of one of them, or of the page.
 */

/** A gate as the rules see it. */
export interface GateSeen {
  readonly id: string;
  readonly state: string;
  readonly observed?: unknown;
  readonly incumbent?: unknown;
}

/** What somebody decided on. */
export interface Sight {
  readonly incumbent: string | null;
  readonly gates: readonly GateSeen[];
}

export interface Told {
  readonly id: string;
  readonly type: string;
  readonly request: string;
  readonly to: string;
  readonly by: string;
  readonly evidence?: Sight;
}

export interface EnvironmentRules {
  readonly approvals: number;
  readonly approvers: readonly string[];
  readonly selfApproval: boolean;
}

export interface ModelPromotion {
  readonly request: Told;
  readonly state: string;
  /** In lower case, sorted. */
  readonly approvedBy: readonly string[];
  readonly events: readonly string[];
}

const known = /^slipway\.promotion\.([0-9A-HJKMNP-TV-Z]{26})\.(request|comment|approve|reject|cancel|apply|rollback)$/;

/** The events that tags hold, in order. What is broken or newer has no effect. */
export function toldBy(tags: readonly { readonly key: string; readonly value: string }[]): Told[] {
  const events = tags.flatMap(({ key, value }) => {
    const [, id, type] = known.exec(key) ?? [];
    const fields = id === undefined || !value.startsWith("{") ? undefined : JSON.parse(value);
    return fields?.slipway === 1 ? [{ ...fields, id, type } as Told] : [];
  });
  return events.sort((left, right) => (`${left.id} ${left.type}` < `${right.id} ${right.type}` ? -1 : 1));
}

/** Every promotion of a version, oldest request first. `now`: the present facts of an environment, where they were looked up. */
export function promotionsOf(
  version: string,
  events: readonly Told[],
  rulesOf: (to: string) => EnvironmentRules | undefined,
  now: (to: string) => Sight | undefined,
): ModelPromotion[] {
  const requests = new Map(events.filter((event) => event.type === "request").map((event) => [event.id, event]));
  /** Events that belong to a request: behind it, and about the same environment. */
  const valid = events.filter((event) => event.id >= event.request && requests.get(event.request)?.to === event.to);
  return [...requests.values()].map((request) => replay(version, request, valid, rulesOf(request.to), now(request.to)));
}

function replay(
  version: string,
  request: Told,
  valid: readonly Told[],
  rules: EnvironmentRules | undefined,
  now: Sight | undefined,
): ModelPromotion {
  let applied: Told | undefined;
  let decided: Told | undefined;
  let elsewhere: Told | undefined;
  const takenBack = new Set<string>();
  const votes = new Map<string, Sight | undefined>();
  let newestSight = request.evidence;
  const events: string[] = [];
  for (const event of valid) {
    const own = event.request === request.id;
    if (own) events.push(event.id);
    if (event.type === "apply" && own) applied ??= event;
    if (event.type === "apply" && !own && event.to === request.to && event.id > request.id) elsewhere ??= event;
    if (event.type === "rollback" && (applied ?? elsewhere)) takenBack.add(event.request);
    if (own && (event.type === "reject" || event.type === "cancel")) decided ??= event;
    if (own && event.type === "approve") {
      votes.set(event.by.trim().toLowerCase(), event.evidence);
      newestSight = event.evidence ?? newestSight;
    }
  }
  const closing = applied ?? decided ?? elsewhere;
  const present = closing ? closing.evidence : now === undefined || now.incumbent === version ? newestSight : now;
  const counts = [...votes].filter(([who, sight]) => mayApprove(rules, who, request.by) && same(sight, present)).map(([who]) => who);
  return { request, events, approvedBy: counts.sort(), state: stateOf() };

  function stateOf(): string {
    if (closing?.type === "apply") return takenBack.has(closing.request) ? "rolledBack" : "applied";
    if (closing) return closing.type === "reject" ? "rejected" : "cancelled";
    return rules !== undefined && counts.length >= rules.approvals ? "approved" : "requested";
  }
}

export function mayApprove(rules: EnvironmentRules | undefined, who: string, requester: string): boolean {
  if (rules === undefined) return true;
  if (!rules.selfApproval && who === requester.trim().toLowerCase()) return false;
  return rules.approvers.length === 0 || rules.approvers.some((approver) => approver.toLowerCase() === who);
}

function same(sight: Sight | undefined, present: Sight | undefined): boolean {
  if (sight === undefined) return false;
  return present === undefined || (sight.incumbent === present.incumbent && states(sight) === states(present));
}

function states({ gates }: Sight): string {
  return JSON.stringify(gates.map((gate) => `${gate.id}=${gate.state}`).sort());
}
