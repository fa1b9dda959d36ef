import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { indexUrl, linkTo, packageFile } from "../../../tools/counterparts/package-index.ts";
import { Unavailable } from "../../../tools/counterparts/unavailable.ts";

const FILE = "tool-1.0-py3-none-any.whl";

describe("which package index is asked", () => {
  test.each<[string, Record<string, string>, Record<string, string>, string]>([
    [
      "the variable",
      { PIP_INDEX_URL: "https://a.example/simple" },
      { ".config/pip/pip.conf": "index-url = https://b.example/" },
      "https://a.example/simple",
    ],
    [
      "the user's file",
      {},
      { ".config/pip/pip.conf": "[global]\ntimeout = 3\nindex-url = https://b.example/simple\n" },
      "https://b.example/simple",
    ],
    [
      "the old file",
      {},
      { ".pip/pip.conf": "[global]\nindex-url=https://c.example/simple" },
      "https://c.example/simple",
    ],
    [
      "no extra one",
      { PIP_CONFIG_FILE: "/dev/null" },
      { ".pip/pip.conf": "[global]\nextra-index-url = https://d.example\n" },
      "",
    ],
  ])("%s", (_, env, files, url) => {
    const home = mkdtempSync(join(tmpdir(), "writ-pip-"));
    onTestFinished(() => rmSync(home, { recursive: true }));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(home, file, ".."), { recursive: true });
      writeFileSync(join(home, file), text);
    }
    const found = indexUrl({ HOME: home, ...env });
    if (url === "") expect(found).not.toContain("d.example");
    else expect(found).toBe(url);
  });
});

test.each([
  [
    "HTML",
    `<a href="../x/tool-1.0-py3-none-any.whl.metadata">m</a><a\n data-x="1" href="../x/${FILE}?a=1&amp;b=2#sha256=0">t</a>`,
    `../x/${FILE}?a=1&b=2#sha256=0`,
  ],
  [
    "JSON",
    JSON.stringify({ files: [{ url: "o.whl" }, { url: `https://f.example/${FILE}` }] }),
    `https://f.example/${FILE}`,
  ],
  ["a page without it", "<a href='other.whl'>o</a>", undefined],
])("the link on a page: %s", (_, page, link) => {
  expect(linkTo(FILE, page)).toBe(link);
});

describe("a file of an index", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
    const server = createServer(answer);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(server.address() as { port: number }).port}`;
  }

  test("is fetched, and only the index itself gets the index's credentials", async () => {
    const seen: (string | undefined)[] = [];
    const files = await listening((request, response) => {
      seen.push(request.headers.authorization);
      response.end("wheel");
    });
    const index = await listening((request, response) => {
      seen.push(request.headers.authorization);
      response.end(`<a href="http://${files}/${FILE}">${FILE}</a>`);
    });
    expect(Buffer.from(await packageFile(`http://u:p%40@${index}/simple/`, "tool", FILE)).toString()).toBe("wheel");
    expect(seen).toEqual([`Basic ${Buffer.from("u:p@").toString("base64")}`, undefined]);
  });

  test.each([
    ["that nobody listens at", "http://127.0.0.1:9/simple"],
    ["that has no such project", ""],
  ])("of one %s is unavailable, and the credentials are not told", async (_, given) => {
    const index = given || `http://u:secret@${await listening((__, response) => response.writeHead(404).end())}`;
    const failure = await packageFile(index, "tool", FILE).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unavailable);
    expect((failure as Error).message).not.toContain("secret");
  });
});
