import { type FakeVersion, type Parameters, Refusal } from "./fakeParts.ts";

interface FakeRequest {
  readonly name: string;
  readonly version: string;
  readonly user_id: string;
  readonly from_stage: string;
  readonly to_stage: string;
  readonly comment: string | undefined;
  readonly creation_timestamp: number;
}

interface Workspace {
  version(name: string, version: string): FakeVersion;
  move(given: Parameters): FakeVersion;
}

/**
 * A fake of the requests for stages and the comments of a workspace's registry, made from the documented API (`model-registry` of Databricks): a request is
 * named by its version, stage and creator, only open ones are listed, approving moves the version.
 */
export class FakeTransitions {
  readonly open: FakeRequest[] = [];
  readonly comments: { readonly user: string; readonly version: string; readonly comment: string }[] = [];
  /** Who is signed in. */
  user = "ana@example.com";
  /** Who may not approve and reject, though they may ask. */
  readonly readers = new Set<string>();
  /** Does a list say what may be done? The documentation has it in the answer to a new request alone. */
  saysActions = false;
  now = 1_764_244_716_000;
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** What another person does in the web page of Databricks. */
  elsewhere(user: string, call: string, given: Parameters): unknown {
    const before = this.user;
    this.user = user;
    try {
      return this.answer(`POST /transition-requests/${call}`, { comment: "", ...given });
    } finally {
      this.user = before;
    }
  }

  /** Undefined: no call of these. */
  answer(call: string, given: Parameters): unknown {
    const { name = "", version = "", stage = "", comment } = given;
    switch (call) {
      case "GET /transition-requests/list":
        this.#workspace.version(name, version);
        return { requests: this.open.filter((each) => each.name === name && each.version === version).map((each) => this.#wire(each)) };
      case "POST /transition-requests/create":
        return { request: this.#wire(this.#create(given)) };
      case "POST /transition-requests/approve": {
        if (given["archive_existing_versions"] === undefined)
          throw new Refusal(400, "INVALID_PARAMETER_VALUE", "archive_existing_versions");
        this.#answered(given);
        this.#workspace.move(given);
        return { activity: { activity_type: "APPROVED_REQUEST", to_stage: stage, user_id: this.user, comment } };
      }
      case "POST /transition-requests/reject":
        this.#answered(given);
        return { activity: { activity_type: "REJECTED_REQUEST", to_stage: stage, user_id: this.user, comment } };
      case "DELETE /transition-requests/delete":
        return this.#delete(given);
      case "POST /comments/create":
        this.#workspace.version(name, version);
        if (!comment) throw new Refusal(400, "INVALID_PARAMETER_VALUE", "A comment has 1 to 65535 characters");
        this.comments.push({ user: this.user, version, comment });
        return { comment: { id: String(this.comments.length), user_id: this.user, comment } };
      default:
        return undefined;
    }
  }

  #create({ name = "", version = "", stage = "", comment }: Parameters): FakeRequest {
    const { stage: from_stage } = this.#workspace.version(name, version);
    const same = this.#of(name, version, stage).find((each) => each.user_id === this.user);
    if (same !== undefined) throw new Refusal(400, "RESOURCE_ALREADY_EXISTS", `You already asked for ${stage} of ${name} ${version}`);
    const made = { name, version, user_id: this.user, from_stage, to_stage: stage, comment, creation_timestamp: this.now };
    this.open.push(made);
    return made;
  }

  #answered({ name = "", version = "", stage = "" }: Parameters): void {
    if (this.readers.has(this.user)) throw new Refusal(403, "PERMISSION_DENIED", `${this.user} may not manage versions in ${stage}`);
    this.#close(this.#of(name, version, stage));
  }

  #delete({ name = "", version = "", stage = "", creator = "" }: Parameters): unknown {
    this.#close(this.#of(name, version, stage).filter((each) => each.user_id === creator));
    return { activity: { activity_type: "CANCELLED_REQUEST", to_stage: stage, user_id: this.user } };
  }

  #close(requests: readonly FakeRequest[]): void {
    if (requests.length === 0) throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "There is no such transition request");
    for (const each of requests) this.open.splice(this.open.indexOf(each), 1);
  }

  #of(name: string, version: string, stage: string): readonly FakeRequest[] {
    return this.open.filter((each) => each.name === name && each.version === version && each.to_stage === stage);
  }

  #wire({ name: _, version: __, ...request }: FakeRequest): unknown {
    const may = this.readers.has(this.user) ? [] : ["APPROVE_TRANSITION_REQUEST", "REJECT_TRANSITION_REQUEST"];
    return { activity_type: "REQUESTED_TRANSITION", ...request, ...(this.saysActions ? { available_actions: may } : {}) };
  }
}
