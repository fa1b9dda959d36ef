import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { JsonObject } from "../../src/domain/json.ts";
import { NOTICE_EVENTS } from "../../src/domain/notice.ts";
import { writePolicy } from "../support/gateways/policy.ts";
import { comment } from "../support/requests.ts";
import { dataDir, post, serviceFor } from "../support/writ.ts";
import { rego } from "../unit/opa/fixture.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const KEY = ["AKIA", "Z7Q3", "X5T9", "M2W8", "K4V6"].join("");
const PASSWORD = ["hunter2", "Kp9", "xQ"].join("!");

/** Every byte that the database and the service have written. */
function holds(folder: string, secret: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(secret));
}

test("no secret of a call, its context or its outcome reaches the disk or is read back", async () => {
  const dir = dataDir();
  const writ = await serviceFor({ dataDir: dir, env: { WRIT_WORKERS: "1" } });
  const { body } = await post(writ.http, "/v1/decisions", {
    agent: { id: "agent:clerk" },
    intent: { claims: { allows: [{ verb: "file.write" }] } },
    call: {
      format: "mcp",
      server: "filesystem",
      payload: { name: "write_file", arguments: { path: "/repo/notes", content: `the key is ${KEY}` } },
    },
    context: { prompt_excerpt: `use ${KEY}`, login: { password: PASSWORD } },
  });
  expect(body["effect"]).toBe("warn");
  const id = body["decision_id"] as string;
  await post(writ.http, `/v1/decisions/${id}/outcome`, { status: "succeeded", result_excerpt: `wrote ${KEY}` });

  const stored = (await (await fetch(`${writ.http}/v1/decisions/${id}`)).json()) as {
    input: { arguments: unknown; context: unknown; redacted: readonly string[] };
    outcome: { result_excerpt: string };
  };
  expect(stored.input.arguments).toEqual({ path: "/repo/notes", content: "the key is [REDACTED]" });
  expect(stored.input.context).toEqual({
    prompt_excerpt: "use [REDACTED]",
    login: { password: "[REDACTED]" },
    changed: [],
  });
  expect(stored.input.redacted).toEqual(["/arguments/content", "/context/prompt_excerpt", "/context/login/password"]);
  expect(stored.outcome.result_excerpt).toBe("wrote [REDACTED]");

  expect(await writ.stop()).toBe(0);
  expect([...holds(dir, KEY), ...holds(dir, PASSWORD)]).toEqual([]);
});

/** What the session says is asked about; a body or a prompt is nobody's business, whatever becomes of the call. */
const POLICY = rego(
  `decision := object.union(verdict, {"redact": hidden})
verdict := {"effect": "block", "reasons": [{"code": "no", "message": input.context.note}]} if input.session.id == "no"
else := {"effect": "allow", "reasons": [{"code": "approved"}]} if input.approval.id
else := {"effect": "block", "reasons": [{"code": "ask"}], "approval": demand} if input.session.id != "yes"
else := {"effect": "allow", "reasons": [{"code": "yes"}]}`,
  `
hidden := "broken" if input.session.id == "broken"
else := ["/context/prompt_excerpt", "/arguments/body"]

demand := {"approvers": ["role:approver"], "expires_in_s": 600, "template": "this_action"}
`,
);

test("no secret that people write or tools return afterwards reaches the disk, what a message queue keeps included", async () => {
  const dir = dataDir();
  const secretFile = join(dataDir(), "secret");
  writeFileSync(secretFile, `whsec_${Buffer.alloc(32, 7).toString("base64")}`, { mode: 0o600 });
  const writ = await serviceFor({
    dataDir: dir,
    env: {
      WRIT_WORKERS: "1",
      WRIT_BUNDLE_PATH: writePolicy(dataDir(), POLICY),
      WRIT_BUNDLE_SIGNATURES: "ignored",
      // Nobody is there: all that is queued stays.
      WRIT_WEBHOOKS: JSON.stringify({
        ops: { url: "http://127.0.0.1:9/", secret_file: secretFile, events: [...NOTICE_EVENTS] },
      }),
    },
  });
  const said = `it is ${KEY}`;
  const must = async (path: string, body: JsonObject) => {
    const answer = await post(writ.http, path, body);
    expect({ path, body: answer }).toMatchObject({ path, body: { status: 200 } });
    return answer.body as JsonObject;
  };
  const decide = (session: string) => must("/v1/decisions", call(session, said));
  const asked = await decide("asked");
  const approval = `/v1/approvals/${(asked["approval"] as { id: string }).id}`;
  const { shown_digest } = (await (await fetch(writ.http + approval)).json()) as { shown_digest: string };
  await must(`${approval}:approve`, { shown_digest, comment: said });
  const lifted = await decide("asked");
  expect(lifted["effect"]).toBe("allow");
  const outcome = {
    status: "succeeded",
    result: { text: said, token: PASSWORD },
    result_excerpt: said,
    values_seen: [KEY],
  };
  await must(`/v1/decisions/${lifted["decision_id"]}/outcome`, outcome);
  const other = (await decide("other"))["approval"] as unknown as { id: string };
  await must(`/v1/approvals/${other.id}:withdraw`, { reason: said });
  await must("/v1/sessions/asked:suspend", { reason: said });
  await must("/v1/sessions/asked:resume", { reason: said });
  await decide("no");
  await must("/v1/agents/agent:test:suspend", { reason: said });

  expect(writ.output()).not.toContain(KEY);
  expect(await writ.stop()).toBe(0);
  expect([...holds(dir, KEY), ...holds(dir, PASSWORD)]).toEqual([]);
  // What stands beside each of the secrets is there.
  expect(holds(dir, "it is [REDACTED]").length).toBeGreaterThan(0);
});

function call(session: string, said: string): JsonObject {
  const context = { prompt_excerpt: said, note: said, login: { password: PASSWORD } };
  const observed = [{ source: "tool", text: `${said} and ${PASSWORD}`, tool: "search", server: "web" }];
  return comment({ session, context, observed });
}

test("what the policy keeps out of the record is not in it, whatever becomes of the call", async () => {
  const writ = await serviceFor({
    dataDir: dataDir(),
    env: {
      WRIT_WORKERS: "1",
      WRIT_BUNDLE_PATH: writePolicy(dataDir(), POLICY),
      WRIT_BUNDLE_SIGNATURES: "ignored",
    },
  });
  const context = { prompt_excerpt: "write to the customer", note: "fine" };
  const record = async (session: string) => {
    const { body } = await post(writ.http, "/v1/decisions", comment({ session, context }));
    const stored = await (await fetch(`${writ.http}/v1/decisions/${body["decision_id"]}`)).json();
    expect(JSON.stringify(stored)).not.toMatch(/write to the customer|Done\./);
    return { effect: body["effect"], input: (stored as { readonly input: JsonObject }).input };
  };
  const input = {
    arguments: { owner: "acme", body: "[REDACTED]" },
    context: { prompt_excerpt: "[REDACTED]", note: "fine" },
    redacted: ["/context/prompt_excerpt", "/arguments/body"],
  };
  expect(await record("yes")).toMatchObject({ effect: "allow", input });
  expect(await record("no")).toMatchObject({ effect: "block", input });
  // What it wants cannot be read.
  const nothing = { arguments: "[REDACTED]", context: "[REDACTED]", action: { verb: "ticket.write" } };
  expect(await record("broken")).toMatchObject({ effect: "block", input: nothing });
});
