import type { Role } from "../domain/caller.ts";
import { WritError } from "../domain/errors.ts";
import type { Admission } from "../domain/request.ts";

/** @throws WritError permission_denied unless the caller has one of the roles */
export function requireRole({ caller }: Admission, ...roles: readonly Role[]): void {
  if (roles.some((role) => caller.roles.includes(role))) return;
  throw new WritError("permission_denied", `this takes the role ${roles.join(" or ")}, which the caller has not`);
}
