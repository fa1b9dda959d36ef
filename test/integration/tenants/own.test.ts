import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { eventually } from "../../support/eventually.ts";
import { writePolicy } from "../../support/gateways/policy.ts";
import { comment } from "../../support/requests.ts";
import { policyOf, type TenantName, type TenantsWorld, tenantsWorld } from "../../support/tenants-world.ts";

let world: TenantsWorld;
beforeAll(async () => {
  world = await tenantsWorld();
});
afterAll(() => world?.stop());

async function decide(tenant: TenantName, session?: string): Promise<string> {
  const { status, body } = await world.ask(tenant, "/v1/decisions", {
    body: comment(session === undefined ? {} : { session }),
  });
  const [reason] = (body["reasons"] ?? []) as unknown as readonly { readonly code: string }[];
  return reason?.code ?? `${status} ${body["code"]}`;
}

/** The word that the tenant's calls come to, sooner or later. */
const comesTo = (tenant: TenantName, wanted: RegExp) =>
  eventually(async () => {
    const came = await decide(tenant);
    if (!wanted.test(came)) throw new Error(came);
    return came;
  }, `${tenant} comes to ${wanted.source}`);

const isReady = async () => (await fetch(`${world.writ.http}/readyz`)).status;

test("each tenant's calls are judged by its own policy, and sessions of one name are two", async () => {
  const codes: string[] = [];
  for (const tenant of ["alpha", "alpha", "beta", "alpha", "beta"] as const) codes.push(await decide(tenant, "s-1"));
  expect(codes).toEqual(["alpha_0", "alpha_1", "beta_0", "alpha_2", "beta_1"]);
});

describe("who asks is of the tenant of the credential", () => {
  test.each<[string, readonly string[] | undefined, object]>([
    ["a token of one tenant's people", ["beta"], { status: 200, tenants: ["beta"] }],
    ["a token that is of people of two tenants", ["alpha", "beta"], { status: 401 }],
    ["a token of nobody's people", ["elsewhere"], { status: 401 }],
    ["no credential", undefined, { status: 401 }],
  ])("%s", async (_, tenants, expected) => {
    const token = tenants && (await world.issuer.mint({ sub: "eve", tenant: tenants }));
    const response = await fetch(`${world.writ.http}/v1/bundles`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const { tenant } = (await response.json()) as { readonly tenant?: string };
    expect({ status: response.status, ...(tenant === undefined ? {} : { tenants: [tenant] }) }).toEqual(expected);
  });

  test.each(["x-writ-tenant", "x-tenant-id", "tenant"])("whatever the header %s says", async (name) => {
    const { body } = await world.ask("beta", "/v1/bundles", { headers: { [name]: "alpha" } });
    expect(body["tenant"]).toBe("beta");
  });

  test.each<[string, JsonObject]>([
    ["a decision", { ...comment(), tenant: "alpha" }],
    ["its context is the gateway's word", { ...comment({ context: { tenant: "alpha" } }) }],
  ])("%s names no tenant", async (_, body) => {
    const { status, body: answer } = await world.ask("beta", "/v1/decisions", { body });
    if (status === 400) expect(answer["errors"]).toMatchObject([{ pointer: "/tenant" }]);
    else expect(JSON.stringify(answer["reasons"])).toContain("beta_");
  });
});

test("a tenant without a policy gets no decision until its source has one; the others never notice", async () => {
  expect(await decide("gamma")).toBe("503 unavailable");
  expect([await isReady(), await decide("alpha")]).toEqual([200, "alpha_-1"]);
  expect(world.writ.output()).toContain("tenant_without_bundle");

  writePolicy(join(world.folder("gamma"), ".."), policyOf("gamma"));
  await comesTo("gamma", /^gamma_/);
  // What is no policy is refused, and what was there before goes on.
  writeFileSync(join(world.folder("gamma"), "policy.wasm"), "no module");
  await eventually(async () => {
    const { refusals } = (await world.ask("gamma", "/v1/bundles")).body as { refusals?: readonly unknown[] };
    return refusals !== undefined && refusals.length > 0 ? true : undefined;
  }, "the broken policy is refused");
  await comesTo("gamma", /^gamma_/);

  rmSync(world.folder("gamma"), { recursive: true });
  await comesTo("gamma", /^bundle_stale$/);
  expect([await isReady(), await decide("alpha")]).toEqual([200, "alpha_-1"]);
  const { body } = await world.ask("alpha", "/v1/bundles");
  expect(body).toMatchObject({ tenant: "alpha", refusals: [], active: { stale: false } });
});

test.each<[string, number, string | undefined]>([
  ["", 200, "alpha"],
  ["/alpha", 200, "alpha"],
  ["/beta", 200, "beta"],
  ["/nobody", 404, undefined],
])("the list of revoked grants at writ-revocations%s", async (path, status, tenant) => {
  const response = await fetch(`${world.writ.http}/.well-known/writ-revocations${path}`);
  const text = await response.text();
  const claims = response.status === 200 ? decodeJwt(text) : {};
  expect({ status: response.status, tenant: claims["tenant"] }).toEqual({ status, tenant });
});

test("the keys that all tenants' grants are signed with are changed by admins of the first alone", async () => {
  const statuses: number[] = [];
  for (const tenant of ["beta", "alpha"] as const) {
    const { status } = await world.ask(tenant, "/v1/keys:rotate", { body: {} });
    statuses.push(status);
  }
  expect(statuses).toEqual([403, 200]);
});
