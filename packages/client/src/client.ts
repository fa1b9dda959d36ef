import { frozenCopy } from "./copy.ts";
import { WritUnavailable } from "./errors.ts";
import { exchange } from "./exchange.ts";
import { readDecision } from "./read-decision.ts";
import type { Decision, DecisionRequest, Outcome } from "./types.ts";

/** Tens of times what a decision takes; an agent that waits longer is better told no. */
const DEFAULT_TIMEOUT_MS = 5_000;

/** Writ takes no longer one (`timeout_ms`). */
const MAX_TIMEOUT_MS = 60_000;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export interface ClientOptions {
  /** Where Writ's HTTP port is, e.g. `https://writ.example:8181`. */
  readonly url: string;
  /** The caller's credential, sent as bearer token; not the agent's. */
  readonly token?: string;
  /** For a whole exchange, in milliseconds, at most 60,000. Default 5,000. */
  readonly timeoutMs?: number;
  /** Lets `http:` reach other hosts than this one, where something else encrypts: who can change the answer can say yes. */
  readonly plaintext?: boolean;
  /** Another `fetch`, e.g. one with a client certificate. */
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Asks Writ. Tries once: a decision that was asked for twice is recorded, counted and granted twice.
 * Reads no environment, logs nothing, and tells its token to nobody but `url`.
 */
export class WritClient {
  readonly #base: string;
  readonly #token: string | undefined;
  readonly #timeoutMs: number;
  readonly #fetch: typeof fetch;

  /** @throws TypeError for a URL, a token or a timeout that cannot be used */
  constructor({ url, token, timeoutMs = DEFAULT_TIMEOUT_MS, plaintext = false, fetch: own }: ClientOptions) {
    this.#base = baseOf(url, plaintext);
    // RFC 6750, section 2.1; anything else would end the header or be refused by fetch, which repeats it in its error.
    if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) throw new TypeError("token is not a bearer token");
    this.#token = token;
    this.#timeoutMs = checkedTimeout(timeoutMs);
    this.#fetch = own ?? ((input, init) => fetch(input, init));
  }

  /**
   * @returns a decision that is whole and about this request; its effect may be `block`
   * @throws WritUnavailable for everything else
   */
  async decide(request: DecisionRequest, options: CallOptions = {}): Promise<Decision> {
    const timeoutMs = checkedTimeout(options.timeoutMs ?? this.#timeoutMs);
    const asked = frozenCopy({
      timeout_ms: timeoutMs,
      ...request,
      request_id: request.request_id ?? crypto.randomUUID(),
    });
    const text = await this.#post("/v1/decisions", JSON.stringify(asked), timeoutMs, options.signal);
    return readDecision(text, asked.request_id);
  }

  /** Says what became of a call. @throws WritUnavailable, also when another outcome is on record already (status 409) */
  async report(decisionId: string, outcome: Outcome, options: CallOptions = {}): Promise<void> {
    const path = `/v1/decisions/${encodeURIComponent(decisionId)}/outcome`;
    const timeoutMs = checkedTimeout(options.timeoutMs ?? this.#timeoutMs);
    await this.#post(path, JSON.stringify(frozenCopy(outcome)), timeoutMs, options.signal);
  }

  async #post(path: string, body: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<string> {
    if (signal?.aborted === true) throw new WritUnavailable("aborted", "the caller gave up");
    return exchange({ url: this.#base + path, token: this.#token, body, timeoutMs, signal, fetch: this.#fetch });
  }
}

function baseOf(text: string, plaintext: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new TypeError("url is not an http or https URL");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError("url has more than scheme, host, port and path");
  }
  if (url.protocol === "http:" && !plaintext && !LOOPBACK.test(url.hostname)) {
    throw new TypeError("url is http, and another host: use https, or plaintext: true where something else encrypts");
  }
  return url.href.replace(/\/+$/, "");
}

function checkedTimeout(timeoutMs: number): number {
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(`timeoutMs is not an integer from 1 to ${MAX_TIMEOUT_MS}`);
  }
  return timeoutMs;
}
