import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { WaitApprovalRequestSchema, WaitApprovalResponseSchema } from "../../../src/gen/writ/v1/approval_pb.ts";
import { type ApprovalWorld, approvalWorld } from "../../support/approval-world.ts";

let world: ApprovalWorld;
beforeAll(async () => {
  world = await approvalWorld();
});
afterAll(() => world?.stop());

interface Asked {
  readonly id: string;
  readonly url: string;
}

const approvalOf = (decision: JsonObject) => decision["approval"] as unknown as Asked;
const codesOf = (decision: JsonObject) =>
  (decision["reasons"] as unknown as readonly { readonly code: string }[]).map(({ code }) => code);
const read = async (id: string) => (await world.ask("auditor", world.here, `/v1/approvals/${id}`)).body;

/** One person's answer to what is shown, as it is. */
async function answer(as: string, id: string, verdict: "approve" | "deny" = "approve", at = world.here) {
  const { shown_digest } = await read(id);
  return world.ask(as, at, `/v1/approvals/${id}:${verdict}`, {
    shown_digest: shown_digest as string,
    comment: "so be it",
  });
}

test("four eyes: two of a group, none of whom asked or is acted for, let this one call go on, once", async () => {
  const { here, there } = world;
  const context = { four_eyes: true };
  const first = await world.decide("four-eyes", context);
  expect(first).toMatchObject({ effect: "block", approval: { template: "this_action" } });
  expect(codesOf(first)).toEqual(["ask"]);
  const { id, url } = approvalOf(first);
  expect(url).toBe(`https://writ.example/approvals/${id}`);
  // Asked again, here or elsewhere, it is the same question.
  expect(approvalOf(await world.decide("four-eyes", context, {}, there)).id).toBe(id);

  const asked = await read(id);
  expect(asked).toMatchObject({ state: "pending", requested_by: "gateway", on_behalf_of: "user:alice", votes: [] });
  expect((asked["shown"] as { readonly sentence: string }).sentence).toContain("agent:test");
  // The gateway that asked holds the call open, at the other replica.
  const waiting = world.ask("gateway", there, `/v1/approvals/${id}:wait?timeout_ms=60000`);

  const refusals: readonly (readonly [string, number, RegExp])[] = [
    ["mallory", 401, /credential/],
    ["gateway", 403, /role approver/],
    ["auditor", 403, /role approver/],
    ["carol", 403, /does not name/],
    ["alice", 403, /acts for/],
  ];
  for (const [as, status, detail] of refusals) {
    const refused = await answer(as, id);
    expect({ as, status: refused.status }).toEqual({ as, status });
    expect(refused.body["detail"]).toMatch(detail);
  }
  const other = { shown_digest: `sha256:${"0".repeat(64)}` };
  expect(await world.ask("bob", here, `/v1/approvals/${id}:approve`, other)).toMatchObject({ status: 409 });
  expect(await world.ask("bob", here, `/v1/approvals/${id}:approve`, {})).toMatchObject({ status: 400 });

  expect(await answer("bob", id)).toMatchObject({ status: 200, body: { state: "pending" } });
  expect(await answer("bob", id)).toMatchObject({
    status: 200,
    body: { state: "pending", votes: [{ by: "user:bob" }] },
  });
  expect(await answer("bob", id, "deny")).toMatchObject({ status: 409 });
  expect((await world.decide("four-eyes", context))["effect"]).toBe("block");
  expect(await answer("dave", id, "approve", there)).toMatchObject({ status: 200, body: { state: "approved" } });
  expect(await waiting).toMatchObject({ status: 200, body: { id, state: "approved" } });

  // One byte more is another call; so is that of another session.
  const args = { owner: "acme", repo: "shop", issue_number: 123, body: "Done. " };
  const call = { format: "mcp", server: "github", payload: { name: "add_issue_comment", arguments: args } };
  for (const elsewhere of [await world.decide("four-eyes", context, { call }), await world.decide("other", context)]) {
    expect(elsewhere["effect"]).toBe("block");
    expect(approvalOf(elsewhere).id).not.toBe(id);
  }
  expect(await world.decide("four-eyes", context, { agent: { id: "agent:other" } })).toMatchObject({ effect: "block" });
  const dry = await world.decide("four-eyes", context, { options: { dry_run: true } });
  expect(dry).toMatchObject({ effect: "allow", dry_run: true });
  const lifted = await world.decide("four-eyes", context);
  expect(lifted).toMatchObject({ effect: "allow", approval: { id }, grant: { audience: "vault" } });
  const after = await world.decide("four-eyes", context, {}, there);
  expect(after["effect"]).toBe("block");
  expect(approvalOf(after).id).not.toBe(id);

  const used = await read(id);
  expect(used).toMatchObject({ state: "used", uses: 1 });
  expect(used["votes"]).toMatchObject([
    {
      by: "user:bob",
      verdict: "approve",
      as: ["group:payments"],
      via: "api",
      address: "127.0.0.1",
      comment: "so be it",
    },
    { by: "user:dave", verdict: "approve" },
  ]);
  const record = await world.ask("auditor", here, `/v1/decisions/${lifted["decision_id"]}`);
  const given = { id, template: "this_action", approvers: ["user:bob", "user:dave"] };
  expect(record.body).toMatchObject({ input: { approval: given }, decision: { approval: { id } } });
});

test("whoever only asked does not read what people said, and from where", async () => {
  const { id } = approvalOf(await world.decide("asker", {}));
  await answer("bob", id);
  const { body } = await world.ask("gateway", world.there, `/v1/approvals/${id}`);
  expect(body["votes"]).toMatchObject([{ by: "user:bob", address: "", comment: "" }]);
});

test("a template lets as many calls go on as it says, however many ask at once of two replicas", async () => {
  const context = { often: true };
  const { id } = approvalOf(await world.decide("often", context));
  await answer("bob", id);
  const calls = Array.from({ length: 12 }, (_, issue_number) => {
    const args = { owner: "acme", repo: "shop", issue_number, body: `Done ${issue_number}` };
    const call = { format: "mcp", server: "github", payload: { name: "add_issue_comment", arguments: args } };
    return world.decide("often", context, { call }, issue_number % 2 === 0 ? world.here : world.there);
  });
  const went = (await Promise.all(calls)).filter(({ effect }) => effect === "allow");
  expect(went.map((decision) => approvalOf(decision).id)).toEqual([id, id, id]);
  expect(await read(id)).toMatchObject({ state: "used", uses: 3 });
});

test("a dry run asks nobody", async () => {
  const dry = await world.decide("dry", {}, { options: { dry_run: true } });
  expect(dry).toMatchObject({ effect: "block" });
  expect(dry["approval"]).toBeUndefined();
  const { body } = await world.ask("auditor", world.here, "/v1/approvals?session=dry");
  expect(body).toEqual({ approvals: [] });
});

describe("what ends it", () => {
  test("a no, after which the same call is a new question", async () => {
    const { id } = approvalOf(await world.decide("no", {}));
    expect(await answer("carol", id, "deny")).toMatchObject({ body: { state: "denied", ended_by: "user:carol" } });
    expect(await answer("bob", id)).toMatchObject({ status: 409 });
    const again = await world.decide("no", {});
    expect(again["effect"]).toBe("block");
    expect(approvalOf(again).id).not.toBe(id);
  });

  test("whoever asked takes it back", async () => {
    const { id } = approvalOf(await world.decide("back", {}));
    const waiting = world.ask("bob", world.there, `/v1/approvals/${id}:wait`);
    const withdrawn = await world.ask("gateway", world.here, `/v1/approvals/${id}:withdraw`, { reason: "never mind" });
    expect(withdrawn).toMatchObject({ status: 200, body: { state: "withdrawn", ended_by: "gateway" } });
    expect(await waiting).toMatchObject({ body: { state: "withdrawn", ended_reason: "never mind" } });
    expect(await world.ask("auditor", world.here, `/v1/approvals/${id}:withdraw`, {})).toMatchObject({ status: 403 });
  });

  test("a yes that is taken back lets nothing go on, and its grants die", async () => {
    const context = { often: true };
    const { id } = approvalOf(await world.decide("regret", context));
    await answer("bob", id);
    const lifted = await world.decide("regret", context);
    expect(lifted["effect"]).toBe("allow");
    await world.ask("bob", world.there, `/v1/approvals/${id}:withdraw`, { reason: "a mistake" });
    expect((await world.decide("regret", context))["effect"]).toBe("block");
    const grant = (lifted["grant"] as unknown as Asked).id;
    const { body } = await world.ask("auditor", world.here, `/v1/grants/${grant}`);
    expect(JSON.stringify(body)).toContain("approval_withdrawn");
  });

  test("time", async () => {
    const { id } = approvalOf(await world.decide("hurry", { hurry: true }));
    const waited = await world.ask("gateway", world.here, `/v1/approvals/${id}:wait`);
    expect(waited).toMatchObject({ body: { state: "expired" } });
    expect(await answer("bob", id)).toMatchObject({ status: 409 });
  });
});

test("WaitApproval tells each change until the last", async () => {
  const { id } = approvalOf(await world.decide("stream", {}));
  const client = new Client(world.there.grpc, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", await world.authorizationOf("gateway"));
  const states: string[] = [];
  const stream = client.makeServerStreamRequest(
    "/writ.v1.ApprovalService/WaitApproval",
    (request: Buffer) => request,
    (response: Buffer) => response,
    Buffer.from(toBinary(WaitApprovalRequestSchema, create(WaitApprovalRequestSchema, { id }))),
    metadata,
  );
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    pending: () => answer("bob", id),
    approved: () => world.decide("stream", {}),
  };
  stream.on("data", (bytes: Buffer) => {
    const state = fromBinary(WaitApprovalResponseSchema, bytes).approval?.state ?? "";
    states.push(state);
    steps[state]?.().catch((error: Error) => stream.destroy(error));
  });
  await once(stream, "end");
  client.close();
  expect(states).toEqual(["pending", "approved", "used"]);
});

test("the command line lists, shows, answers, and waits", async () => {
  const writ = async (as: string, ...args: string[]) => {
    const token = (await world.authorizationOf(as)).replace("Bearer ", "");
    const command = ["dist/main.js", "approvals", ...args, "--url", world.here.http];
    return spawnSync(process.execPath, command, { env: { ...process.env, WRIT_TOKEN: token }, encoding: "utf8" });
  };
  const { id } = approvalOf(await world.decide("cli", {}));
  const list = await writ("bob", "list", "--state", "pending", "--session", "cli");
  expect(list).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(new RegExp(`^id .*what\n${id} .*pending +0/1 `)),
  });
  expect(await writ("gateway", "wait", id, "--timeout", "0")).toMatchObject({ status: 4 });
  const approved = await writ("bob", "approve", id, "--comment", "fine");
  expect(approved).toMatchObject({ status: 0, stdout: `${id} is approved\n` });
  expect(approved.stderr).toContain("agent:test");
  expect(await writ("gateway", "wait", id)).toMatchObject({ status: 0 });
  const show = await writ("bob", "show", id);
  expect(show.stdout).toMatch(/^yes +user:bob at \S+ by cli from 127\.0\.0\.1: fine$/m);
  expect((await writ("bob", "withdraw", id, "--reason", "no more")).status).toBe(0);
  expect(await writ("gateway", "wait", id)).toMatchObject({ status: 3 });
  const { stderr, status } = await writ("bob", "deny", id);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("it is withdrawn") });
});
