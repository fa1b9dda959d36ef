import type { FastifyRequest } from "fastify";
import { invalidField } from "../../domain/errors.ts";
import type { Service } from "../../pipeline/service.ts";
import { admit } from "./decisions.ts";
import type { Handler } from "./routes.ts";

const DEFAULT_SECONDS = 10;
/** A worker is slower as long as it is looked at. */
const MAX_SECONDS = 60;

/** `GET /debug/cpu`, `GET /debug/heap` */
export function getProfile(service: Service, kind: "cpu" | "heap"): Handler {
  return async (request, reply) => {
    const profile = await service.operator.profile(kind, secondsIn(request), await admit(service, request));
    reply.header("x-writ-pid", process.pid);
    return JSON.stringify(profile);
  };
}

/** `GET /debug/runtime` */
export function getRuntime(service: Service): Handler {
  return async (request, reply) => {
    const runtime = await service.operator.runtime(await admit(service, request));
    reply.header("x-writ-pid", process.pid);
    return JSON.stringify(runtime);
  };
}

function secondsIn({ query }: FastifyRequest): number {
  const { seconds, ...others } = query as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw invalidField(`/${other}`, "is not a known parameter");
  if (seconds === undefined) return DEFAULT_SECONDS;
  const number = typeof seconds === "string" && /^\d{1,3}$/.test(seconds) ? Number(seconds) : 0;
  if (number < 1 || number > MAX_SECONDS)
    throw invalidField("/seconds", `must be a whole number from 1 to ${MAX_SECONDS}`);
  return number;
}
