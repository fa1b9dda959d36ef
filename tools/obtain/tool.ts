import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A command-line tool that the build needs, pinned by the Go module that can build it. */
export interface Tool {
  /** The command's name, and its folder under tools/. */
  readonly name: "opa" | "regal";
  /** The variable that names a binary to use instead of any other. */
  readonly variable: string;
  readonly module: string;
  /** Linker flags of the module's own release build that make `<tool> version` tell the truth. */
  versionFlags(version: string): string;
  readonly release?: Release;
}

/** Where a tool's publisher keeps its binaries. */
export interface Release {
  readonly baseUrl: string;
  /** The variable that names a mirror of `baseUrl`. */
  readonly mirrorVariable: string;
  /** The binary's file name, or undefined where none is published for this platform. */
  asset(platform: NodeJS.Platform, arch: string): string | undefined;
}

const GO_ARCH: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** OPA compiles the policy to WASM and runs the Rego tests. */
export const OPA: Tool = {
  name: "opa",
  variable: "OPA",
  module: "github.com/open-policy-agent/opa",
  // OPA keeps its version in a constant.
  versionFlags: () => "",
  release: {
    baseUrl: "https://github.com/open-policy-agent/opa/releases/download",
    mirrorVariable: "OPA_RELEASES_URL",
    asset(platform, arch) {
      const goArch = GO_ARCH[arch];
      if (goArch === undefined || (platform !== "linux" && platform !== "darwin")) return undefined;
      // The static Linux build also runs where glibc is older than the publisher's, or absent.
      return `opa_${platform}_${goArch}${platform === "linux" || goArch === "arm64" ? "_static" : ""}`;
    },
  },
};

/** Regal lints Rego. Its module pins an older OPA than ours, hence the folder of its own. */
export const REGAL: Tool = {
  name: "regal",
  variable: "REGAL",
  module: "github.com/open-policy-agent/regal",
  versionFlags: (version) => `-X github.com/open-policy-agent/regal/pkg/version.Version=${version}`,
};

/** The version that tools/<name>/go.mod requires, without its `v`. */
export function pinnedVersion(tool: Tool, toolsDir: string): string {
  const file = join(toolsDir, tool.name, "go.mod");
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [module, version] = line
      .trim()
      .replace(/^require\s+/, "")
      .split(/\s+/);
    if (module === tool.module && version?.startsWith("v")) return version.slice(1);
  }
  throw new Error(`${file} requires no ${tool.module}`);
}
