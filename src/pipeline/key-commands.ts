import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";
import { KEY_PURPOSES, type KeyPurpose, type KeyState, keyState, verifiesUntilMs } from "../domain/signing-key.ts";
import type { KeyManager, SigningKeyInfo } from "../ports/signer.ts";
import { requireRole } from "./permissions.ts";

/** A key as it is told to people: never anything of its private half. */
export interface KeyView extends SigningKeyInfo {
  readonly state: KeyState;
  /** Milliseconds since 1970; of keys that sign no more. */
  readonly verifies_until_ms?: number;
}

export interface RotationOrder {
  /** All, where none is named. */
  readonly purposes: readonly KeyPurpose[];
  /** Without the overlap. */
  readonly now: boolean;
}

export interface Rotation {
  /** False where a rotation is under way already. */
  readonly rotated: boolean;
  /** What may go wrong now, in words. */
  readonly warning?: string;
  readonly keys: readonly KeyView[];
}

export interface KeyRevocation {
  readonly grants_revoked: number;
  /** Whether another key signs now in its place. */
  readonly replaced: boolean;
  readonly keys: readonly KeyView[];
}

/** Every method rejects with `permission_denied`. Keys are the same for all tenants, so that only the admins of one may change them. */
export interface KeyCommands {
  list(admission: Admission): Promise<readonly KeyView[]>;
  rotate(order: RotationOrder, admission: Admission): Promise<Rotation>;
  /** Rejects with `not_found`. */
  revoke(kid: string, admission: Admission): Promise<KeyRevocation>;
  /** @returns how many keys were sealed with the previous key encryption key */
  rewrap(admission: Admission): Promise<{ readonly rewrapped: number }>;
}

export interface KeyCommandDeps {
  /** Whether this tenant's admins may change what all tenants' grants are signed with. */
  readonly mayChange: boolean;
  readonly keys: KeyManager;
  /** Told of each change and of who made it. */
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
}

const UNKNOWN_YET =
  "verifiers that keep the key set (for up to 300 s) refuse what the new keys sign until they look again";

export function keyCommands({ keys, log, mayChange }: KeyCommandDeps): KeyCommands {
  const requireChange = (admission: Admission) => {
    requireRole(admission, "keys.order");
    if (!mayChange)
      throw new WritError("permission_denied", "signing keys are all tenants': another tenant's admins keep them");
  };
  const views = async ({ now_ms }: Admission) => (await keys.list()).map((key) => viewOf(key, now_ms));
  return {
    list: async (admission) => {
      requireRole(admission, "keys.read");
      return views(admission);
    },
    rotate: async ({ purposes, now }, admission) => {
      requireChange(admission);
      const wanted = purposes.length === 0 ? KEY_PURPOSES : purposes;
      const rotated = await keys.rotate(wanted, now, admission.now_ms);
      if (rotated)
        log("keys_rotated", { by: admission.caller.id, purposes: wanted.join(" "), immediately: String(now) });
      return { rotated, ...(rotated && now ? { warning: UNKNOWN_YET } : {}), keys: await views(admission) };
    },
    revoke: async (kid, admission) => {
      requireChange(admission);
      const revoked = await keys.revoke(kid, admission.now_ms);
      log("key_revoked", { by: admission.caller.id, kid, grants_revoked: revoked.grants_revoked });
      return { ...revoked, keys: await views(admission) };
    },
    rewrap: async (admission) => {
      requireChange(admission);
      const rewrapped = await keys.rewrap();
      log("keys_rewrapped", { by: admission.caller.id, count: rewrapped });
      return { rewrapped };
    },
  };
}

function viewOf(key: SigningKeyInfo, nowMs: number): KeyView {
  const until = verifiesUntilMs(key);
  const state = keyState(key, nowMs);
  return { ...key, state, ...(until === undefined || state === "revoked" ? {} : { verifies_until_ms: until }) };
}
