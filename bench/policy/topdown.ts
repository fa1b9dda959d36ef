import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Input } from "./contestants.ts";

const QUERY = "data.writ.main.decision";

/** OPA's interpreter, by OPA's own benchmark: microseconds of wall clock an evaluation, with the input parsed beforehand. */
export function topdownMicroseconds(opa: string, sources: string, input: Input, dir: string): number {
  const args = ["bench", "--format=json", "--ignore=*_test.rego", "--bundle", sources, "--input", written(input, dir)];
  const output = execFileSync(opa, [...args, QUERY], { maxBuffer: 2 ** 26 }).toString();
  const { N, T } = JSON.parse(output) as { readonly N: number; readonly T: number };
  return T / N / 1000;
}

/** What OPA's interpreter decides. */
export function topdownDecision(opa: string, sources: string, input: Input, dir: string): unknown {
  const args = ["eval", "--format=json", "--ignore=*_test.rego", "--bundle", sources, "--input", written(input, dir)];
  const output = execFileSync(opa, [...args, QUERY], { maxBuffer: 2 ** 26 }).toString();
  const { result } = JSON.parse(output) as { result: readonly { expressions: readonly { value: unknown }[] }[] };
  return result[0]?.expressions[0]?.value;
}

function written(input: Input, dir: string): string {
  const path = join(dir, "input.json");
  writeFileSync(path, JSON.stringify(input));
  return path;
}
