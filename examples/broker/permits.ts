import type { Action } from "./writ.ts";

/** An HTTP request as the gateway wants it made; the broker adds the credential. */
export interface TargetRequest {
  readonly method: string;
  /** Path and query, relative to the broker's one target. */
  readonly path: string;
  readonly body?: unknown;
}

const REPOSITORY = /^https:\/\/github\.com\/([A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)$/;

/**
 * Whether a request is what Writ decided about. The grant names the action, and no gateway's word makes it another one: this
 * table is what a broker has to know of its target. Here: a comment on an issue of the grant's own repository.
 */
export function permits({ verb, resource }: Action, { method, path }: TargetRequest): boolean {
  const [, owner, repo] = REPOSITORY.exec(resource?.uri ?? "") ?? [];
  if (owner === undefined || repo === undefined || owner.startsWith(".") || repo.startsWith(".")) return false;
  const [, inOwner, inRepo] = /^\/repos\/([^/]+)\/([^/]+)\/issues\/\d{1,10}\/comments$/.exec(path) ?? [];
  return verb === "ticket.write" && method === "POST" && inOwner === owner && inRepo === repo;
}
