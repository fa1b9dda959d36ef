import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const TOOLS = [
  {
    name: "send_email",
    description: "Send an email",
    inputSchema: { type: "object" as const, properties: { to: { type: "string" } }, required: ["to"] },
    annotations: { readOnlyHint: false, "x-own": "kept" },
  },
  { name: "get_email", description: "Get an email", inputSchema: { type: "object" as const }, "x-own": true },
];

/** A server that speaks MCP by hand, so that nothing makes its tools any cleaner than they are. */
const STDIO_SERVER = `
process.stdin.on("data", (chunk) => {
  for (const line of String(chunk).split("\\n").filter(Boolean)) {
    const { id, method, params } = JSON.parse(line);
    if (id === undefined) continue;
    const [first, second] = JSON.parse(process.env.TOOLS);
    const result =
      method === "initialize"
        ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "mail", version: "1" } }
        : params?.cursor === "2" ? { tools: [second] } : { tools: [first], nextCursor: "2" };
    process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id, result }) + "\\n");
  }
});
`;

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "writ-catalog-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return undefined;
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function writ(args: readonly string[], input = "", env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN, "catalog", ...args],
      { env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

async function httpServer(token: string): Promise<string> {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    const mcp = new Server({ name: "mail", version: "1" }, { capabilities: { tools: {} } });
    mcp.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS }));
    const transport = new StreamableHTTPServerTransport({});
    await mcp.connect(transport as Transport);
    await transport.handleRequest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

describe("writ catalog", () => {
  test("import, check, accept, diff", async () => {
    const out = join(dir, "mail.yaml");
    const manifest = JSON.stringify({ jsonrpc: "2.0", id: 1, result: { tools: TOOLS } });
    expect(await writ(["import", "-", "--server", "mail", "--out", out], manifest)).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect((await writ(["check", out])).stdout).toBe("1 files, 0 tools, 2 suggested, 0 problems\n");
    // What a person accepted is not written over.
    writeFileSync(out, readFileSync(out, "utf8").replaceAll("    suggested: true\n", ""));
    const again = await writ(["import", "-", "--server", "mail", "--out", out], manifest);
    expect(again).toMatchObject({ code: 1, stderr: `writ: ${out} cannot be written (EEXIST)\n` });
    expect((await writ(["check", out])).stdout).toBe("1 files, 2 tools, 0 suggested, 0 problems\n");
    expect(await writ(["diff", out, "-"], manifest)).toMatchObject({ code: 0, stdout: "mail: nothing changed\n" });
    const [first, second] = TOOLS;
    const now = file(
      "now.json",
      JSON.stringify([{ ...first, description: "Send it, and a copy to us" }, { name: "new" }]),
    );
    const diff = await writ(["diff", out, now, "--json"]);
    expect(diff.code).toBe(1);
    expect(JSON.parse(diff.stdout)).toMatchObject({
      server: "mail",
      added: ["new"],
      removed: [second?.name],
      changed: [{ name: first?.name }],
    });
  });

  test("a live server gives over stdio and over HTTP what its manifest says, page by page and member by member", async () => {
    const script = file("server.mjs", STDIO_SERVER);
    const env = { TOOLS: JSON.stringify(TOOLS) };
    const expected = await writ(["import", "-", "--server", "mail"], JSON.stringify(TOOLS));
    const stdio = `${process.execPath} '${script}'`;
    expect(await writ(["import", "--stdio", stdio, "--env", "TOOLS"], "", env)).toEqual(expected);
    const url = await httpServer("secret");
    expect(await writ(["import", "--url", url, "--bearer-env", "TOKEN"], "", { TOKEN: "secret" })).toEqual(expected);
    const catalogue = file("mail.yaml", expected.stdout);
    expect((await writ(["diff", catalogue, "--url", url, "--bearer-env", "TOKEN"], "", { TOKEN: "secret" })).code).toBe(
      0,
    );
  });

  test("check says what is wrong where, over folders", async () => {
    const good = "server: a\ntools: { x: { verb: file.read } }\n";
    for (const [name, text] of [
      ["a", good],
      ["b", good.replace("server: a", "server: b").replace("file.read", "file.rad")],
    ] as const) {
      mkdirSync(join(dir, name));
      writeFileSync(join(dir, name, "data.yaml"), text);
    }
    expect(await writ(["check", dir])).toEqual({
      code: 1,
      stdout: "2 files, 2 tools, 0 suggested, 1 problems\n",
      stderr: `${join(dir, "b", "data.yaml")}:2:21: /tools/x/verb is no verb of writ.actions/v1\n`,
    });
  });

  const REFUSED: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ["no source", ["import", "--server", "a"], 1, /give one of a manifest file, --stdio and --url/],
    ["two sources", ["import", "x.json", "--url", "http://localhost/"], 1, /give one of/],
    ["no server name", ["import", "-"], 1, /give the server's name with --server/],
    ["no such file", ["import", "nowhere.json", "--server", "a"], 1, /nowhere.json cannot be read \(ENOENT\)/],
    ["no such program", ["import", "--stdio", "/nowhere/to/be/found"], 1, /the MCP server cannot be asked: .*ENOENT/],
    ["no such variable", ["import", "--stdio", "node", "--env", "NO_SUCH_VARIABLE"], 1, /NO_SUCH_VARIABLE is not set/],
    ["no URL", ["import", "--url", "file:///etc/passwd"], 1, /--url is no http or https URL/],
    ["no catalogue", ["diff", "nowhere.yaml", "-"], 2, /nowhere.yaml cannot be read/],
    ["nothing to check", ["check", "docs"], 1, /no data.yaml in docs/],
  ];

  test.each(REFUSED)("%s", async (_, args, code, what) => {
    const run = await writ(args, "[]");
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(what);
  });
});
