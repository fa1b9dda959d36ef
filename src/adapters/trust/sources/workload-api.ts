import { isDeepStrictEqual } from "node:util";
import { Client, credentials, Metadata, status } from "@grpc/grpc-js";
import type { JsonObject } from "../../../domain/json.ts";
import type { IssuerTrust } from "../../../domain/trust.ts";
import { SourceProblem } from "./http-get.ts";
import { MAX_DOCUMENT_BYTES, type SourceLimits } from "./limits.ts";
import type { KeyDocument, KeySource, KeySourceEvent } from "./source.ts";
import {
  type Bundles,
  bundleOf,
  decodeBundles,
  JWT_BUNDLES_FIELD,
  keysOfCertificates,
  keysOfJwks,
  X509_BUNDLES_FIELD,
} from "./workload-api-messages.ts";

/** SPIFFE Workload Endpoint section 5.1: a request without it may be one that somebody else was made to send. */
const SECURITY_HEADER = ["workload.spiffe.io", "true"] as const;

/** A socket tells when its other end has gone. Asked more often than this, gRPC servers take it amiss. */
const KEEPALIVE_MS = 300_000;

const CHANNEL = {
  "grpc.max_receive_message_length": MAX_DOCUMENT_BYTES,
  "grpc.keepalive_time_ms": KEEPALIVE_MS,
  // Otherwise the next client would wait for what the last one found.
  "grpc.use_local_subchannel_pool": 1,
};

/** After a stream broke, before the next; doubled until `minPollMs`. */
const FIRST_RETRY_MS = 250;

/** Streams of the Workload API, by what the issuer's profile verifies with. */
const CERTIFICATES = {
  path: "/SpiffeWorkloadAPI/FetchX509Bundles",
  field: X509_BUNDLES_FIELD,
  keysOf: keysOfCertificates,
};
const TOKENS = { path: "/SpiffeWorkloadAPI/FetchJWTBundles", field: JWT_BUNDLES_FIELD, keysOf: keysOfJwks };

export interface WorkloadApiOptions {
  readonly told: (event: KeySourceEvent) => void;
  readonly now: () => number;
  readonly limits: SourceLimits;
}

/**
 * The bundle of one trust domain from the SPIFFE Workload API (FetchX509Bundles, FetchJWTBundles) over a Unix socket. The server
 * says of itself when the bundle changes; a stream that breaks is opened again, and until then the last bundle counts.
 */
export class WorkloadApiSource implements KeySource {
  readonly #trust: IssuerTrust;
  readonly #options: WorkloadApiOptions;
  readonly #socket: string;
  readonly #closed = new AbortController();
  #keys: readonly JsonObject[] | undefined;
  /** When the stream broke that brought the keys; Infinity while it stands. */
  #confirmedUntilMs = 0;
  #attempt: Promise<void> = Promise.resolve();
  #waiting: (() => void) | undefined;
  #openedAtMs = Number.NEGATIVE_INFINITY;
  #problem = "";

  constructor(trust: IssuerTrust, socket: string, options: WorkloadApiOptions) {
    this.#trust = trust;
    this.#socket = socket;
    this.#options = options;
    void this.#run();
  }

  current(nowMs: number): KeyDocument | undefined {
    if (this.#keys === undefined) return undefined;
    const fetchedAtMs = this.#confirmedUntilMs === Number.POSITIVE_INFINITY ? nowMs : this.#confirmedUntilMs;
    // A clock that was put back must not make old keys young.
    const tooOld = Math.abs(nowMs - fetchedAtMs) > this.#options.limits.maxAgeMs;
    return tooOld ? undefined : { keys: this.#keys, fetchedAtMs };
  }

  /** A stream that stands has said all that is known; one that is broken is tried again before its time. */
  async miss(): Promise<void> {
    if (performance.now() - this.#openedAtMs >= this.#options.limits.missIntervalMs) this.#waiting?.();
    return this.#attempt;
  }

  close(): void {
    this.#closed.abort();
    this.#waiting?.();
  }

  async #run(): Promise<void> {
    const { limits } = this.#options;
    for (
      let retryMs = FIRST_RETRY_MS;
      !this.#closed.signal.aborted;
      retryMs = Math.min(retryMs * 2, limits.minPollMs)
    ) {
      if (await this.#stream()) retryMs = FIRST_RETRY_MS;
      if (this.#closed.signal.aborted) return;
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
        setTimeout(resolve, retryMs * (0.5 + Math.random() / 2)).unref();
      });
      this.#waiting = undefined;
    }
  }

  /** One stream until it ends. @returns whether it brought anything */
  async #stream(): Promise<boolean> {
    const { limits, now } = this.#options;
    const client = new Client(`unix:${this.#socket}`, credentials.createInsecure(), CHANNEL);
    const { promise, resolve: answered } = Promise.withResolvers<void>();
    this.#attempt = promise;
    this.#openedAtMs = performance.now();
    const { path, field, keysOf } = this.#trust.profile === "x509-svid" ? CERTIFICATES : TOKENS;
    const metadata = new Metadata();
    metadata.set(...SECURITY_HEADER);
    const call = client.makeServerStreamRequest(
      path,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => decodeBundles(bytes, field),
      Buffer.alloc(0),
      metadata,
    );
    const giveUp = () => call.cancel();
    this.#closed.signal.addEventListener("abort", giveUp);
    const patience = setTimeout(giveUp, limits.timeoutMs);
    let brought = false;
    call.on("data", (bundles: Bundles) => {
      clearTimeout(patience);
      brought = true;
      this.#take(bundles, keysOf);
      answered();
    });
    const ended = await new Promise<unknown>((resolve) => {
      call.on("error", resolve).on("end", () => resolve(undefined));
    });
    clearTimeout(patience);
    this.#closed.signal.removeEventListener("abort", giveUp);
    client.close();
    if (this.#confirmedUntilMs === Number.POSITIVE_INFINITY) this.#confirmedUntilMs = now();
    if (!this.#closed.signal.aborted)
      this.#tell("keys_unavailable", `the Workload API ended the stream (${codeOf(ended)})`);
    answered();
    return brought;
  }

  /** What the server says now replaces all that it said before: a bundle that is not in it is withdrawn. */
  #take(bundles: Bundles, keysOf: (bundle: Uint8Array) => readonly JsonObject[]): void {
    const before = this.#keys;
    try {
      const bundle = bundleOf(bundles, this.#trust.trustDomain);
      const keys = bundle === undefined ? [] : keysOf(bundle);
      if (keys.length === 0) throw new SourceProblem("the Workload API has no bundle of the trust domain");
      // The same keys stay the same list: who remembers what they verified need not compare them.
      this.#keys = isDeepStrictEqual(before, keys) ? before : keys;
      this.#confirmedUntilMs = Number.POSITIVE_INFINITY;
      const changed = before !== undefined && this.#keys !== before;
      if (this.#keys !== before || this.#problem !== "") this.#tell(changed ? "keys_changed" : "keys_read", "");
    } catch (error) {
      this.#keys = undefined;
      this.#tell("keys_unavailable", error instanceof SourceProblem ? error.message : "the bundle cannot be read");
    }
  }

  /** Told once for each problem, not once a try. */
  #tell(event: KeySourceEvent["event"], problem: string): void {
    if (problem !== "" && problem === this.#problem) return;
    this.#problem = problem;
    this.#options.told({ issuer: this.#trust.name, event, problem });
  }
}

/** The gRPC status' name; its details are the server's words. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return (typeof code === "number" ? status[code] : undefined) ?? "ended";
}
