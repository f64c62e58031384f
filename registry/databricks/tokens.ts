import type { Person } from "#registry/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import type { HttpWorld } from "#registry/rest/http.ts";
import { isObject, parseAnswer } from "#registry/rest/json.ts";
import { noAnswer } from "#registry/rest/noAnswer.ts";
import { readAnswer } from "#registry/rest/received.ts";
import { fields, name, optionalNumber, readOrNothing, text } from "#registry/rest/schema.ts";
import type { Profile } from "./profile.ts";

interface TokenWorld extends HttpWorld {
  readonly person?: Person;
  now(): number;
}

interface Token {
  readonly token: string;
  /** ms since 1970 */
  readonly until: number;
}

interface Made {
  /** The way and the profile that it was made by. */
  readonly by: string;
  readonly token: Promise<Token>;
}

/** A token is made anew so long before it ends, ms. */
const margin = 60_000;
/** Longest wait for a token, ms. */
const usualTimeout = 30_000;
/** What a token is taken to be good for where its maker does not say, ms. */
const shortLife = 300_000;
/** bytes */
const longestAnswer = 100_000;

const answerOfTokens = fields({ access_token: name, expires_in: optionalNumber });
const answerOfProgram = fields({ access_token: name, expiry: text });

/**
 * The tokens of a profile: its personal access token, one for its client id and secret (OAuth, machine to machine), or what the program
 * `databricks auth token` gives. The profile is read again each time, so that a changed one counts at once.
 */
export class Tokens {
  private readonly world: TokenWorld;
  private readonly profile: () => Promise<Profile>;
  private readonly timeout: number;
  /** The last one that was made, or is being made. */
  private made: Made | undefined;
  /** When a token was last asked for, ms. */
  private lastAsked = Number.NEGATIVE_INFINITY;

  constructor(world: TokenWorld, profile: () => Promise<Profile>, timeout = usualTimeout) {
    this.world = world;
    this.profile = profile;
    this.timeout = timeout;
  }

  /** A token for `host`, and for no other one that the profile may name by now. Rejects with `unauthorized`. */
  async token(host: string): Promise<string> {
    const profile = await this.profile();
    if (profile.host !== host) {
      throw new RegistryError("unauthorized", "The profile names another host now.", "Refresh the view to open the registry there.");
    }
    const way = wayOf(profile);
    if (way === "pat") return profile.token;
    const by = JSON.stringify([way, profile]);
    const known = this.made;
    const now = this.world.now();
    // Of a clock that was set back nobody knows what a token's end means by it.
    const isSetBack = now < this.lastAsked;
    this.lastAsked = now;
    if (known?.by === by && !isSetBack) {
      // Who waits for one that is being made fails with it, and does not wait for another.
      const made = await known.token;
      if (made.until - margin > now) return made.token;
    }
    // All that found it too old take the one that is being made.
    const made = this.made === known || this.made === undefined ? this.make(by, way, profile) : this.made;
    return (await made.token).token;
  }

  private make(by: string, way: "oauth-m2m" | "databricks-cli", profile: Profile): Made {
    const made: Made = { by, token: way === "oauth-m2m" ? this.askForToken(profile) : this.askProgram(profile) };
    this.made = made;
    made.token.catch(() => {
      if (this.made === made) this.made = undefined;
    });
    return made;
  }

  private async askForToken({ host, name: profile, clientId, clientSecret }: Profile): Promise<Token> {
    const server = new URL(host).host;
    try {
      const response = await this.world.fetch(`${host}/oidc/v1/token`, {
        method: "POST",
        headers: {
          accept: "application/json",
          authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: "grant_type=client_credentials&scope=all-apis",
        redirect: "manual",
        signal: AbortSignal.timeout(this.timeout),
      });
      const { status, body } = await readAnswer(response, { limit: longestAnswer, write: false }, server);
      if (status === 429 || status >= 500)
        throw new RegistryError("unavailable", `${server} gives no token: HTTP ${status}.`, "Try again later.");
      const answer = status === 200 ? readOrNothing(answerOfTokens, parsed(body)) : undefined;
      if (answer === undefined) throw refused(`${server} refuses the client id and secret`, profile);
      const life = answer.expires_in == null ? shortLife : answer.expires_in * 1000;
      return { token: answer.access_token, until: this.world.now() + life };
    } catch (error) {
      if (error instanceof RegistryError) throw error;
      throw noAnswer(server, error, false);
    }
  }

  private async askProgram({ host, name: profile }: Profile): Promise<Token> {
    const which = profile === undefined ? ["--host", host] : ["--profile", profile];
    const inTime = AbortSignal.timeout(this.timeout);
    let said: string;
    try {
      said = (await this.world.person?.run("databricks", ["auth", "token", ...which], inTime)) ?? "";
    } catch (error) {
      if (inTime.aborted) {
        const next = `Run databricks auth token ${which.join(" ")} in a terminal to see what it waits for.`;
        throw new RegistryError("unauthorized", `databricks auth token did not end within ${this.timeout / 1000} s.`, next, {
          cause: error,
        });
      }
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      throw refused(isMissing ? "There is no program databricks that could give a token" : "databricks auth token gives no token", profile);
    }
    const answer = readOrNothing(answerOfProgram, parsed(said));
    if (answer === undefined) throw refused("databricks auth token gives no token", profile);
    const until = Date.parse(answer.expiry);
    return { token: answer.access_token, until: Number.isNaN(until) ? this.world.now() + shortLife : until };
  }
}

type Way = "pat" | "oauth-m2m" | "databricks-cli";

function wayOf({ authType, token, clientId, clientSecret, name: profile }: Profile): Way {
  const there = { pat: token !== "", "oauth-m2m": clientId !== "" && clientSecret !== "", "databricks-cli": true };
  const first = there.pat ? "pat" : there["oauth-m2m"] ? "oauth-m2m" : "databricks-cli";
  if (authType === "") return first;
  if (authType === "pat" || authType === "oauth-m2m" || authType === "databricks-cli") {
    if (there[authType]) return authType;
    throw refused(`Something that ${authType} needs is missing`, profile);
  }
  const next = "Use a token, client_id and client_secret, or databricks auth login.";
  throw new RegistryError("unauthorized", `Signing in by ${authType} is not supported.`, next);
}

function refused(what: string, profile: string | undefined): RegistryError {
  const which = profile === undefined ? "the DATABRICKS_* variables" : `the profile ${profile}`;
  const next = profile === undefined ? "Correct them." : `Correct it, or run databricks auth login --profile ${profile}.`;
  return new RegistryError("unauthorized", `${what} (${which}).`, next);
}

function parsed(body: string): unknown {
  try {
    const value = parseAnswer(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
