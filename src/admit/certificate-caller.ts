import type { KnownCaller } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import type { CallerCertificates } from "../ports/token-verifier.ts";

/** Whose certificates one tenant knows. */
interface Tenant {
  readonly tenant: string;
  readonly callers: readonly KnownCaller[];
  readonly certificates?: CallerCertificates;
}

/** A caller, of the configuration or as a token names it, with its tenant. */
export interface Found<C extends KnownCaller = KnownCaller> {
  readonly tenant: string;
  readonly caller: C;
}

/** Every caller to whom the connection's certificate belongs: several may have one, where each shows a secret or token beside it. */
export function callersOfCertificate(
  tenants: readonly Tenant[],
  chain: readonly Uint8Array[] | undefined,
  nowMs: number,
): readonly Found[] {
  if (chain === undefined) return [];
  return tenants.flatMap(({ tenant, callers, certificates }) =>
    callers
      .filter(({ certificate }) => {
        if (certificate === undefined || certificates === undefined) return false;
        const names = certificates.verify(certificate.issuer, chain, nowMs);
        return !("fault" in names) && names.has(certificate.name);
      })
      .map((caller) => ({ tenant, caller })),
  );
}

/** Whoever shows a certificate and nothing else. @throws WritError unauthenticated where that is not enough, or not one caller's */
export function onlyByCertificate(found: readonly Found[]): Found | undefined {
  const enough = found.filter(({ caller }) => caller.by === undefined && caller.token_digests.length === 0);
  if (found.length > 0 && enough.length === 0) {
    throw new WritError("unauthenticated", "with this certificate a caller has to show its secret or token too");
  }
  if (enough.length > 1) throw new WritError("unauthenticated", "the certificate is that of several callers");
  return enough[0];
}

/**
 * Whoever shows a secret or token: a caller that has a certificate as well has to show it, and nobody may show another caller's.
 * @throws WritError unauthenticated
 */
export function checkCertificateOf({ tenant, caller }: Found, byCertificate: readonly Found[]): void {
  const own = byCertificate.some((found) => found.tenant === tenant && found.caller.certificate === caller.certificate);
  if (own) return;
  if (caller.certificate !== undefined) {
    throw new WritError("unauthenticated", "this caller has to show its certificate too");
  }
  if (byCertificate.length > 0) {
    throw new WritError("unauthenticated", "the certificate and the secret or token are those of two callers");
  }
}
