import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** What leases call this process. One that takes the place of another one is another one: the lease of the dead runs out. */
export function leaseHolder(): string {
  return `${hostname()} ${randomUUID()}`;
}
