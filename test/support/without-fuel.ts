import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const CHARGE = "const INSTRUCTIONS_PER_UNIT = 16;";

/**
 * A copy of the program in which no instruction costs fuel, so that only the watch ends an evaluation.
 * @param tree `src` or `dist`
 * @returns the folder, in which the tree has its name, and what removes it
 */
export function copyWithoutFuel(tree: "src" | "dist"): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), "writ-no-fuel-"));
  cpSync(tree, join(dir, tree), { recursive: true });
  cpSync("package.json", join(dir, "package.json"));
  symlinkSync(resolve("node_modules"), join(dir, "node_modules"));
  const plan = join(dir, tree, `adapters/opa/meter/plan.${tree === "src" ? "ts" : "js"}`);
  const text = readFileSync(plan, "utf8");
  if (!text.includes(CHARGE)) throw new Error(`${plan} charges otherwise than this test thinks`);
  writeFileSync(plan, text.replace(CHARGE, "const INSTRUCTIONS_PER_UNIT = Number.POSITIVE_INFINITY;"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
