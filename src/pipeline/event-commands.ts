import { hash } from "node:crypto";
import { WritError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Admission } from "../domain/request.ts";
import { LIST_WINDOW_S, MAX_LISTED, REVOCATION_LIST_TYPE, revocationListClaims } from "../events/revocation-list.ts";
import type { DeadEvent, EventReader } from "../ports/event-outbox.ts";
import type { ReceiverState } from "../ports/outbox.ts";
import type { RevocationReader } from "../ports/revocation-reader.ts";
import type { TokenSigner } from "../ports/signer.ts";
import { requireRole } from "./permissions.ts";

/** Newest ones of what was given up. */
const MAX_DEAD = 100;

export interface EventOverview {
  readonly subscribers: readonly ReceiverState[];
  readonly dead: readonly DeadEvent[];
}

/** The signed list of revoked grants. */
export interface RevocationList {
  readonly token: string;
  /** The same for lists that say the same; their signatures differ. */
  readonly digest: string;
}

export interface EventCommands {
  overview(admission: Admission): Promise<EventOverview>;
  /**
   * Rejects with `not_found` for a tenant that is not there, with `unavailable` when it cannot be current or would be too long: no list is
   * better than half of one.
   * @param tenant "" for the first one
   */
  revocationList(tenant: string): Promise<RevocationList>;
}

export interface EventCommandDeps {
  readonly issuer: string;
  readonly tenant: string;
  readonly revocations: RevocationReader;
  readonly signer: TokenSigner;
  readonly events: EventReader;
  readonly now: () => number;
}

export function eventCommands(deps: EventCommandDeps): EventCommands {
  let kept: { readonly key: string; readonly list: Promise<RevocationList> } | undefined;
  return {
    overview: async (admission) => {
      requireRole(admission, "events.read");
      const { tenant } = admission;
      const [subscribers, dead] = await Promise.all([
        deps.events.subscribers(tenant),
        deps.events.dead(tenant, MAX_DEAD),
      ]);
      return { subscribers, dead };
    },
    revocationList: (of) => {
      if (of !== "" && of !== deps.tenant) return Promise.reject(new WritError("not_found", "there is no such tenant"));
      if (!deps.revocations.current())
        return Promise.reject(new WritError("unavailable", "what is revoked is not known now"));
      const windowMs = Math.floor(deps.now() / (LIST_WINDOW_S * 1000)) * LIST_WINDOW_S * 1000;
      // A key that was revoked meanwhile has left the set: what it signed must not be told any more.
      const key = `${windowMs} ${deps.revocations.version()} ${deps.signer
        .jwks()
        .keys.map(({ kid }) => kid)
        .join()}`;
      if (kept?.key !== key) {
        const list = sign(deps, windowMs);
        kept = { key, list };
        list.catch(() => {
          kept = undefined;
        });
      }
      return kept.list;
    },
  };
}

async function sign(
  { issuer, tenant, revocations, signer }: EventCommandDeps,
  windowMs: number,
): Promise<RevocationList> {
  const living = revocations.living(tenant, windowMs);
  if (living.length > MAX_LISTED) throw new WritError("unavailable", "too many living grants are revoked to list them");
  const claims: JsonObject = revocationListClaims(issuer, tenant, living, windowMs);
  const token = await signer.sign({ purpose: "event", audience: "", type: REVOCATION_LIST_TYPE, claims });
  // With the header: another key's list is another list.
  const digest = hash("sha256", `${token.slice(0, token.indexOf("."))} ${JSON.stringify(claims)}`, "base64url");
  return { token, digest };
}
