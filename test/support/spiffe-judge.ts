import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

/** What go-spiffe is asked: a chain or a token, and the bundle of the trust domain that it must be of. */
export interface SpiffeQuestion {
  readonly trust_domain: string;
  readonly bundle: { readonly keys: readonly object[] };
  readonly chain?: readonly Uint8Array[];
  readonly token?: string;
  readonly audience?: readonly string[];
}

/** The SPIFFE ID, or why there is none. */
export interface SpiffeVerdict {
  readonly id: string;
  readonly error: string;
}

const run = promisify(execFile);

/** @param program path of `tools/counterparts/spiffe`, built */
export function askGoSpiffe(program: string, questions: readonly SpiffeQuestion[]): readonly SpiffeVerdict[] {
  const lines = questions.map(({ chain = [], ...question }) =>
    JSON.stringify({ ...question, chain: chain.map((der) => Buffer.from(der).toString("base64")) }),
  );
  const { stdout, stderr, status } = spawnSync(program, ["verify"], { input: lines.join("\n"), encoding: "utf8" });
  if (status !== 0) throw new Error(`go-spiffe's judge ended with ${status}: ${stderr}`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SpiffeVerdict);
}

/** What go-spiffe's client reads from a Workload API: by trust domain, DER in base64 and key ids. */
export async function fetchByGoSpiffe(
  program: string,
  socket: string,
): Promise<{ readonly x509: Record<string, readonly string[]>; readonly jwt: Record<string, readonly string[]> }> {
  const { stdout } = await run(program, ["workload", socket]);
  return JSON.parse(stdout);
}
