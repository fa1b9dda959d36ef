/**
 * A server behind a gateway: requests to it become calls of `server`, the name by which the catalogue knows it.
 * Matched are the host and the beginning of the path; the first that fits counts.
 */
export interface Upstream {
  readonly server: string;
  /** Lower case; with a port it is for that one, without for every port that no other upstream has. "" for any. */
  readonly host: string;
  /** Whole segments, e.g. "/github"; "" for any. */
  readonly path: string;
  /** What is spoken there; `auto`: MCP where the request shows it, else what the catalogue says of the server. */
  readonly protocol: UpstreamProtocol;
}

/** Each tenant's own: which one asks is known when it is admitted. */
export type UpstreamsOf = (tenant: string) => readonly Upstream[];

export const UPSTREAM_PROTOCOLS = ["auto", "mcp", "http"] as const;
export type UpstreamProtocol = (typeof UPSTREAM_PROTOCOLS)[number];
