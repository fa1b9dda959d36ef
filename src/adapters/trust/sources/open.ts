import type { IssuerTrust } from "../../../domain/trust.ts";
import { SOURCE_LIMITS, type SourceLimits } from "./limits.ts";
import { type Look, lookAtAuthorities, lookAtFile, lookAtUrl, lookByDiscovery } from "./looks.ts";
import { PolledSource } from "./polled.ts";
import type { KeySource, KeySourceEvent } from "./source.ts";
import { WorkloadApiSource } from "./workload-api.ts";

export interface SourceOptions {
  /** Told of what is worth a line in the log. */
  readonly told: (event: KeySourceEvent) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits?: SourceLimits;
}

/** Begins to look at once, and goes on in the background until it is closed. */
export function openKeySource(trust: IssuerTrust, { told, now, limits = SOURCE_LIMITS }: SourceOptions): KeySource {
  const { keys } = trust;
  const polled = (look: Look, pollMs: number) =>
    new PolledSource({ issuer: trust.name, look, pollMs, limits, told, now });
  switch (keys.kind) {
    case "discovery":
      return polled(lookByDiscovery(trust.issuer, keys.caFile), limits.pollMs);
    case "jwks_url":
    case "spiffe_bundle_url":
      return polled(lookAtUrl(keys), limits.pollMs);
    case "jwks_file":
    case "spiffe_bundle_file":
      return polled(lookAtFile(keys), limits.filePollMs);
    case "ca_file":
      return polled(lookAtAuthorities(keys), limits.filePollMs);
    case "workload_api":
      return new WorkloadApiSource(trust, keys.path, { told, now, limits });
  }
}
