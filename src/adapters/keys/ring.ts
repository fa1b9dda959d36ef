import { WritError } from "../../domain/errors.ts";
import {
  isPublished,
  type KeyPurpose,
  type KeyState,
  keyState,
  type SigningAlgorithm,
} from "../../domain/signing-key.ts";
import type { StoredKey } from "../../ports/key-store.ts";
import type { VerificationKey, VerificationKeys } from "../../ports/signer.ts";
import type { KeyEncryptionKeys } from "./kek.ts";
import type { KeyMaterial, OpenKey } from "./material.ts";
import { unsealEither } from "./seal.ts";

type KeyTimesOf = Pick<StoredKey, "purpose" | "algorithm" | "active_at_ms">;

interface Entry {
  readonly stored: StoredKey;
  readonly open: OpenKey;
}

/**
 * The keys in memory. What each is used for follows from the times in its row and the present one: no message has to come in
 * time for a key to begin or to end.
 */
export class KeyRing implements VerificationKeys {
  readonly #keks: KeyEncryptionKeys;
  readonly #material: KeyMaterial;
  #entries: ReadonlyMap<string, Entry> = new Map();

  constructor(keks: KeyEncryptionKeys, material: KeyMaterial) {
    this.#keks = keks;
    this.#material = material;
  }

  /**
   * Uses these from now on, and forgets all others. Keys that were open stay so, however they are sealed now.
   * @returns the problem of each key that cannot be opened: it neither signs nor verifies here
   */
  replace(stored: readonly StoredKey[], nowMs: number): readonly WritError[] {
    const entries = new Map<string, Entry>();
    const problems: WritError[] = [];
    for (const key of stored) {
      if (!isPublished(key, nowMs)) continue;
      try {
        entries.set(key.kid, { stored: key, open: this.#entries.get(key.kid)?.open ?? this.#open(key) });
      } catch (error) {
        if (!(error instanceof WritError)) throw error;
        problems.push(error);
      }
    }
    this.#entries = entries;
    return problems;
  }

  /**
   * The one key that signs now. Where there is none, the published one that is next: a revoked key's successor was made by
   * another replica, whose clock is ahead.
   * @throws WritError unavailable
   */
  signing(purpose: KeyPurpose, algorithm: SigningAlgorithm, nowMs: number): OpenKey {
    const kind = [...this.#entries.values()]
      .filter(({ stored }) => stored.purpose === purpose && stored.algorithm === algorithm)
      .sort((a, b) => a.stored.active_at_ms - b.stored.active_at_ms);
    const isIn = (state: KeyState) => (entry: Entry) => keyState(entry.stored, nowMs) === state;
    const found = kind.findLast(isIn("active")) ?? kind.find(isIn("published"));
    if (found === undefined) throw new WritError("unavailable", `there is no ${algorithm} signing key`);
    return found.open;
  }

  /** The keys that sign now. */
  active(nowMs: number): readonly KeyTimesOf[] {
    const keys = [...this.#entries.values()].map(({ stored }) => stored);
    return keys.filter((key) => keyState(key, nowMs) === "active");
  }

  published(nowMs: number): readonly VerificationKey[] {
    return [...this.#entries.values()].filter(({ stored }) => isPublished(stored, nowMs)).map(toVerification);
  }

  find(kid: string, nowMs: number): VerificationKey | undefined {
    const entry = this.#entries.get(kid);
    return entry === undefined || !isPublished(entry.stored, nowMs) ? undefined : toVerification(entry);
  }

  /**
   * The public half comes out of the seal, which proves it to be ours: who can only write to the table can publish no key of
   * their own.
   */
  #open(key: StoredKey): OpenKey {
    const secret = unsealEither(this.#keks, key, key.sealed_private);
    try {
      const open = this.#material.open(secret, key.algorithm);
      if (open.jwk.kid === key.kid) return open;
      throw new WritError("invalid_argument", `signing key ${key.kid} holds another key`);
    } finally {
      secret.fill(0);
    }
  }
}

function toVerification({ stored, open }: Entry): VerificationKey {
  return { purpose: stored.purpose, algorithm: stored.algorithm, jwk: open.jwk };
}
