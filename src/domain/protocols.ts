/** What the configuration says of the protocols of others, by name: `protocols.<name>`. */
export interface ProtocolSettings {
  /** The protocols that are not answered. */
  readonly off: readonly ProtocolName[];
}

/** Every protocol beside the native one; each is a folder in `src/transports/`. */
export const PROTOCOLS = [
  "ext_authz",
  "forward_auth",
  "ext_mcp",
  "toolhive",
  "authzen",
  "opa",
  "cerbos",
  "hooks",
] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];
