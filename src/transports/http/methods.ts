import type { FastifyReply, FastifyRequest } from "fastify";
import { WritError } from "../../domain/errors.ts";

/** Every method that the router knows. */
export const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;
export type Method = (typeof METHODS)[number];

/** Those that a path does not take. */
export function othersThan(allowed: readonly Method[]): Method[] {
  return METHODS.filter((method) => !allowed.includes(method));
}

type Refusal = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const refusals = new WeakSet<object>();

/** Before the body is read: what it holds does not matter. */
export function refuseMethod(allowed: readonly Method[]): Refusal {
  const refuse: Refusal = async (_, reply) => {
    reply.header("allow", allowed.join(", "));
    throw new WritError("method_not_allowed", `only ${allowed.join(" and ")} may be asked of this path`);
  };
  refusals.add(refuse);
  return refuse;
}

/** Whether a route's hook is one that lets nothing through. */
export function isRefusal(hook: unknown): boolean {
  return typeof hook === "function" && refusals.has(hook);
}
