import { resolve } from "node:path";
import type { OpaToolchain } from "../../ports/opa-toolchain.ts";
import { type OpaCommand, runChild } from "./child.ts";
import { wasmCommand } from "./wasm.ts";

export interface OpaToolchainOptions {
  /** Path of a native `opa`, from `$OPA`; without it, or when it is empty, the one of the package `@writ/opa` runs. */
  readonly opa?: string | undefined;
  /** Folder of `@writ/opa`, where it is not the installed one. */
  readonly packageFolder?: string | undefined;
}

/** @throws WritError `unavailable` when there is neither a native OPA nor the package: says what to install or set */
export function openOpaToolchain({ opa, packageFolder }: OpaToolchainOptions = {}): OpaToolchain {
  const command = opa === undefined || opa === "" ? wasmCommand(packageFolder) : nativeCommand(opa);
  return {
    description: command.description,
    run: (args, options) => runChild(command, args, options),
  };
}

/** Resolved now, because a run may have another working folder. */
function nativeCommand(opa: string): OpaCommand {
  const file = resolve(opa);
  return { description: file, file, args: [] };
}
