/** A function that the module imports. 64-bit arguments are BigInts. */
type Import = (...args: readonly (number | bigint)[]) => number;

/** What WASI needs of the instance that it serves; its memory exists only after it was made. */
export interface WasiHost {
  readonly memory: () => ArrayBuffer;
  /** Nanoseconds since 1970. */
  readonly nowNs: () => bigint;
}

/** Numbers of WASI preview 1. */
const SUCCESS = 0;
const BAD_FILE = 8;
const NOT_SUPPORTED = 52;
const CLOCK_REALTIME = 0;
const STDERR = 2;

/** Go's runtime measures itself by this clock, which goes on by so much each time that it is read. */
const TICK_NS = 1_000n;

/** Why Go's runtime ends, of what it writes to its error stream: only its own words, since what a panic says may hold a value. */
const FATAL = /^fatal error: ([a-z][a-z :-]*)/m;
const MAX_STDERR_BYTES = 4_096;

/** The module ended itself: Go's runtime found that it cannot go on. */
class ModuleExit extends Error {
  override readonly name = "ModuleExit";
}

export interface Wasi {
  readonly imports: Readonly<Record<string, Import>>;
  /** Why Go's runtime has given up, if it has. */
  readonly fatal: () => string | undefined;
}

/**
 * WASI for a module that computes and nothing else: no files, no sockets, no environment, no waiting; the time is what it is told,
 * and what is random elsewhere is always the same, so that equal calls have equal results.
 */
export function wasiFor(host: WasiHost): Wasi {
  let ticksNs = 0n;
  let stderr = "";
  const view = () => new DataView(host.memory());
  const zeros = (...addresses: readonly (number | bigint)[]) => {
    for (const address of addresses) view().setUint32(Number(address), 0, true);
    return SUCCESS;
  };
  const text = (lists: number, count: number): string => {
    const memory = view();
    let all = "";
    for (let at = 0; at < count; at++) {
      const address = memory.getUint32(lists + 8 * at, true);
      all += Buffer.from(memory.buffer, address, memory.getUint32(lists + 8 * at + 4, true)).toString("latin1");
    }
    return all;
  };
  const imports: Wasi["imports"] = {
    args_get: () => SUCCESS,
    args_sizes_get: zeros,
    environ_get: () => SUCCESS,
    environ_sizes_get: zeros,
    sched_yield: () => SUCCESS,
    fd_prestat_get: () => BAD_FILE,
    clock_time_get: (clock, _, address) => {
      if (clock !== CLOCK_REALTIME) ticksNs += TICK_NS;
      view().setBigUint64(Number(address), clock === CLOCK_REALTIME ? host.nowNs() : ticksNs, true);
      return SUCCESS;
    },
    random_get: (address, length) => {
      const bytes = new Uint8Array(host.memory(), Number(address), Number(length));
      for (let at = 0; at < bytes.length; at++) bytes[at] = at * 167 + 13;
      return SUCCESS;
    },
    poll_oneoff: (_in, _out, _count, address) => zeros(address as number),
    fd_write: (file, lists, count, address) => {
      const written = text(Number(lists), Number(count));
      if (file === STDERR && stderr.length < MAX_STDERR_BYTES) stderr += written;
      view().setUint32(Number(address), written.length, true);
      return SUCCESS;
    },
    proc_exit: (code) => {
      throw new ModuleExit(`exit code ${code}`);
    },
  };
  return { imports, fatal: () => FATAL.exec(stderr)?.[1] };
}

/** Answers whatever else the module imports. */
export function unsupported(): number {
  return NOT_SUPPORTED;
}
