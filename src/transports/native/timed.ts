import type { Service } from "../../pipeline/service.ts";

/** Reads or writes a decision's wire form, and tells how long it took. */
export function timed<T>(service: Pick<Service, "took">, step: "decode" | "encode", work: () => T): T {
  const started = performance.now();
  const result = work();
  service.took(step, performance.now() - started);
  return result;
}
