import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeArchive } from "../../src/adapters/bundles/archive.ts";
import type { BundleFiles } from "../../src/domain/bundle.ts";
import { startWrit } from "../../tools/start-writ.ts";

// What a swap of the default policy costs those who ask meanwhile: node bench/bundle-swap/main.ts [seconds of each phase]

const CLIENTS = 8;
const PHASE_S = Number(process.argv[2] ?? 20);
const SWAP_EVERY_MS = 1_000;
const BUNDLE = new URL("../../dist/bundle/", import.meta.url);

const REQUEST = JSON.stringify({
  agent: { id: "agent:bench" },
  intent: {
    claims: {
      task: "tsk_bench",
      purpose: "read",
      on_behalf_of: "user:alice",
      allows: [{ verb: "file.read", resource: "file:///repo/*" }],
    },
  },
  call: {
    format: "mcp",
    server: "filesystem",
    payload: { name: "read_text_file", arguments: { path: "/repo/README.md" } },
  },
});

/** The default bundle under another revision, which makes it another bundle. */
function bundleOf(revision: string): BundleFiles {
  const files = new Map(readdirSync(BUNDLE).map((name) => [name, readFileSync(new URL(name, BUNDLE))]));
  const manifest = JSON.parse(String(files.get(".manifest"))) as object;
  return files.set(".manifest", Buffer.from(JSON.stringify({ ...manifest, revision })));
}

async function offer(path: string, files: BundleFiles): Promise<void> {
  writeFileSync(`${path}.new`, await writeArchive(files));
  renameSync(`${path}.new`, path);
}

function percentile(sorted: readonly number[], part: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
}

/** Asks until told to stop. @returns milliseconds of each answer */
async function ask(http: string, stopped: () => boolean): Promise<readonly number[]> {
  const took: number[] = [];
  while (!stopped()) {
    const started = performance.now();
    const response = await fetch(`${http}/v1/decisions`, {
      method: "POST",
      body: REQUEST,
      headers: { "content-type": "application/json" },
    });
    const { effect } = (await response.json()) as { readonly effect?: string };
    if (effect !== "allow") throw new Error(`status ${response.status}, effect ${effect}`);
    took.push(performance.now() - started);
  }
  return took;
}

async function phase(http: string, during: () => Promise<unknown>): Promise<string> {
  let stop = false;
  const clients = Array.from({ length: CLIENTS }, () => ask(http, () => stop));
  await during();
  stop = true;
  const took = (await Promise.all(clients)).flat().sort((a, b) => a - b);
  const [p50, p99, p999, max] = [0.5, 0.99, 0.999, 1].map((part) => percentile(took, part));
  return `${took.length} answers, p50 ${p50} ms, p99 ${p99} ms, p99.9 ${p999} ms, max ${max} ms`;
}

const dir = mkdtempSync(join(tmpdir(), "writ-bench-"));
const source = join(dir, "bundle.tar.gz");
await offer(source, bundleOf("r0"));
const writ = await startWrit({
  dataDir: join(dir, "data"),
  env: { WRIT_WORKERS: "2", WRIT_BUNDLE_SOURCE: source, WRIT_BUNDLE_POLL_INTERVAL_S: "1" },
});
try {
  await phase(writ.http, () => sleep(5_000));
  console.log(`quiet:    ${await phase(writ.http, () => sleep(PHASE_S * 1000))}`);
  const swapping = await phase(writ.http, async () => {
    for (let swap = 1; swap * SWAP_EVERY_MS <= PHASE_S * 1000; swap++) {
      await offer(source, bundleOf(`r${swap}`));
      await sleep(SWAP_EVERY_MS);
    }
  });
  console.log(`swapping: ${swapping}`);
  const swaps = [...writ.output().matchAll(/"cause":"source".*"swap_ms":(\d+)/g)].map((match) => Number(match[1]));
  swaps.sort((a, b) => a - b);
  console.log(
    `${swaps.length} swaps in both workers: median ${percentile(swaps, 0.5)} ms, longest ${percentile(swaps, 1)} ms`,
  );
} finally {
  await writ.stop();
  rmSync(dir, { recursive: true, force: true });
}
