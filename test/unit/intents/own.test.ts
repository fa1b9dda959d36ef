import { expect, it, test } from "vitest";
import { createSigner } from "../../../src/adapters/keys/signer.ts";
import { createTokenVerifier } from "../../../src/adapters/trust/tokens/verifier.ts";
import { ownIntents } from "../../../src/compose/own-intents.ts";
import { tokenClaims } from "../../../src/intents/token.ts";
import { termsOf } from "../../support/intents.ts";
import { aKek, memoryStore } from "../keys/store.ts";

const ISSUER = "https://writ.example";
const NOW_MS = Date.parse("2026-11-20T15:04:05.123Z");

const RECORD = {
  ...termsOf([{ verb: "file.read" }], { not_before_ms: NOW_MS - 5_123, expires_at_ms: NOW_MS - 123 + 600_000 }),
  tenant: "default",
  status: "active",
  requested_by: "issuer",
  requested_at_ms: NOW_MS,
} as const;

async function writ() {
  const signer = await createSigner({ store: memoryStore(), kek: aKek(), algorithms: new Map(), now: () => NOW_MS });
  const { trust, source } = ownIntents(ISSUER, signer);
  const tokens = createTokenVerifier({ issuers: [trust], sources: new Map([[trust.name, source]]), tenant: "default" });
  return { signer, tokens, source };
}

it("trusts the intents that it has signed itself", async () => {
  const { signer, tokens, source } = await writ();
  const claims = tokenClaims(RECORD, ISSUER);
  const token = await signer.sign({ purpose: "intent", audience: ISSUER, type: "intent+jwt", claims });
  expect(await tokens.verify("intent", token, NOW_MS)).toMatchObject({ issuer: "@writ", profile: "intent", claims });
  // The same list of keys, so that what was verified needs no signature check again.
  expect(source.current(NOW_MS)?.keys).toBe(source.current(NOW_MS + 1)?.keys);
});

test.each(["grant", "event"] as const)(
  "and nothing that a key for a %s has signed, whatever it calls itself",
  async (purpose) => {
    const { signer, tokens } = await writ();
    const claims = tokenClaims(RECORD, ISSUER);
    const token = await signer.sign({ purpose, audience: ISSUER, type: "intent+jwt", claims });
    expect(await tokens.verify("intent", token, NOW_MS)).toMatchObject({ fault: "key_unknown" });
  },
);

test.each(["agent", "caller"] as const)("and its intents count for nothing as an %s's token", async (use) => {
  const { signer, tokens } = await writ();
  const claims = tokenClaims(RECORD, ISSUER);
  const token = await signer.sign({ purpose: "intent", audience: ISSUER, type: "intent+jwt", claims });
  expect(await tokens.verify(use, token, NOW_MS)).toMatchObject({ fault: "token_untrusted" });
});
