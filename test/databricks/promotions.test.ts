import assert from "node:assert/strict";
import { defaultSettings } from "#protocol/settings.ts";
import type { Registry } from "#registry/api.ts";
import { databricksBackend } from "#registry/databricks/backend.ts";
import { RegistryError } from "#registry/model/errors.ts";
import { type ActInput, apply, approve, cancel, comment, reject, request } from "#registry/promotion/acts.ts";
import { presentOf, readFacts } from "#registry/promotion/facts.ts";
import { logOf } from "#registry/promotion/log/logs.ts";
import type { ActContext } from "#registry/promotion/record.ts";
import { readSeen, seenToken } from "#registry/promotion/seen.ts";
import { policyWith, testClock } from "#registry/promotion/testEvents.ts";
import type { Environment } from "#registry/promotion/types.ts";
import { inbox } from "#server/promotion/inbox.ts";
import type { World } from "#server/world.ts";
import { openWorld } from "../contract/bothRegistries.ts";
import { databricksApi } from "../contract/openapi.ts";
import { refuses } from "../promotions/people.ts";
import { FakeDatabricks, LostAnswer } from "./fakeDatabricks.ts";

const signal = new AbortController().signal;
const input: ActInput = { model: "scorer", version: "10", to: "prod", comment: "because" };
const wanted = { name: "scorer", version: "10", stage: "Production" };

describe("promotions and the requests of Databricks' own, on a fake that is made from its documentation", () => {
  let fake: FakeDatabricks;
  let registry: Registry;
  const clock = testClock(1_764_244_716_000);

  beforeEach(async () => {
    fake = await FakeDatabricks.start(["scorer", "ranker"]);
    const person = {
      environment: { DATABRICKS_TOKEN: "dapi-pat", DATABRICKS_HOST: fake.url },
      readFile: async () => undefined,
      run: async () => "",
    };
    registry = databricksBackend.open("databricks:", {
      ...openWorld,
      fetch: databricksApi.fetch("all answers"),
      sleep: async () => {},
      person,
    });
    await registry.setStage("scorer", "3", "Production", signal);
    fake.came.length = 0;
  });
  afterEach(() => {
    registry.close();
    fake.stop();
    assert.deepEqual(databricksApi.wrong.splice(0), []);
  });

  /** A person, signed in as such. */
  async function as(name: string, more: Partial<Environment> = {}): Promise<ActContext> {
    fake.transitions.user = `${name}@example.com`;
    const { alias: _, ...staged } = { ...policyWith({ stage: "Production", ...more }).environments[2], name: "prod" };
    const environments = [...policyWith({}).environments.slice(0, 1), staged as Environment];
    const policy = { environments, gates: {}, models: {} };
    const told = { now: clock.now, random: clock.random, pause: async () => undefined };
    return {
      registry,
      log: await logOf(registry, policy, signal),
      policy,
      policyOrigin: { hash: "a", commit: "" },
      me: `${name}@example.com`,
      ...told,
    };
  }
  async function seenBy(context: ActContext) {
    return readSeen(seenToken(presentOf(await readFacts(context, input, signal))));
  }
  async function shown(context: ActContext) {
    const world = { now: clock.now, log: () => {} } as unknown as World;
    const answer = await inbox({ ...context, policyFile: "slipway.yaml", settings: defaultSettings, world }, signal);
    assert.ok(answer.ok);
    return answer.value;
  }
  const sent = () =>
    fake.came
      .filter(({ method, path }) => method !== "GET" && !path.endsWith("get-latest-versions"))
      .map(({ path }) => path.split("/").slice(-2).join("/"));
  const stageOf = async (version: string) => (await registry.version("scorer", version, signal)).stage;
  const types = async (version = "10") => {
    const { tags } = await registry.version("scorer", version, signal);
    return tags.map(({ key }) => key.split(".").at(-1));
  };

  it("asks there too, and the approval moves the version by approving there", async () => {
    const asked = await request(await as("ana"), input, signal);
    assert.equal(asked.promotion?.state, "requested");
    assert.match(fake.transitions.open[0]?.comment ?? "", /^because \[slipway [0-9A-Z]{26}\]$/);
    const bruno = await as("bruno");
    const done = await approve(bruno, { ...input, comment: "fine", seen: await seenBy(bruno) }, signal);
    assert.deepEqual(
      [done.applied, done.promotion?.state, await stageOf("10"), await stageOf("3")],
      [true, "applied", "Production", "Archived"],
    );
    assert.deepEqual(fake.transitions.open, []);
    assert.deepEqual(await types(), ["request", "approve", "apply"]);
    assert.deepEqual(sent(), [
      ...["transition-requests/create", "model-versions/set-tag", "model-versions/set-tag"],
      ...["transition-requests/approve", "model-versions/set-tag"],
    ]);
    const { body } = fake.came.find(({ path }) => path.endsWith("/approve")) ?? {};
    assert.deepEqual(body, { ...wanted, archive_existing_versions: true, comment: "fine" });
  });

  it("shows a request that was made there in the inbox, once, and keeps it with the first answer", async () => {
    fake.transitions.elsewhere("dora@example.com", "create", { ...wanted, comment: "from the web page" });
    fake.transitions.elsewhere("dora@example.com", "create", { ...wanted, stage: "Archived" });
    const bruno = await as("bruno");
    for (const { waiting } of [await shown(bruno), await shown(bruno)]) {
      assert.deepEqual(
        waiting.map(({ model, version, to, requestedBy, state }) => [model, version, to, requestedBy, state]),
        [["scorer", "10", "prod", "dora@example.com", "requested"]],
      );
    }
    assert.deepEqual(await types(), []);
    const [item] = (await shown(bruno)).waiting;
    const done = await approve(bruno, { ...input, promotionId: item?.id ?? "", seen: await seenBy(bruno) }, signal);
    assert.deepEqual([done.promotion?.id, done.promotion?.state, done.promotion?.requestedBy], [item?.id, "applied", "dora@example.com"]);
    assert.deepEqual(
      done.promotion?.events.map(({ type, comment: said }) => [type, said]),
      [
        ["request", "from the web page"],
        ["approve", "because"],
        ["apply", undefined],
      ],
    );
    assert.deepEqual(
      (await shown(bruno)).recent.map(({ state }) => state),
      ["applied"],
    );
  });

  it("rejects, takes back and comments there", async () => {
    await request(await as("ana"), input, signal);
    await comment(await as("bruno"), { ...input, comment: "which data?" }, signal);
    await cancel(await as("ana"), { ...input, comment: "wrong one" }, signal);
    const taken = fake.came.find(({ method }) => method === "DELETE");
    assert.deepEqual(taken?.query, { ...wanted, creator: "ana@example.com", comment: "wrong one" });
    assert.deepEqual(
      [fake.transitions.open, fake.transitions.comments.map(({ user, comment: said }) => `${user}: ${said}`)],
      [[], ["bruno@example.com: which data?"]],
    );
    await request(await as("ana"), input, signal);
    await reject(await as("bruno"), { ...input, comment: "not yet" }, signal);
    assert.deepEqual(fake.transitions.open, []);
    assert.deepEqual(await types(), ["request", "comment", "cancel", "request", "reject"]);
    assert.equal(await stageOf("10"), "None");
  });

  it("acts on nothing that was answered there meanwhile, and says that it is no longer open", async () => {
    await request(await as("ana"), input, signal);
    const bruno = await as("bruno");
    const seen = await seenBy(bruno);
    fake.transitions.elsewhere("chen@example.com", "reject", wanted);
    fake.came.length = 0;
    await refuses(approve(bruno, { ...input, seen }, signal), "notFound", /Nobody asked/);
    assert.deepEqual([sent(), await stageOf("10")], [[], "None"]);
    const { waiting, mine, recent } = await shown(await as("ana"));
    assert.deepEqual(
      [waiting.length, mine.length, recent.map(({ state, closedBy }) => `${state} by ${closedBy}`)],
      [0, 0, ["cancelled by Databricks"]],
    );
    // What was asked anew is another request.
    fake.transitions.now += 1;
    fake.transitions.elsewhere("dora@example.com", "create", wanted);
    const { promotions } = await readFacts(await as("bruno"), input, signal);
    assert.deepEqual(
      promotions.map(({ state, requestedBy }) => [state, requestedBy]),
      [
        ["requested", "dora@example.com"],
        ["cancelled", "ana@example.com"],
      ],
    );
  });

  it("one that was approved there waits only for its record", async () => {
    await request(await as("ana"), input, signal);
    await approve(await as("bruno", { apply: "manual" }), input, signal);
    fake.transitions.elsewhere("chen@example.com", "approve", { ...wanted, archive_existing_versions: "true" });
    fake.came.length = 0;
    const finished = await apply(await as("bruno"), { ...input, comment: "" }, signal);
    assert.deepEqual([finished.promotion?.state, sent()], ["applied", ["model-versions/set-tag"]]);
  });

  it("who may not do it there has not done it here", async () => {
    await request(await as("ana"), input, signal);
    fake.transitions.readers.add("bruno@example.com");
    await refuses(reject(await as("bruno"), { ...input, comment: "no" }, signal), "forbidden", /may not manage|refuses|does not let/);
    assert.deepEqual(await types(), ["request"]);
    fake.transitions.saysActions = true;
    await refuses(approve(await as("bruno"), input, signal), "forbidden", /Databricks does not let you approve/);
    assert.deepEqual([await types(), fake.transitions.open.length, await stageOf("10")], [["request"], 1, "None"]);
  });

  for (const call of ["create", "approve", "reject", "delete"]) {
    it(`an answer to ${call} that is lost is not asked for again: what was done there is recorded`, async () => {
      fake.onAnswer = (came) => {
        if (came.endsWith(`transition-requests/${call}`)) throw new LostAnswer();
      };
      await request(await as("ana"), input, signal);
      if (call === "approve") await approve(await as("bruno"), input, signal);
      if (call === "reject") await reject(await as("bruno"), input, signal);
      if (call === "delete") await cancel(await as("ana"), input, signal);
      assert.equal(sent().filter((path) => path.endsWith(`/${call}`)).length, 1);
      const last = { create: "request", approve: "apply", reject: "reject", delete: "cancel" }[call];
      assert.equal((await types()).at(-1), last);
    });
  }

  it("a record that cannot be written loses nothing: the request stands there, and is shown as the one it is", async () => {
    fake.onAnswer = (came) => {
      if (came.endsWith("set-tag")) throw new LostAnswer();
    };
    const { versions } = fake;
    const asked = request(await as("ana"), input, signal);
    // It was set all the same, and read back.
    assert.equal((await asked).promotion?.state, "requested");
    fake.onAnswer = undefined;
    const ten = versions.find(({ name, version }) => name === "scorer" && version === "10");
    const [key = ""] = [...(ten?.tags.keys() ?? [])];
    ten?.tags.delete(key);
    const { promotions } = await readFacts(await as("bruno"), input, signal);
    assert.deepEqual(
      promotions.map(({ id, state, requestedBy }) => [id, state, requestedBy]),
      [[key.split(".")[2], "requested", "ana@example.com"]],
    );
  });

  it("asks of a large registry only the newest versions and those with a promotion", async () => {
    for (let n = 11; n < 400; n++)
      fake.versions.push({ name: "scorer", version: String(n), run_id: `r${n}`, tags: new Map(), stage: "None" });
    await request(await as("ana"), input, signal);
    fake.came.length = 0;
    const { mine } = await shown(await as("ana"));
    assert.equal(mine.length, 1);
    const lists = fake.came.filter(({ path, query }) => path.endsWith("/list") && query["version"] !== "10");
    assert.ok(lists.length <= 8, String(lists.length));
  });

  it("tells of what is asked and answered on the web page, and loses none of it to a look that fails", async () => {
    const bruno = await as("bruno");
    const untilTold = async () => {
      for (let look = 0; look < 10; look++) {
        const { models } = await registry.changes(signal);
        if (models.length > 0) return models;
      }
      return [];
    };
    await shown(bruno);
    assert.deepEqual(await untilTold(), []);
    fake.transitions.elsewhere("dora@example.com", "create", wanted);
    assert.deepEqual(await untilTold(), ["scorer"]);
    assert.equal((await shown(bruno)).waiting.length, 1);
    assert.deepEqual(await untilTold(), []);
    fake.transitions.elsewhere("chen@example.com", "reject", wanted);
    fake.onAnswer = (came) => {
      if (came.endsWith("experiments/search")) throw new LostAnswer();
    };
    for (let look = 0; look < 5; look++) await assert.rejects(registry.changes(signal), { kind: "unavailable" });
    fake.onAnswer = undefined;
    assert.deepEqual(await untilTold(), ["scorer"]);
    assert.equal((await shown(bruno)).waiting.length, 0);
  });

  it("a list that cannot be read is unknown, not empty", async () => {
    fake.onAnswer = (came) => {
      if (came.endsWith("/list")) throw new LostAnswer();
    };
    const bruno = await as("bruno");
    await assert.rejects(readFacts(bruno, input, signal), (error) => RegistryError.is(error, "unavailable"));
    const world = { now: clock.now, log: () => {} } as unknown as World;
    const answer = await inbox({ ...bruno, policyFile: "slipway.yaml", settings: defaultSettings, world }, signal);
    assert.equal(answer.ok, false);
  });
});
