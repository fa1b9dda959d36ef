import { execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const OPA_MODULE_DIR = join(ROOT, "tools/opa");
const COMPILER = join(ROOT, "var/bin/compile-opa-cases");
const TEST_DATA = "v1/test/cases/testdata/v1";
const NEWLINE = 0x0a;

/** One of OPA's compliance cases, with its query compiled. */
export interface Case {
  readonly note: string;
  readonly folder: string;
  /** JSON text. */
  readonly data?: string;
  /** A term in Rego's syntax; input is undefined without it. */
  readonly input?: string;
  readonly want_defined?: boolean;
  /** JSON text: numbers keep their digits. */
  readonly want_result?: string;
  readonly want_error?: string;
  /** The error shows in strict mode only: elsewhere the query is undefined. */
  readonly strict_error?: boolean;
  readonly sort_bindings?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly compile_error?: string;
  readonly wasm: Buffer;
}

/**
 * Compiles cases with the OPA that tools/opa/go.mod pins, whose module also holds them. Needs Go.
 *
 * @param folders names below OPA's test data; all when empty
 */
export async function* compiledCases(folders: readonly string[]): AsyncGenerator<Case> {
  mkdirSync(join(ROOT, "var/bin"), { recursive: true });
  const go = (...args: string[]) => execFileSync("go", args, { cwd: OPA_MODULE_DIR, encoding: "utf8" }).trim();
  // The flags of the build of OPA itself, whose packages are in Go's cache then.
  go("build", "-trimpath", "-o", COMPILER, join(import.meta.dirname, "compile.go"));
  const data = join(
    go("mod", "download", "-json", "github.com/open-policy-agent/opa").match(/"Dir": "(.*)"/)?.[1] ?? "",
    TEST_DATA,
  );
  const compiler = spawn(COMPILER, [data, ...folders], { stdio: ["ignore", "pipe", "inherit"] });
  const done = new Promise<number | null>((settle) => compiler.on("close", settle));
  yield* framesOf(compiler.stdout);
  const code = await done;
  if (code !== 0) throw new Error(`compiling the cases ended with ${code}`);
}

/** Each frame is one line of JSON and then as many bytes as its `wasm_bytes` says. */
async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Case> {
  let chunks: Buffer[] = [];
  let length = 0;
  let header: (Omit<Case, "wasm"> & { wasm_bytes: number }) | undefined;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (header !== undefined && length < header.wasm_bytes) continue;
    let bytes = Buffer.concat(chunks);
    for (;;) {
      if (header === undefined) {
        const end = bytes.indexOf(NEWLINE);
        if (end === -1) break;
        header = JSON.parse(bytes.toString("utf8", 0, end)) as NonNullable<typeof header>;
        bytes = bytes.subarray(end + 1);
      }
      if (bytes.length < header.wasm_bytes) break;
      yield { ...header, wasm: bytes.subarray(0, header.wasm_bytes) };
      bytes = bytes.subarray(header.wasm_bytes);
      header = undefined;
    }
    chunks = [bytes];
    length = bytes.length;
  }
  if (length > 0) throw new Error("the compiled cases end in the middle of one");
}
