import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_KEYS } from "../../src/adapters/keys/generate.ts";
import { loadKeyEncryptionKey } from "../../src/adapters/keys/kek.ts";
import type { KeyMaterial } from "../../src/adapters/keys/material.ts";
import { createSigner } from "../../src/adapters/keys/signer.ts";
import { transitKeys } from "../../src/adapters/keys/transit.ts";
import { transitClient } from "../../src/adapters/keys/transit-client.ts";
import type { KeyStore, StoredKey } from "../../src/ports/key-store.ts";
import { startOpenbao } from "../../test/support/openbao.ts";
import { obtainCounterpart } from "../../tools/counterparts/obtain.ts";
import { quantile } from "../statistics.ts";

// What a grant's signature costs, one after the other and side by side: node bench/signing/main.ts [signatures]

const COUNT = Number(process.argv[2] ?? 500);
const AT_ONCE = 32;

/** As large as those of a grant. */
const CLAIMS = { sub: "agent:bench", jti: "grt_01M7Y39N1VG68B4EJJWNGFHNNN", details: "x".repeat(900) };

const kek = loadKeyEncryptionKey({ bytes: randomBytes(32), file: "", dataDir: "", development: false });

/** Keys for this process only. */
function memoryStore(): KeyStore {
  const keys: StoredKey[] = [];
  const unused = () => Promise.reject(new Error("not measured"));
  return {
    load: async () => keys,
    insertIfAbsent: async (added) => {
      keys.push(...added);
    },
    follow: unused,
    activate: unused,
    revoke: unused,
    reseal: unused,
    watch: () => {},
  };
}

async function measure(name: string, material: KeyMaterial, algorithm: "ES256" | "RS256"): Promise<void> {
  const algorithms = new Map([["bench", algorithm]]);
  const signer = await createSigner({ store: memoryStore(), kek, material, algorithms, now: Date.now });
  const sign = () => signer.sign({ purpose: "grant", audience: "bench", type: "JWT", claims: CLAIMS });
  for (let i = 0; i < COUNT / 5; i++) await sign();
  const times: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    const begun = performance.now();
    await sign();
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let i = 0; i < COUNT / AT_ONCE; i++) await sign();
    }),
  );
  const perSecond = (COUNT / (performance.now() - begun)) * 1000;
  const [p50, p99] = [0.5, 0.99].map((q) => `${quantile(times, q).toFixed(3)} ms`);
  console.log(
    `${name.padEnd(16)} ${algorithm}  p50 ${p50}  p99 ${p99}  ${Math.round(perSecond)}/s with ${AT_ONCE} at once`,
  );
}

for (const algorithm of ["ES256", "RS256"] as const) await measure("local", LOCAL_KEYS, algorithm);
const bao = await startOpenbao(await obtainCounterpart("openbao", process.cwd()));
const dir = mkdtempSync(join(tmpdir(), "writ-bench-"));
try {
  const tokenFile = join(dir, "token");
  writeFileSync(tokenFile, bao.rootToken, { mode: 0o600 });
  await bao.must("POST", "sys/mounts/transit", { type: "transit" });
  const client = transitClient({
    address: bao.url,
    mount: "transit",
    prefix: "writ",
    tokenFile,
    caFile: "",
    namespace: "",
    timeout_ms: 10_000,
  });
  for (const algorithm of ["ES256", "RS256"] as const) {
    await measure("openbao-transit", transitKeys(client, "writ"), algorithm);
  }
} finally {
  await bao.stop();
  rmSync(dir, { recursive: true });
}
process.exit();
