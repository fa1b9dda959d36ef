import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/** Runs the program as if by that Node, whose version is all that is asked for. */
function runBy(version: string) {
  const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  return spawnSync(process.execPath, ["--import", preload, "src/main.ts", "--version"], { encoding: "utf8" });
}

test.each(["18.20.8", "20.19.2", "22.14.0"])("Node %s is told that it is too old, and what is needed", (version) => {
  const { status, stderr, stdout } = runBy(version);
  expect({ status, stderr, stdout }).toEqual({
    status: 1,
    stderr: `writ: this is Node ${version}, and Writ needs >=22.15\n`,
    stdout: "",
  });
});

test.each(["22.15.0", "24.0.0", "100.1.0"])("Node %s will do", (version) => {
  expect(runBy(version)).toMatchObject({ status: 0, stderr: "" });
});
