import type { FastifyReply, FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";

/** Every method that the router knows. */
export const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;
export type Method = (typeof METHODS)[number];

/** Those that a path does not take. */
export function othersThan(allowed: readonly Method[]): Method[] {
  return METHODS.filter((method) => !allowed.includes(method));
}

/** Before the body is read: what it holds does not matter. */
export function refuseMethod(allowed: readonly Method[]) {
  return async (_: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header("allow", allowed.join(", "));
    throw new WritError("method_not_allowed", `only ${allowed.join(" and ")} may be asked of this path`);
  };
}
