import { expect, test } from "vitest";
import { MAX_CODE_CHARS } from "../../../../src/canonicalize/analyzers/code/limits.ts";
import { analyze, summary } from "./support.ts";

const scanned = [
  ["perl", "system('id')", "process.exec shell:id"],
  ["perl", "print `id`", "process.exec shell:id"],
  ["perl", "print qx{id}", "process.exec shell:id"],
  ["perl", "my $x = \"don't\"; exec 'id';", "process.exec shell:id"],
  ["perl", "m/'/; system('id'); m/'/", "process.exec"],
  ["perl", "use IO::Socket::INET; IO::Socket::INET->new('10.0.0.1:1')", "net.connect"],
  ["perl", "open(my $f, '>', '/etc/passwd')", "file.read /etc/passwd"],
  ["perl", "open(F, '>>/etc/passwd')", "file.append /etc/passwd"],
  ["perl", "unlink '/tmp/a'", "file.delete /tmp/a"],
  ["ruby", "exec('id')", "process.exec shell:id"],
  ["ruby", "puts %x(id)", "process.exec shell:id"],
  ["ruby", "require 'net/http'; Net::HTTP.get(URI('https://a.example/'))", "net.fetch https://a.example/"],
  ["ruby", "File.delete('/tmp/a')", "file.delete /tmp/a"],
  ["php", "<?php passthru('id');", "process.exec shell:id"],
  ["php", "echo file_get_contents('https://a.example/');", "net.fetch https://a.example/"],
  ["php", "file_put_contents('/tmp/a', 'x');", "file.write /tmp/a"],
  ["lua", "os.execute('id')", "process.exec shell:id"],
  ["lua", "io.popen('id'):read('*a')", "process.exec shell:id"],
  ["r", "system('id', intern = TRUE)", "process.exec shell:id"],
  ["r", "download.file('https://a.example/', '/tmp/a')", "net.fetch https://a.example/"],
  ["elixir", "System.cmd('x', []); :os.cmd('id'); Code.eval('1')", "code.run"],
] as const;

test.each(scanned)("%s by words: %s", (language, code, part) => {
  const found = summary(analyze(code, language));
  expect(found.parse).toBe("partial");
  expect(found.does).toContain(part);
});

test.each(["print 'please open the system door'", "puts 'x'", "print uc <>"])(
  "%s: reaches nothing, and is partial all the same",
  (code) => {
    expect(summary(analyze(code, "perl"))).toEqual({ parse: "partial", does: [], signals: [], flows: [] });
  },
);

const languages = [
  ["import os\nos.remove('/tmp/a')", undefined, "complete", "python"],
  ["const fs = require('fs'); fs.unlinkSync('/tmp/a')", undefined, "complete", "typescript"],
  ["print('a')", undefined, "partial", "python"],
  ["this is no program", undefined, "partial", ""],
  ["!ls\nimport math", undefined, "complete", "python"],
  ["#!/usr/bin/env python3\nprint(1)", "javascript", "complete", "python"],
  ["#!/usr/bin/perl -w\nprint 1", "python", "partial", "perl"],
  ["<?php echo 1;", undefined, "partial", "php"],
  ["print(1)", "Python3.12", "complete", "python"],
  ["let x: number = 1", "ts", "complete", "typescript"],
  ["x", "cobol", "partial", "cobol"],
] as const;

test.each(languages)("%s in %s is %s %s", (code, language, parse, named) => {
  const analysis = analyze(code, language);
  expect(analysis.parse).toBe(parse);
  expect(analysis.facts.code?.[0]?.language).toBe(named);
});

test.each(["shell", "bash", "sql"])("%s is handed over", (language) => {
  const part = language === "sql" ? "db.write sql:x" : "process.exec shell:x";
  expect(summary(analyze("x", language)).does).toEqual([part]);
});

const hostile = [
  "(",
  "[",
  "{",
  "a(",
  "((a)=>",
  "(a,",
  "<T>(a)=>",
  "a<b>(",
  "-",
  "'",
  '"',
  "`${",
  "f'{",
  "x=x+x\n",
  "x=[x,x]\n",
  "a=>a(a);",
  "f(f,f)\n",
  '"\\"',
  "qx{",
  "\u2028;(",
  'z</a>"[',
];

test.each(hostile)("64 KiB of %j come to an end, and are not called understood", (piece) => {
  const text = piece.repeat(Math.ceil(MAX_CODE_CHARS / piece.length)).slice(0, MAX_CODE_CHARS);
  for (const language of ["python", "javascript", "typescript", "perl", undefined]) {
    expect(["partial", "limit"]).toContain(analyze(text, language).parse);
  }
});

test("a text past the limit is looked at by words", () => {
  const { parse, does } = summary(analyze(`system('id')\n${" ".repeat(MAX_CODE_CHARS)}`, "python"));
  expect(parse).toBe("limit");
  expect(does).toContain("process.exec shell:id");
});
