import { hash } from "node:crypto";
import { BoundedMap } from "../../domain/bounded-map.ts";
import type { Peer } from "../../domain/caller.ts";
import { WritError } from "../../domain/errors.ts";
import { isLoopbackAddress } from "../../domain/loopback.ts";
import { limited } from "./refusal.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Mistakes of all who are behind one address while something is set up or rotated; then ten a second. Nobody guesses a random secret at that. */
const BURST = 100;
const RATE_PER_S = 10;

/** Addresses that are remembered; past it the one not heard of for longest starts anew. */
const MAX_ADDRESSES = 10_000;

/** Credentials that were somebody's: they are let through although others guess from the same address. */
const MAX_KNOWN = 10_000;

/**
 * Makes guessing credentials slow and cheap: an address that showed too many that are nobody's is refused before anything is verified.
 * Behind one address may be a whole network, or a load balancer: a credential that was somebody's before is always looked at.
 */
export class UnknownCallers {
  readonly #addresses = new BoundedMap<TokenBucket>(MAX_ADDRESSES);
  readonly #known = new BoundedMap<true>(MAX_KNOWN);
  readonly #now: () => number;

  /** @param now milliseconds of a clock that does not go back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Runs `admit`, unless the address has guessed too often. @throws WritError resource_exhausted, and what `admit` rejects with */
  async admit<T>(peer: Peer, admit: () => Promise<T>): Promise<T> {
    const address = networkOf(peer.address);
    const credential = credentialOf(peer);
    // On this machine stands what forwards for others: their guesses are not its own.
    if (isLoopbackAddress(peer.address)) return admit();
    const guesses = this.#addresses.get(address);
    // Who shows none guesses nothing, and costs nothing to look at.
    if (guesses !== undefined && credential !== undefined && this.#known.get(credential) === undefined) {
      const wait = guesses.wait(1, this.#now());
      if (wait > 0) throw limited("unknown_callers", wait);
    }
    try {
      const admitted = await admit();
      if (credential !== undefined) this.#known.set(credential, true);
      return admitted;
    } catch (error) {
      if (credential !== undefined && error instanceof WritError && error.code === "unauthenticated") {
        this.#guessed(address);
      }
      throw error;
    }
  }

  #guessed(address: string): void {
    const now = this.#now();
    const guesses = this.#addresses.get(address) ?? new TokenBucket(RATE_PER_S, BURST, now);
    guesses.take(1, now);
    this.#addresses.set(address, guesses);
  }
}

/** By digest: a secret is not kept for longer than its request. */
function credentialOf({ authorization, certificates }: Peer): string | undefined {
  const leaf = certificates?.[0];
  if (authorization !== undefined) return hash("sha256", authorization, "base64");
  return leaf === undefined ? undefined : hash("sha256", leaf, "base64");
}

/** Of IPv6 the network of 64 bits, all of whose addresses one host may have (RFC 6177). */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter((group) => group !== "");
  const given = tail === undefined || tail === "" ? 0 : tail.split(":").length;
  const zeros = tail === undefined ? 0 : 8 - groups.length - given;
  return [...groups, ...Array.from({ length: zeros }, () => "0"), ...(tail?.split(":") ?? [])].slice(0, 4).join(":");
}
