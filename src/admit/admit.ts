import { hash } from "node:crypto";
import {
  ANONYMOUS_CALLER,
  CARRIES_IN_DEVELOPMENT,
  CARRIES_TOKEN,
  type KnownCaller,
  LOOPBACK_CALLER,
  type Peer,
  ROLES,
  type Role,
} from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import { isLoopbackAddress } from "../domain/loopback.ts";
import type { Admission } from "../domain/request.ts";
import type { CallerCertificates, TokenVerifier } from "../ports/token-verifier.ts";
import { callersOfCertificate, checkCertificateOf, type Found, onlyByCertificate } from "./certificate-caller.ts";
import { callerOfClaims, callerOfToken, type PersonByToken } from "./token-caller.ts";

/** What loopback may ask in production, where nobody has configured callers: what a gateway beside Writ needs. */
const LOOPBACK_ROLES: readonly Role[] = ["decide", "report", "auditor"];

/** Whom one tenant knows. */
export interface TenantCallers {
  readonly tenant: string;
  readonly callers: readonly KnownCaller[];
  readonly tokens: TokenVerifier;
  /** Absent: no certificate is a caller's. */
  readonly certificates?: CallerCertificates;
  /** Whether there may be callers at any moment, so that a credential is needed even while there are none. */
  readonly open?: boolean;
}

export interface AdmitDeps {
  /** Whether callers on loopback are believed. */
  readonly development: boolean;
  /** Whoever shows no credential belongs to the first; in production a credential is needed where there are several, or callers. */
  readonly tenants: readonly [TenantCallers, ...TenantCallers[]];
}

/**
 * Who asks, in which tenant, and what for.
 * @throws WritError unauthenticated for a credential that is nobody's, or where one is missing
 */
export async function admit(deps: AdmitDeps, peer: Peer, protocol: string, nowMs: number): Promise<Admission> {
  const certificates = peer.certificates === undefined ? {} : { certificates: peer.certificates };
  const found = await credentialed(deps, peer, nowMs);
  const known = { tenant: found?.tenant ?? deps.tenants[0].tenant, now_ms: nowMs };
  if (found !== undefined) {
    const { id, roles, groups, acts, by: _by, token_digests: _digests, certificate: _own, ...may } = found.caller;
    const own = acts ? certificates : {};
    const person = { id, protocol, roles, ...(groups === undefined ? {} : { groups }) };
    return { ...known, ...own, caller: person, ...may };
  }
  if (needsCredential(deps)) {
    throw new WritError(
      "unauthenticated",
      "a caller has to show its credential: Authorization: Bearer …, or its certificate",
    );
  }
  const local = isLoopbackAddress(peer.address);
  if (local && deps.development) return { ...believedCaller(protocol), ...known, ...certificates };
  const unknown = { id: local ? LOOPBACK_CALLER : ANONYMOUS_CALLER, protocol, roles: local ? LOOPBACK_ROLES : [] };
  return {
    ...known,
    ...certificates,
    caller: unknown,
    vouches: false,
    forwards_certificates: false,
    grants: "answer",
    audiences: [],
    obligations: [],
    carries: CARRIES_TOKEN,
  };
}

/** With several tenants nobody is of one because of where it asks from. */
function needsCredential({ development, tenants }: AdmitDeps): boolean {
  return !development && (tenants.length > 1 || tenants[0].callers.length > 0 || tenants[0].open === true);
}

type FoundPerson = Found<PersonByToken>;

/** The caller whose credential the peer shows; undefined where it shows none. @throws WritError unauthenticated where it is nobody's */
async function credentialed({ tenants }: AdmitDeps, peer: Peer, nowMs: number): Promise<FoundPerson | undefined> {
  if (peer.signed_in !== undefined) {
    // Writ's own page is the first tenant's.
    const [{ tenant, callers }] = tenants;
    const person = callerOfClaims(callers, peer.signed_in);
    if (person === undefined) throw new WritError("unauthenticated", "whoever signed in is nobody among the callers");
    return { tenant, caller: person };
  }
  const credential = bearerOf(peer.authorization);
  const byCertificate = callersOfCertificate(tenants, peer.certificates, nowMs);
  if (credential === undefined) return onlyByCertificate(byCertificate);
  const found = callerOfSecret(tenants, credential) ?? (await onlyTenantOfToken(tenants, credential, nowMs));
  if (found === undefined) throw new WritError("unauthenticated", "the credential is no known caller's");
  checkCertificateOf(found, byCertificate);
  return found;
}

/** A token that fits callers of two tenants says of neither that it is meant. */
async function onlyTenantOfToken(
  tenants: AdmitDeps["tenants"],
  token: string,
  nowMs: number,
): Promise<FoundPerson | undefined> {
  const found = await Promise.all(
    tenants.map(async (known) => ({ tenant: known.tenant, caller: await callerOfToken(known, token, nowMs) })),
  );
  const fitting = found.filter((one): one is FoundPerson => one.caller !== undefined);
  if (fitting.length > 1) throw new WritError("unauthenticated", "the token is that of callers of several tenants");
  return fitting[0];
}

/** Whoever asks from this machine in development: may do all, and is believed in what it says of agents and intents. */
export function believedCaller(protocol: string): Omit<Admission, "tenant" | "now_ms"> {
  return {
    caller: { id: LOOPBACK_CALLER, protocol, roles: ROLES },
    vouches: true,
    forwards_certificates: true,
    grants: "answer",
    audiences: "any",
    obligations: "any",
    carries: CARRIES_IN_DEVELOPMENT,
  };
}

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;
const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

/** RFC 6750 section 2.1; of RFC 7617 the password, which OAuth clients send beside their id (RFC 6749 section 2.3.1). */
function bearerOf(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const bearer = BEARER.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = BASIC.exec(authorization)?.[1];
  const pair = basic === undefined ? "" : Buffer.from(basic, "base64").toString("utf8");
  const encoded = /:((?:[A-Za-z0-9._~+/=-]|%[2-7][0-9A-Fa-f])+)$/.exec(pair)?.[1];
  // RFC 6749 section 2.3.1 wants both form-encoded, which not every client does; no secret has a % in it.
  const secret = encoded === undefined ? undefined : decodeURIComponent(encoded);
  if (secret === undefined) throw new WritError("unauthenticated", "the Authorization field cannot be read");
  return secret;
}

/** By digest, who shows the secret; once for each list of callers. */
const bySecret = new WeakMap<AdmitDeps["tenants"], ReadonlyMap<string, FoundPerson>>();

/** How long a look takes may say something of digests, and nothing of secrets: nobody can choose a secret by its digest. */
function callerOfSecret(tenants: AdmitDeps["tenants"], secret: string): FoundPerson | undefined {
  let known = bySecret.get(tenants);
  if (known === undefined) {
    const pairs = tenants.flatMap(({ tenant, callers }) =>
      callers.flatMap((caller) => caller.token_digests.map((digest) => [digest, { tenant, caller }] as const)),
    );
    known = new Map(pairs);
    bySecret.set(tenants, known);
  }
  return known.get(hash("sha256", secret, "hex"));
}
