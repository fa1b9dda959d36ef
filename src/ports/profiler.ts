import type { JsonObject } from "../domain/json.ts";

/** Where a process's time and memory go: names of functions and counts, never a value. */
export interface Profiler {
  /** @returns V8's profile (`.cpuprofile`) of so many seconds. Rejects with `conflict` while another one is made */
  cpu(seconds: number): Promise<JsonObject>;
  /** @returns V8's sampling profile (`.heapprofile`) of what was allocated in so many seconds and is still there. Rejects with `conflict` too */
  heap(seconds: number): Promise<JsonObject>;
  /** Memory, event loop and what is open, now. */
  runtime(): JsonObject;
}
