import { expect, test } from "vitest";
import { WritError } from "../../../src/domain/errors.ts";
import { plainTemplate } from "../../../src/domain/grant.ts";
import { MAX_LISTED } from "../../../src/events/revocation-list.ts";
import { mintGrant } from "../../../src/grant/mint.ts";
import { eventCommands } from "../../../src/pipeline/event-commands.ts";
import type { LivingRevocation, RevocationReader } from "../../../src/ports/revocation-reader.ts";
import type { TokenSigner } from "../../../src/ports/signer.ts";
import { admissionOf, INTENT, identityOf } from "../../support/values.ts";

const unavailable = () => Promise.reject(new WritError("unavailable", "the key management system failed (timeout)"));
const signer: TokenSigner = { sign: unavailable, jwks: () => ({ keys: [] }), algorithms: () => [] };

function minted(sign: TokenSigner["sign"]) {
  return mintGrant({
    signer: { ...signer, sign },
    newId: () => "grt_1",
    issuer: "https://writ.example",
    demand: { audience: "vault", scopes: [], ttl_s: 60, single_use: true },
    template: plainTemplate("vault"),
    identity: identityOf(INTENT),
    action: {
      verb: "file.read",
      tier: "read_only",
      traits: ["reads"],
      tool: { server: "fs", name: "read", known: true, pin: "none" },
      destinations: [],
      count: 1,
      sensitivity: "internal",
      data_classes: [],
      parse: "complete",
      digest: `sha256:${"1".repeat(64)}`,
    },
    policyDigest: `sha256:${"2".repeat(64)}`,
    session: undefined,
    admission: admissionOf(),
    decisionId: "dec_1",
  });
}

test("without a signature there is no grant, so that the call is blocked and the block is on record", async () => {
  expect(await minted(unavailable)).toBe("refused");
  await expect(minted(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
});

test("a grant's row names the key that signed its token", async () => {
  const header = Buffer.from(JSON.stringify({ alg: "ES256", kid: "key-7", typ: "JWT" })).toString("base64url");
  expect(await minted(async () => `${header}.e30.c2ln`)).toMatchObject({ row: { kid: "key-7" } });
});

function listOf(changes: Partial<RevocationReader>, sign: TokenSigner["sign"] = async () => "a.b.c") {
  const revocations = { isRevoked: () => false, living: () => [], current: () => true, version: () => 0, ...changes };
  const events = { subscribers: async () => [], dead: async () => [] };
  return eventCommands({
    issuer: "https://writ.example",
    tenant: "default",
    revocations,
    signer: { ...signer, sign },
    events,
    now: () => 1_800_000_000_000,
  }).revocationList("");
}

const ONE: LivingRevocation = { grant_id: "grt_1", at_ms: 0, expires_at_ms: 1_800_000_100_000 };

test.each([
  ["what was revoked a moment ago is not known", { current: () => false }, undefined],
  ["it would be too long", { living: () => Array<LivingRevocation>(MAX_LISTED + 1).fill(ONE) }, undefined],
  ["nothing signs it", {}, unavailable],
] as const)("there is no revocation list rather than a wrong one when %s", async (_, changes, sign) => {
  await expect(listOf(changes, sign)).rejects.toMatchObject({ code: "unavailable" });
});

test("a list that was not signed is signed when it is asked for again", async () => {
  let tries = 0;
  const revocations = { isRevoked: () => false, living: () => [ONE], current: () => true, version: () => 0 };
  const commands = eventCommands({
    issuer: "https://writ.example",
    tenant: "default",
    revocations,
    signer: { ...signer, sign: () => (++tries === 1 ? unavailable() : Promise.resolve("a.b.c")) },
    events: { subscribers: async () => [], dead: async () => [] },
    now: () => 1_800_000_000_000,
  });
  await expect(commands.revocationList("")).rejects.toMatchObject({ code: "unavailable" });
  await expect(commands.revocationList("")).resolves.toMatchObject({ token: "a.b.c" });
  await commands.revocationList("");
  expect(tries).toBe(2);
});
