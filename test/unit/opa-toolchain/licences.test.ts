import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cComments } from "../../../tools/opa-wasm/licences.ts";

const folder = mkdtempSync(join(tmpdir(), "writ-licences-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("licences of C sources are the comments with a copyright, each once and without comment marks", () => {
  const mit = "Copyright (c) A\n\nPermission is granted.";
  const block = `/*\n${mit.replace(/^/gm, " * ")}\n */\n`;
  const lines = `${mit.replace(/^/gm, "// ")}\n`;
  const files = {
    "a.c": `${block}int a; /* counts */\n// no licence\n`,
    "deep/b.cc": `int b;\n${lines}int c;\n`,
    "c.h": "int x;\n/* (c) C 2004 */ int y;\n",
    "d.txt": "/* Copyright D */\n",
  };
  mkdirSync(join(folder, "deep"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  expect(cComments(folder)).toEqual([mit, "(c) C 2004"]);
});
