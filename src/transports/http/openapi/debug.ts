import type { JsonObject } from "../../../domain/json.ts";

// What the people ask who run the process, in OpenAPI 3.1.

type Operation = (id: string, summary: string, answer: JsonObject, more?: JsonObject) => JsonObject;

const anyObject = { type: "object" };
const seconds = { name: "seconds", in: "query", schema: { type: "integer", minimum: 1, maximum: 60, default: 10 } };

export function debugPaths(operation: Operation): JsonObject {
  return {
    "/debug/cpu": {
      get: operation("cpuProfile", "A CPU profile of the worker that answers", anyObject, { parameters: [seconds] }),
    },
    "/debug/heap": {
      get: operation("heapProfile", "What the worker that answers allocates and keeps, by function", anyObject, {
        parameters: [seconds],
      }),
    },
    "/debug/runtime": {
      get: operation("runtime", "Memory, event loop and what is open in the worker that answers", anyObject),
    },
  };
}
