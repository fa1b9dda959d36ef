import { createHmac, timingSafeEqual } from "node:crypto";
import { WritError } from "../../domain/errors.ts";
import { single } from "../native/headers.ts";
import type { HeaderValues } from "../native/protocol.ts";

// ToolHive's pkg/webhook/signing.go.
const SIGNATURE_HEADER = "x-toolhive-signature";
const TIMESTAMP_HEADER = "x-toolhive-timestamp";
const SIGNATURE = /^sha256=([0-9a-f]{64})$/;
const TIMESTAMP = /^[1-9]\d{9,11}$/;

/** What one worker remembers until its window is over: at a thousand requests a second, the signatures of five minutes. */
const MAX_REMEMBERED = 300_000;

export interface SignatureRules {
  /** What ToolHive signs with, as its file has it; undefined: requests are not signed. */
  readonly secret?: Uint8Array;
  /** How far the clocks may be apart, in seconds. */
  readonly window_s: number;
}

/** Whether webhooks come from the ToolHive that knows the secret, each of them once in this process. */
export class SignatureCheck {
  readonly #rules: SignatureRules;
  /** By signature, in the order in which they came: when it may be forgotten, in milliseconds since 1970. */
  readonly #seen = new Map<string, number>();

  constructor(rules: SignatureRules) {
    this.#rules = rules;
  }

  /** @throws WritError unauthenticated, resource_exhausted */
  check(headers: HeaderValues, body: Uint8Array, nowMs: number): void {
    const { secret, window_s } = this.#rules;
    const [given, time] = [single(headers, SIGNATURE_HEADER), single(headers, TIMESTAMP_HEADER)];
    if (secret === undefined) {
      if (given !== "") throw refused("the request is signed, and protocols.toolhive.webhook_secret_file is not set");
      return;
    }
    const signature = SIGNATURE.exec(given ?? "")?.[1];
    if (signature === undefined || time === undefined || !TIMESTAMP.test(time))
      throw refused("the request is not signed");
    if (!keysOf(secret).some((key) => isSigned(key, time, body, signature)))
      throw refused("the signature does not fit");
    const at = Number(time) * 1000;
    if (Math.abs(nowMs - at) > window_s * 1000) throw refused("the signature is too old, or of a time that is to come");
    this.#remember(signature, at + window_s * 1000, nowMs);
  }

  #remember(signature: string, untilMs: number, nowMs: number): void {
    if (this.#seen.has(signature)) throw refused("the request was there before");
    for (const [known, until] of this.#seen) {
      if (until >= nowMs) break;
      this.#seen.delete(known);
    }
    if (this.#seen.size >= MAX_REMEMBERED) {
      throw new WritError("resource_exhausted", "too many signed requests are remembered");
    }
    this.#seen.set(signature, untilMs);
  }
}

/** ToolHive takes a mounted file as it is, and a value of its own store without the end of line that an editor added. */
function keysOf(secret: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(secret).toString("latin1");
  const trimmed = Buffer.from(text.replace(/\r?\n$/, ""), "latin1");
  return trimmed.length === secret.length ? [secret] : [secret, trimmed];
}

function isSigned(key: Uint8Array, time: string, body: Uint8Array, signature: string): boolean {
  const expected = createHmac("sha256", key).update(`${time}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "hex"));
}

function refused(message: string): WritError {
  return new WritError("unauthenticated", message);
}
