import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startBroker } from "../../../examples/broker/broker.ts";
import { startGateway } from "../../../examples/broker/gateway.ts";
import type { RunningServer } from "../../../examples/broker/http.ts";
import { setUp } from "../../../examples/broker/setup.ts";
import { startTarget, type Target } from "../../../examples/broker/target.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { eventually } from "../../support/eventually.ts";
import { type OpenBao, startOpenbao } from "../../support/openbao.ts";
import { freePort } from "../../support/ports.ts";
import { CLAIMS } from "../../support/requests.ts";
import { CALLERS, granted, type IdentityWrit, identityWrit, postAs } from "./service.ts";

const AUDIENCE = "https://broker.example";
const CREDENTIAL = "what-the-gateway-shows-the-broker";
const ARGUMENTS = { owner: "acme", repo: "shop", issue_number: 123, body: "Done." };
const REQUEST = { method: "POST", path: "/repos/acme/shop/issues/123/comments", body: { body: "Done." } };

const found = await counterpart("openbao");

describe.skipIf(found.missing !== undefined)(titled("the example broker", found), () => {
  let database: TestDatabase;
  let bao: OpenBao;
  let writ: IdentityWrit;
  let target: Target;
  let broker: RunningServer;
  let gateway: RunningServer;
  /** All that the broker and the gateway printed. */
  const printed: string[] = [];

  beforeAll(async () => {
    for (const stream of ["log", "warn", "error"] as const) {
      vi.spyOn(console, stream).mockImplementation((...parts) => printed.push(parts.join(" ")));
    }
    const port = await freePort();
    const subscribers = { broker: { url: `http://127.0.0.1:${port}/events`, audience: AUDIENCE } };
    database = await createDatabase();
    [bao, writ] = await Promise.all([
      startOpenbao(programOf(found)),
      identityWrit(CALLERS, { DATABASE_URL: database.url, WRIT_EVENTS_SUBSCRIBERS: JSON.stringify(subscribers) }),
    ]);
    await setUp({ openbao: bao.url, rootToken: bao.rootToken, issuer: writ.issuer });
    target = await startTarget(0, bao.url);
    broker = await startBroker({
      port,
      writ: { url: writ.http, credential: writ.secrets["broker"] as string },
      openbao: {
        url: bao.url,
        mount: "writ",
        role: "comments",
        path: "auth/token/create/comments",
        method: "POST",
        field: ["auth", "client_token"],
      },
      target: target.url,
      credential: CREDENTIAL,
      events: { issuer: writ.issuer, audience: AUDIENCE },
    });
    gateway = await startGateway({
      port: 0,
      writ: { url: writ.http, credential: writ.secrets["gateway"] as string },
      broker: { url: broker.url, credential: CREDENTIAL },
      agent: "agent:test",
      intent: CLAIMS,
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await Promise.all([gateway, broker, target, writ, bao].map((one) => (one as { close?(): unknown })?.close?.()));
    await Promise.all([writ?.stop(), bao?.stop()]);
    await database?.drop();
  });

  /** What a broker is asked for a fresh decision. */
  async function askedFor(change: JsonObject = {}): Promise<JsonObject> {
    const { id, token, digest, decision } = await granted(writ);
    const decision_id = decision["decision_id"] as string;
    return { decision_id, action_digest: digest, grant: { id, token }, request: REQUEST, ...change };
  }

  async function call(body: JsonObject, credential = CREDENTIAL): Promise<{ status: number; text: string }> {
    const headers = { authorization: `Bearer ${credential}` };
    const response = await fetch(`${broker.url}/calls`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  }

  const isAlive = async (credential: string) =>
    (await bao.ask("GET", "auth/token/lookup-self", undefined, credential)).status === 200;

  const outcomeOf = async (decisionId: unknown) => {
    const headers = { authorization: `Bearer ${writ.secrets["gateway"]}` };
    const record = (await (await fetch(`${writ.http}/v1/decisions/${decisionId}`, { headers })).json()) as JsonObject;
    return (record["outcome"] as JsonObject | undefined)?.["status"];
  };

  test("makes an agent's call, and the agent's side sees neither the credential nor the grant", async () => {
    const seen: string[] = [];
    const transport = new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), {
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        seen.push(JSON.stringify([...response.headers]), await response.clone().text());
        return response;
      },
    });
    const agent = new Client({ name: "agent", version: "1" });
    await agent.connect(transport as Parameters<Client["connect"]>[0]);
    const result = await agent.callTool({ name: "add_issue_comment", arguments: ARGUMENTS });
    await agent.close();
    expect(result).toMatchObject({ isError: false, content: [{ text: expect.stringContaining("[credential]") }] });

    const { path, body, credential } = target.comments.at(-1) as Target["comments"][number];
    expect({ path, body }).toEqual({ path: REQUEST.path, body: "Done." });
    const forms = [
      credential,
      ...["base64", "base64url", "hex"].map((form) => Buffer.from(credential).toString(form as "hex")),
    ];
    const everything = {
      agent: seen.join("\n"),
      rows: await dump(database),
      log: writ.output(),
      printed: printed.join("\n"),
    };
    for (const [where, text] of Object.entries(everything)) {
      for (const form of forms) expect(text.includes(form.slice(0, -4)), `${where} has the credential`).toBe(false);
      // A JWS, whichever: the grant, or the credential of a caller.
      expect(/eyJ[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/.test(text), `${where} has a token`).toBe(false);
    }
    expect(everything.rows).toContain("openbao:auth/token/create/comments");
    expect(await isAlive(credential)).toBe(false);
  });

  test("reports what became of the call, and takes a grant once", async () => {
    const asked = await askedFor();
    const before = target.comments.length;
    expect(await call(asked)).toMatchObject({ status: 200 });
    expect(await outcomeOf(asked["decision_id"])).toBe("succeeded");
    const again = await call(asked);
    expect(again).toMatchObject({ status: 403 });
    expect(again.text).toMatch(/grant_(used|revoked)/);
    expect(target.comments.length).toBe(before + 1);
  });

  test("of ten times at once, one", async () => {
    const asked = await askedFor();
    const before = target.comments.length;
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => call(asked)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array.from({ length: 9 }, () => 403)]);
    expect(target.comments.length).toBe(before + 1);
  });

  test.each<[string, (asked: JsonObject) => JsonObject, number, RegExp]>([
    [
      "for another request",
      (asked) => ({ ...asked, request: { ...REQUEST, path: "/repos/acme/other/issues/1/comments" } }),
      403,
      /another action/,
    ],
    [
      "for another action",
      (asked) => ({ ...asked, action_digest: `sha256:${"0".repeat(64)}` }),
      403,
      /action_mismatch/,
    ],
    [
      "with another's grant",
      (asked) => ({ ...asked, grant: { ...(asked["grant"] as JsonObject), id: "grt_01M7ZB5V2XDN8G1Z8EGFTJ5HBE" } }),
      403,
      /token_invalid/,
    ],
    ["without a grant", ({ grant: _, ...asked }) => asked, 400, /wanted/],
  ])("refuses to call %s", async (_, change, status, complaint) => {
    const before = target.comments.length;
    const answer = await call(change(await askedFor()));
    expect(answer).toMatchObject({ status, text: expect.stringMatching(complaint) });
    expect(target.comments.length).toBe(before);
  });

  test("refuses who is not the gateway, and events that are not Writ's", async () => {
    expect((await call(await askedFor(), "guessed")).status).toBe(401);
    const { token } = await granted(writ);
    expect((await fetch(`${broker.url}/events`, { method: "POST", body: token })).status).toBe(400);
  });

  test("lets the credential die with the task, in the middle of a call", async () => {
    const asked = await askedFor();
    let credential = "";
    target.before = async (comment) => {
      credential = comment.credential;
      expect(await isAlive(credential)).toBe(true);
      await postAs(writ, "gateway", "/v1/tasks/tsk_test:complete", {});
      await eventually(async () => ((await isAlive(credential)) ? undefined : true), "the end of the credential");
    };
    const before = target.comments.length;
    expect(await call(asked)).toMatchObject({ status: 410 });
    target.before = async () => {};
    expect(await isAlive(credential)).toBe(false);
    expect(target.comments.length).toBe(before);
    expect(await outcomeOf(asked["decision_id"])).toBe("cancelled");
  });
});

/** Every row of every table that Writ has, as text. */
async function dump({ url }: TestDatabase): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'writ'",
    );
    expect(rows.length).toBeGreaterThan(5);
    const tables = await Promise.all(rows.map(({ name }) => client.query(`select t::text from ${name} t`)));
    return tables.flatMap((table) => table.rows.map(({ t }) => t as string)).join("\n");
  } finally {
    await client.end();
  }
}
