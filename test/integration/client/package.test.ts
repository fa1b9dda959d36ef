import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { dataDir } from "../../support/writ.ts";

const run = promisify(execFile);

/** What an application does that has installed the package. */
const APPLICATION = `
import { createGuard, redact, WritBlocked, WritClient } from "@writ/client";
import { guardTools } from "@writ/client/ai";
import { guardMcp } from "@writ/client/mcp";
const client: WritClient = new WritClient({ url: "http://127.0.0.1:1" });
const guard = createGuard({ client, obligations: { redact } });
const names: string[] = [guardTools, guardMcp, WritBlocked].map((part) => part.name);
guard({ format: "generic", payload: {} }, () => "ran").catch((error: Error) => console.log(names.join(), error.name));
`;

test("the package is compiled, packed, and used with its types by an application that has no other package", async () => {
  const dir = dataDir();
  const built = join(dir, "package");
  mkdirSync(built);
  for (const file of ["package.json", "README.md"]) cpSync(join("packages/client", file), join(built, file));
  const tsc = resolve("node_modules/.bin/tsc");
  await run(tsc, ["-p", "packages/client/tsconfig.json", "--outDir", join(built, "dist")]);
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", dir], {
    cwd: built,
  });
  const files = Object.values(JSON.parse(stdout) as Record<string, { filename: string; files: { path: string }[] }>);
  const [packed] = files;
  expect(packed?.files.map(({ path }) => path)).toEqual(expect.arrayContaining(["dist/index.js", "dist/index.d.ts"]));
  expect(packed?.files.filter(({ path }) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).toEqual([]);
  const { dependencies } = JSON.parse(readFileSync(join(built, "package.json"), "utf8")) as { dependencies?: object };
  expect(dependencies).toBeUndefined();

  const installed = join(dir, "node_modules/@writ/client");
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", join(dir, packed?.filename as string), "-C", installed, "--strip-components=1"]);
  writeFileSync(join(dir, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(dir, "main.ts"), APPLICATION);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: "nodenext",
    target: "es2022",
    types: [],
  };
  writeFileSync(
    join(dir, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...compilerOptions, lib: ["es2024", "dom"] }, files: ["main.ts"] }),
  );
  await run(tsc, ["-p", dir]).catch((error: { stdout?: string }) => {
    throw new Error(error.stdout);
  });
  const application = await run(process.execPath, [join(dir, "main.js")]);
  expect(application.stdout).toBe("guardTools,guardMcp,WritBlocked WritUnavailable\n");
});
