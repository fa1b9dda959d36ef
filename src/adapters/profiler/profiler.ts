import type { Session } from "node:inspector/promises";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";
import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { Profiler } from "../../ports/profiler.ts";

/** Microseconds; V8's own default, at which the process keeps most of its speed. */
const CPU_SAMPLE_US = 1_000;
/** Bytes between samples of allocations; V8's own default. */
const HEAP_SAMPLE_BYTES = 32_768;

/**
 * Profiles of this process. There is no heap snapshot: it holds the strings in memory, arguments and keys among them; these two hold
 * names and places of functions and numbers.
 */
export function createProfiler(): Profiler {
  let busy = false;
  const alone = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    if (busy) throw new WritError("conflict", "this worker makes a profile already");
    busy = true;
    try {
      return await withSession(work);
    } finally {
      busy = false;
    }
  };
  return {
    cpu: (seconds) => alone((session) => cpuProfile(session, seconds)),
    heap: (seconds) => alone((session) => heapProfile(session, seconds)),
    runtime,
  };
}

/** The module is loaded by the first profile: without any, nothing of it is. */
async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const { Session } = await import("node:inspector/promises");
  const session = new Session();
  session.connect();
  try {
    return await work(session);
  } finally {
    session.disconnect();
  }
}

async function cpuProfile(session: Session, seconds: number): Promise<JsonObject> {
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: CPU_SAMPLE_US });
  await session.post("Profiler.start");
  await sleep(seconds * 1000);
  const { profile } = await session.post("Profiler.stop");
  return profile as unknown as JsonObject;
}

async function heapProfile(session: Session, seconds: number): Promise<JsonObject> {
  await session.post("HeapProfiler.startSampling", { samplingInterval: HEAP_SAMPLE_BYTES });
  await sleep(seconds * 1000);
  const { profile } = await session.post("HeapProfiler.stopSampling");
  return profile as unknown as JsonObject;
}

function runtime(): JsonObject {
  const open: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) open[kind] = (open[kind] ?? 0) + 1;
  const { idle, active, utilization } = performance.eventLoopUtilization();
  const spaces = getHeapSpaceStatistics().map((space) => ({
    name: space.space_name,
    used_bytes: space.space_used_size,
    size_bytes: space.space_size,
  }));
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    pid: process.pid,
    node: process.version,
    uptime_s: process.uptime(),
    cpu: { user_s: user / 1e6, system_s: system / 1e6 },
    event_loop: { idle_ms: idle, active_ms: active, utilization },
    memory: {
      resident_bytes: memory.rss,
      heap_used_bytes: memory.heapUsed,
      heap_bytes: memory.heapTotal,
      external_bytes: memory.external,
      array_buffer_bytes: memory.arrayBuffers,
      heap_spaces: spaces,
    },
    open,
  };
}
