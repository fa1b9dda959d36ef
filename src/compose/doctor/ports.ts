import { existsSync } from "node:fs";
import type { Config } from "../../config/load.ts";
import { endpointText } from "../../config/values.ts";
import { lockDataDir } from "../../process/data-lock.ts";
import { isFree } from "../../process/ports.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** As URLs have them: every address of the machine, at which nobody asks. */
const WILDCARDS = ["0.0.0.0", "[::]"];

const { ok, note, problem } = findingsOf("ports");

/** Whether the service could listen, and whether it does already. */
export async function examinePorts(config: Config): Promise<readonly Finding[]> {
  const running = await isRunning(config.dataDir);
  const found: Finding[] = [];
  if (running) {
    const advice = "what is found here is about that one; stop it before another is started";
    found.push(note("already_running", `a Writ runs on the data folder ${config.dataDir}`, advice));
  }
  for (const [name, { listen }] of [
    ["http", config.http],
    ["grpc", config.grpc],
  ] as const) {
    const address = `${name}.listen (${endpointText(listen)})`;
    try {
      const free = await isFree(listen);
      if (free) found.push(ok("port_free", `${address} can be listened on`));
      else if (running) found.push(ok("port_in_use", `${address} is taken, by that Writ as it seems`));
      else
        found.push(problem("port_taken", `${address} is taken by another program`, "stop that, or name another port"));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
      const advice = "name an address of this machine, and a port that this account may use";
      found.push(problem("port_unusable", `${address} cannot be listened on (${code})`, advice));
    }
  }
  return [...found, ...judgePublicUrl(config)];
}

/** Left empty it is made of `http.listen`. */
export function judgePublicUrl({ publicUrl }: Pick<Config, "publicUrl">): readonly Finding[] {
  if (!WILDCARDS.includes(new URL(publicUrl).hostname)) return [];
  const said = `public_url is ${publicUrl}, which is no address to ask: links to approvals have it, and the issuer of grants`;
  return [note("public_url_nowhere", said, "set public_url to where people, gateways and brokers reach the HTTP port")];
}

/** Takes the lock for a moment; leaves no folder where there was none. */
async function isRunning(dataDir: string): Promise<boolean> {
  if (!existsSync(dataDir)) return false;
  const lock = await lockDataDir(dataDir);
  if (lock === undefined) return true;
  await new Promise<void>((resolve) => lock.close(() => resolve()));
  return false;
}
