import type { Role } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";

/** @throws WritError permission_denied unless the caller has one of the roles */
export function requireRole({ caller }: Admission, ...roles: readonly Role[]): void {
  if (roles.some((role) => caller.roles.includes(role))) return;
  throw new WritError("permission_denied", `this takes the role ${roles.join(" or ")}, which the caller has not`);
}

/**
 * Who orders something. A name that nobody has proven says so.
 * @throws WritError permission_denied when the caller may not speak for others
 */
export function actorOf({ caller, vouches }: Admission, by: string | undefined): string {
  if (by === undefined) return caller.id;
  if (!vouches) throw new WritError("permission_denied", "this caller may not say for whom it asks");
  return `${by} (said by ${caller.id})`;
}
