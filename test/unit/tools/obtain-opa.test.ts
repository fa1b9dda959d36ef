import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { obtain, type Surroundings } from "../../../tools/obtain/obtain.ts";
import { OPA, pinnedVersion, REGAL } from "../../../tools/obtain/tool.ts";

const ASSET = "opa_linux_amd64_static";
const PINNED = "1.2.3";
/** Nothing listens there: connections are refused at once. */
const NOWHERE = "http://127.0.0.1:1";

let dir: string;
let said: string[];
let server: Server | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "writ-obtain-"));
  said = [];
  for (const tool of ["opa", "regal"]) {
    mkdirSync(join(dir, "tools", tool), { recursive: true });
    writeFileSync(
      join(dir, "tools", tool, "go.mod"),
      `module x\n\nrequire (\n\tgithub.com/open-policy-agent/${tool} v${PINNED} // indirect\n\texample.com/other v9.9.9\n)\n`,
    );
  }
});

afterEach(() => {
  server?.close();
  server = undefined;
  rmSync(dir, { recursive: true, force: true });
});

/** A shell script that says it is that version. */
function script(version: string): string {
  return `#!/bin/sh\necho "Version: ${version}"\n`;
}

function fake(path: string, content = script(PINNED)): string {
  const file = join(dir, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

function around(env: NodeJS.ProcessEnv = {}): Surroundings {
  return {
    toolsDir: join(dir, "tools"),
    binDir: join(dir, "bin"),
    // The fakes are scripts of /bin/sh; nothing else is on PATH unless a test puts it there.
    env: { PATH: join(dir, "empty"), OPA_RELEASES_URL: NOWHERE, ...env },
    platform: "linux",
    arch: "x64",
    say: (line) => said.push(line),
  };
}

/** Serves files by path; everything else is 404. */
async function serve(files: Readonly<Record<string, string>>): Promise<string> {
  const listening = createServer((request, response) => {
    const content = files[request.url ?? ""];
    response.writeHead(content === undefined ? 404 : 200).end(content ?? "");
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const released = (content: string, checksumOf = content) => ({
  [`/v${PINNED}/${ASSET}`]: content,
  [`/v${PINNED}/${ASSET}.sha256`]: `${sha256(checksumOf)}  ${ASSET}\n`,
});

describe("obtaining OPA", () => {
  it("takes the version from go.mod", () => {
    expect(pinnedVersion(OPA, join(dir, "tools"))).toBe(PINNED);
    expect(pinnedVersion(REGAL, join(dir, "tools"))).toBe(PINNED);
  });

  it("takes $OPA before everything else, and links to it", async () => {
    const own = fake("own/opa");
    fake("path/opa");
    expect(await obtain(OPA, around({ OPA: own, PATH: join(dir, "path") }))).toBe(own);
    expect(readlinkSync(join(dir, "bin", "opa"))).toBe("../own/opa");
    expect(said).toEqual([]);
  });

  it("takes $OPA of another version, and says so", async () => {
    const own = fake("own/opa", script("0.9.0"));
    expect(await obtain(OPA, around({ OPA: own }))).toBe(own);
    expect(said).toEqual([`OPA=${own} is opa 0.9.0; Writ is made with ${PINNED}`]);
  });

  it("says that $OPA is of no use, and goes on", async () => {
    const onPath = fake("path/opa");
    expect(await obtain(OPA, around({ OPA: join(dir, "absent"), PATH: join(dir, "path") }))).toBe(onPath);
    expect(said).toEqual([`OPA is of no use: ${join(dir, "absent")} is not an executable file`]);
  });

  it("takes the first on PATH that has the pinned version", async () => {
    fake("old/opa", script("0.9.0"));
    fake("broken/opa", "#!/bin/sh\nexit 3\n");
    const right = fake("right/opa");
    const PATH = ["old", "broken", "right"].map((folder) => join(dir, folder)).join(":");
    expect(await obtain(OPA, around({ PATH }))).toBe(right);
  });

  it("takes the cache, but not one of another version", async () => {
    const cached = fake(`bin/opa-${PINNED}`);
    expect(await obtain(OPA, around())).toBe(cached);
    fake(`bin/opa-${PINNED}`, script("0.9.0"));
    await expect(obtain(OPA, around())).rejects.toThrow(`${cached} is version 0.9.0, not ${PINNED}`);
  });

  it("downloads the release when the published checksum is right, and says against what it checked", async () => {
    const url = await serve(released(script(PINNED)));
    const file = await obtain(OPA, around({ OPA_RELEASES_URL: url }));
    expect(file).toBe(join(dir, "bin", `opa-${PINNED}`));
    expect(said.join()).toContain("checked against the checksum published beside it");
    expect(readdirSync(join(dir, "bin")).sort()).toEqual(["opa", `opa-${PINNED}`]);
  });

  it("downloads the release against a pinned checksum without asking for the published one", async () => {
    const content = script(PINNED);
    writeFileSync(join(dir, "tools/opa/checksums.txt"), `# comment\n${sha256(content)}  ${ASSET}\n`);
    const url = await serve({ [`/v${PINNED}/${ASSET}`]: content });
    await obtain(OPA, around({ OPA_RELEASES_URL: url }));
    expect(said.join()).toContain("checked against the checksum pinned in");
  });

  const refused: readonly { name: string; files: Record<string, string>; pinned?: string; why: string }[] = [
    { name: "a wrong published checksum", files: released(script(PINNED), "other"), why: "SHA-256 is" },
    { name: "a wrong pinned checksum", files: released(script(PINNED)), pinned: sha256("other"), why: "SHA-256 is" },
    {
      name: "no checksum",
      files: { [`/v${PINNED}/${ASSET}`]: script(PINNED) },
      why: `${ASSET}.sha256: HTTP status 404`,
    },
    {
      name: "a checksum of another file",
      files: { ...released(script(PINNED)), [`/v${PINNED}/${ASSET}.sha256`]: `${sha256(script(PINNED))}  other\n` },
      why: `holds no SHA-256 of ${ASSET}`,
    },
    { name: "a binary of another version", files: released(script("0.9.0")), why: "is version 0.9.0" },
  ];
  it.each(refused)("refuses a release with $name, and keeps nothing of it", async ({ files, pinned, why }) => {
    if (pinned !== undefined) writeFileSync(join(dir, "tools/opa/checksums.txt"), `${pinned}  ${ASSET}\n`);
    const url = await serve(files);
    await expect(obtain(OPA, around({ OPA_RELEASES_URL: url }))).rejects.toThrow(why);
    expect(readdirSync(join(dir, "bin"))).toEqual([]);
  });

  it("compiles the pinned module when nothing else is there", async () => {
    // Writes what `-o` names and notes how it was called.
    fake(
      "go/go",
      `#!/bin/sh\necho "$PWD $*" > ${join(dir, "called")}\nwhile [ "$1" != -o ]; do shift; done\n` +
        `printf '#!/bin/sh\\necho "Version: ${PINNED}"\\n' > "$2"\n/bin/chmod 755 "$2"\n`,
    );
    const file = await obtain(OPA, around({ PATH: join(dir, "go") }));
    expect(file).toBe(join(dir, "bin", `opa-${PINNED}`));
    expect(existsSync(join(dir, "called"))).toBe(true);
    expect(said.join()).toContain("compiling it from tools/opa");
  });

  it("names every way that failed and why, within seconds", async () => {
    fake("path/opa", script("0.9.0"));
    fake("path/go", "#!/bin/sh\necho 'no required module' >&2\nexit 1\n");
    const started = performance.now();
    const error = await obtain(OPA, around({ PATH: join(dir, "path") })).catch((thrown: Error) => thrown);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect((error as Error).message.split("\n")).toEqual([
      `opa ${PINNED} could not be obtained:`,
      "  the variable: OPA is not set",
      `  PATH: ${join(dir, "path/opa")} is version 0.9.0, not ${PINNED}`,
      `  the cache: ${join(dir, `bin/opa-${PINNED}`)} is not an executable file`,
      expect.stringMatching(/^ {2}the official release: http:.*\.sha256: /),
      "  go build: no required module",
      `Put opa ${PINNED} on PATH, or set OPA to its path.`,
    ]);
  });

  it("says that Go is missing", async () => {
    await expect(obtain(OPA, around())).rejects.toThrow("go build: go is not installed");
  });

  it("gives up on a release host that never answers", async () => {
    const silent = createServer(() => undefined);
    server = silent;
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const attempt = obtain(OPA, around({ OPA_RELEASES_URL: url }));
    await expect(attempt).rejects.toThrow("no answer within 3 s");
    silent.closeAllConnections();
  });

  it("has no release for a platform that none is published for", async () => {
    const elsewhere = { ...around(), platform: "freebsd" as const };
    await expect(obtain(OPA, elsewhere)).rejects.toThrow("the official release: none for freebsd x64");
  });
});

describe("obtaining Regal", () => {
  it("takes $REGAL, PATH and the cache as for OPA, and no release", async () => {
    const own = fake("own/regal");
    expect(await obtain(REGAL, around({ REGAL: own }))).toBe(own);
    const onPath = fake("path/regal");
    expect(await obtain(REGAL, around({ PATH: join(dir, "path") }))).toBe(onPath);
    await expect(obtain(REGAL, around())).rejects.toThrow("the official release: is not used for this tool");
  });
});
