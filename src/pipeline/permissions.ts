import { LOOPBACK_CALLER } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import { type Operation, permissionOf } from "../domain/operations.ts";
import type { Admission } from "../domain/request.ts";

/** @throws WritError permission_denied unless the caller has one of the roles that the operation takes */
export function requireRole({ caller }: Admission, operation: Operation): void {
  const { roles } = permissionOf(operation);
  if (roles.some((role) => caller.roles.includes(role))) return;
  throw new WritError("permission_denied", `this takes the role ${roles.join(" or ")}, which the caller has not`);
}

/**
 * Before anything of the request is looked at: whether the caller could be permitted any of what the route or method is for. What stands behind
 * it asks again, and knows what is whose.
 * @throws WritError permission_denied
 */
export function requireAny(admission: Admission, operations: readonly Operation[]): void {
  const { caller } = admission;
  const may = operations.map(permissionOf).some(({ roles, own = [], loopback = false }) => {
    const has = [...roles, ...own].some((role) => caller.roles.includes(role));
    return has || (loopback && caller.id === LOOPBACK_CALLER);
  });
  const [first] = operations;
  if (!may && first !== undefined) requireRole(admission, first);
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
