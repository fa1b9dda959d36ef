import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** A first start makes a database cluster and signing keys; on a busy machine of 2 cores that has taken 20 s. */
const START_TIMEOUT_MS = 90_000;

export interface WritOptions {
  readonly dataDir: string;
  /** Added to the environment, e.g. WRIT_DURABILITY. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Its own process group, so that the whole group can be killed. */
  readonly detached?: boolean;
  /** Nobody is believed: not started in development mode. */
  readonly production?: boolean;
  /** Another `main.js` than the one that was built here. */
  readonly main?: string;
}

export interface RunningWrit {
  /** `http://host:port`, with TLS `https://…` */
  readonly http: string;
  /** `host:port` */
  readonly grpc: string;
  readonly process: ChildProcess;
  /** All that it printed so far. */
  readonly output: () => string;
  /** SIGTERM, and waits. @returns the exit code */
  stop(): Promise<number | null>;
}

/** Starts the built service as a child process on free ports and waits until it says that it is ready. */
export async function startWrit(options: WritOptions): Promise<RunningWrit> {
  const mode = options.production === true ? [] : ["--dev"];
  const child = spawn(process.execPath, [options.main ?? MAIN, "serve", ...mode, ...(options.args ?? [])], {
    env: {
      ...process.env,
      WRIT_DATA_DIR: options.dataDir,
      WRIT_HTTP_LISTEN: "127.0.0.1:0",
      WRIT_GRPC_LISTEN: "127.0.0.1:0",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: options.detached ?? false,
  });
  let output = "";
  const keep = (line: string) => {
    output += `${line}\n`;
  };
  createInterface({ input: child.stderr }).on("line", keep);
  const lines = createInterface({ input: child.stdout }).on("line", keep);
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Writ was not ready in time:\n${output}`)), START_TIMEOUT_MS);
    lines.on("line", (line) => {
      const found = /ready: (https?:\/\/\S+), gRPC (\S+)/.exec(line);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`Writ exited with ${code} before it was ready:\n${output}`));
    });
  });
  return {
    http: ready[1] as string,
    grpc: ready[2] as string,
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      return child.exitCode;
    },
  };
}
