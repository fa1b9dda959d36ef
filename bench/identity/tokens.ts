import { parseArgs } from "node:util";
import { SOURCE_LIMITS } from "../../src/adapters/trust/sources/limits.ts";
import { PolledSource } from "../../src/adapters/trust/sources/polled.ts";
import { PROOFS } from "../../src/adapters/trust/tokens/proofs.ts";
import { createTokenVerifier } from "../../src/adapters/trust/tokens/verifier.ts";
import { dpopProof, newIssuer, newKey, trustOf } from "../../test/support/tokens.ts";

// What a token costs a worker: a fresh one for each decision, one that was verified before, and a DPoP proof.
// node bench/identity/tokens.ts [--count 5000]

const { values } = parseArgs({ options: { count: { type: "string", default: "5000" } } });
const COUNT = Number(values.count);

/** Microseconds for one, of a loop that waits for each before the next. */
async function each(count: number, run: (index: number) => unknown): Promise<number> {
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) await run(index);
  return ((performance.now() - begun) * 1000) / count;
}

for (const alg of ["ES256", "RS256", "Ed25519"]) {
  const issuer = await newIssuer({ alg });
  const source = new PolledSource({
    issuer: "idp",
    look: async () => ({ keys: issuer.jwks().keys }),
    pollMs: 60_000,
    limits: SOURCE_LIMITS,
    told: () => {},
    now: Date.now,
  });
  await source.miss();
  const trusted = { issuers: [trustOf({ algorithms: [alg] })], sources: new Map([["idp", source]]), tenant: "default" };
  const verifier = createTokenVerifier(trusted);
  const tokens = await Promise.all(Array.from({ length: COUNT }, (_, jti) => issuer.mint({ jti: String(jti) })));
  const nowMs = Date.now();
  const fresh = await each(COUNT, (index) => verifier.verify("agent", tokens[index] as string, nowMs));
  // As a request brings it: text of its own, not one that was put together.
  const token = JSON.parse(JSON.stringify(await issuer.mint({ jti: "warm" }))) as string;
  await verifier.verify("agent", token, nowMs);
  const begun = performance.now();
  for (let index = 0; index < COUNT * 20; index += 1) void verifier.verify("agent", token, nowMs);
  const warm = ((performance.now() - begun) * 1000) / (COUNT * 20);
  const key = await newKey(alg);
  const proof = await dpopProof(key, { method: "POST", uri: "https://gateway.example/", token, nowMs });
  const dpop = await each(COUNT, () => PROOFS.dpop(proof));
  console.log(`${alg}: fresh ${fresh.toFixed(0)} us, cached ${warm.toFixed(2)} us, DPoP proof ${dpop.toFixed(0)} us`);
  source.close();
}
