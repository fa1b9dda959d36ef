import { openKeySource } from "../../adapters/trust/sources/open.ts";
import { type Config, tenantsOf } from "../../config/load.ts";
import { sharedNames } from "../../config/trust.ts";
import type { IssuerTrust } from "../../domain/trust.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, note, problem } = findingsOf("trust");

/** An issuer that does not answer for this long answers no worker at its start either. */
const PATIENCE_MS = 10_000;

/** Whether the keys of every issuer of every tenant can be had, now and from here. */
export async function examineTrust(config: Config): Promise<readonly Finding[]> {
  const found = await Promise.all(
    tenantsOf(config).flatMap(({ tenant, trust, mode, callers }) => {
      const shared = sharedNames(trust);
      const names = shared.map((issuer) =>
        note(
          "agent_names_shared",
          `tenant ${tenant}: ${issuer} can name agents of another issuer`,
          "give each its own agent_id.prefix",
        ),
      );
      const nobody = trust.length === 0 && callers.length === 0 && mode === "production";
      const empty = nobody
        ? [
            note(
              "nobody_trusted",
              `tenant ${tenant} trusts no issuer and knows no caller`,
              "set trust and callers: docs/identity.md",
            ),
          ]
        : [];
      return [...trust.map((issuer) => examineIssuer(tenant, issuer)), Promise.resolve([...names, ...empty])];
    }),
  );
  return found.flat();
}

async function examineIssuer(tenant: string, issuer: IssuerTrust): Promise<readonly Finding[]> {
  const about = `tenant ${tenant}, issuer ${issuer.name}`;
  let why = "nobody answers";
  const started = Date.now();
  const source = openKeySource(issuer, {
    told: ({ event, problem: said }) => {
      if (event === "keys_unavailable") why = said;
    },
    now: Date.now,
  });
  try {
    await within(source.miss(), PATIENCE_MS);
    const document = source.current(Date.now());
    if (document === undefined) {
      const advice = `see that its ${issuer.keys.kind} is right and can be reached from here; until then its tokens are refused`;
      return [problem("issuer_keys_missing", `${about}: no keys: ${why}`, advice)];
    }
    const { length } = document.keys;
    const clear = "url" in issuer.keys && issuer.keys.url.startsWith("http:");
    if (length === 0) return [problem("issuer_without_keys", `${about}: its document holds no key`, "ask who runs it")];
    return [
      ok("issuer_keys", `${about}: ${length} keys by ${issuer.keys.kind}, in ${Date.now() - started} ms`),
      ...(clear
        ? [
            note(
              "issuer_in_the_clear",
              `${about}: its keys come without TLS`,
              "use https: whoever is on the way can be the issuer",
            ),
          ]
        : []),
    ];
  } finally {
    source.close();
  }
}

async function within(work: Promise<void>, patienceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patienceMs);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
