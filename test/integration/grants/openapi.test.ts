import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { ask, grantSettings } from "../../support/grant-service.ts";
import { comment } from "../../support/requests.ts";

const dir = mkdtempSync(join(tmpdir(), "writ-openapi-"));
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "date-time": true } });
let writ: RunningWrit;
beforeAll(async () => {
  writ = await startWrit({ dataDir: dir, env: (await grantSettings(dir)).env });
  ajv.addSchema((await ask(writ.http, "/openapi.json")).body, "writ");
});
afterAll(async () => {
  await writ?.stop();
  rmSync(dir, { recursive: true, force: true });
});

function problems(schema: string, value: unknown): unknown {
  const validate = ajv.getSchema(`writ#/components/schemas/${schema}`);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  return validate(value) ? [] : validate.errors;
}

test("fits what becomes of a grant", async () => {
  const { body: decision } = await ask(writ.http, "/v1/decisions", comment(), "gateway");
  expect(problems("Decision", decision)).toEqual([]);
  const { grant } = (await ask(writ.http, "/v1/decisions", comment())).body as { grant: { id: string; token: string } };
  const request = { token: grant.token, secret_ref: "kv/data/github" };
  expect(problems("RedeemRequest", request)).toEqual([]);
  const refused = await ask(writ.http, `/v1/grants/${grant.id}:redeem`, request, "elsewhere");
  expect(problems("Problem", refused.body)).toEqual([]);
  const redeemed = await ask(writ.http, `/v1/grants/${grant.id}:redeem`, request, "broker-a");
  expect(problems("Redeemed", redeemed.body)).toEqual([]);
  const history = await ask(writ.http, `/v1/grants/${grant.id}`, undefined, "auditor");
  expect(problems("GrantHistory", history.body)).toEqual([]);
  expect(history.body).toMatchObject({
    refused: [{ reason: "audience_mismatch" }],
    redeemed: [{ redeemer: "broker-a" }],
  });
  expect(problems("GrantPage", (await ask(writ.http, "/v1/grants", undefined, "auditor")).body)).toEqual([]);
  const oauth = await fetch(`${writ.http}/oauth2/introspect`, { method: "POST", body: new URLSearchParams() });
  expect(problems("OAuthError", await oauth.json())).toEqual([]);
});
