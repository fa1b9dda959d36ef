import { describe, expect, test } from "vitest";
import { findSecrets } from "../../../../src/canonicalize/analyzers/secrets/index.ts";
import { body } from "./samples.ts";

const KEY = body(32);
const HEX = body(40, "0123456789abcdef");
const BASE64 = `${body(86)}==`;
const LONE = body(40, "0123456789abcdef", 3);

/** Texts with what is to be found between « and ». */
const SECRETS: readonly string[] = [
  // environment files and shells
  "PASSWORD=«hunter2»",
  "export DB_PASSWORD='«correct horse»'",
  'DB_PASS="«p@ss;w0rd»"',
  "PGPASSWORD=«letmein» psql -h db",
  "MYSQL_PWD=«tiger99» mysqldump x",
  `API_KEY=«${KEY}»`,
  `export OPENAI_API_KEY=«${KEY}»`,
  `SECRET_KEY_BASE=«${HEX}»`,
  `AWS_SECRET_ACCESS_KEY=«${body(40)}»`,
  `$env:API_KEY = "«${KEY}»"`,
  "set PASSWORD=«Winter2024»",
  "setx DB_PASSWORD «Winter2024»",
  "REDIS_PASSWORD=«a1b2c3»\nREDIS_HOST=cache",
  "docker run -e POSTGRES_PASSWORD=«s3cr3t!» postgres",
  // JSON, also in strings
  '{"user": "bob", "password": "«hunter2»"}',
  '{\\"password\\": \\"«hunter2»\\"}',
  `{"api_key":"«${KEY}»","n":1}`,
  `{"clientSecret" : "«${KEY}»"}`,
  `{"access_token":"«${KEY}»","token_type":"bearer","expires_in":3600}`,
  '{\n  "password":\n    "«two lines»"\n}',
  // YAML, TOML, INI, properties, HCL
  "password: «hunter2»",
  "db:\n  password: «letmein»\n  host: x",
  `token: '«${KEY}»'`,
  "spring.datasource.password=«tiger1»",
  "password = «hunter2»\nuser = bob",
  `secret_key = "«${KEY}»"`,
  'administrator_login_password = "«H@Sh1CoR3!»"',
  `<password>«hunter2»</password>`,
  `<add key="ApiKey" value="«${KEY}»" />`,
  // programs
  'const password = "«hunter2»";',
  `let apiKey = '«${KEY}»'`,
  'password := "«hunter2»"',
  `'password' => '«hunter2»',`,
  `config["api_key"] = "«${KEY}»"`,
  `connect(host="db", password="«hunter2»", port=5432)`,
  `SECRET = b"«${KEY}»"`,
  `String token = "«${KEY}»";`,
  // command lines
  "tool --password «hunter2» --verbose",
  "tool --password=«hunter2» --verbose",
  `tool --api-key «${KEY}»`,
  `gh auth login --with-token «${KEY}»`,
  "curl -u admin:«hunter2» https://example.com",
  "curl --user 'admin:«hunter2»' https://example.com",
  "curl -s -uadmin:«hunter2» https://example.com",
  "sshpass -p «hunter2» ssh root@host",
  "sshpass -p'«hunter2»' ssh root@host",
  "mysql -u root -p«hunter2» db",
  "redis-cli -h cache -a «hunter2» ping",
  "docker login -u bob -p «hunter2» registry.example.com",
  "openssl enc -aes-256-cbc -k «hunter2» -in a",
  "openssl rsa -in k.pem -passin pass:«hunter2»",
  "smbclient //host/share -U bob%«hunter2»",
  "keytool -genkey -storepass «changeit1» -keypass «changeit2»",
  "machine api.example.com login bob password «hunter2»",
  "CREATE USER bob IDENTIFIED BY '«hunter2»'",
  "ALTER ROLE bob WITH PASSWORD '«hunter2»'",
  "SET PASSWORD FOR 'bob'@'%' = '«hunter2»'",
  // URLs and connection strings
  `postgres:${"//"}bob:«hunter2»@db.example.com:5432/shop`,
  `redis:${"//"}:«hunter2»@cache:6379/0`,
  `mongodb+srv:${"//"}bob:«hun%40ter2»@cluster0.example.net/?retryWrites=true`,
  `amqp:${"//"}guest:«gu3st»@mq//`,
  `https:${"//"}bob:«p/w?x»@example.com/a`,
  `https://«${LONE}»@git.example.com/a.git`,
  `git clone https:${"//"}oauth2:«hunter22»@git.example.com/a.git`,
  `https://example.com/a?access_token=«${KEY}»&b=c`,
  `https://example.com/cb#id=1&client_secret=«${KEY}»`,
  "Server=db;Database=shop;User Id=sa;Password=«Pa55word!»;Encrypt=true",
  `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=«${BASE64}»;EndpointSuffix=core.windows.net`,
  "jdbc:mysql://db/shop?user=bob&password=«hunter2»",
  "user=bob%26password%3D«hunter2»",
  // sentences
  "my password is «hunter2»",
  "The API key is «abc123def456ghi789».",
  "Password: «hunter2»",
  "login with bob / password: «Tr0ub4dor&3»",
  // header fields: the field is found, not its value alone
  "«Authorization: Bearer abcdef123456»",
  "curl -H '«Authorization: Bearer abcdef123456»' https://example.com",
  'curl -H "«X-Api-Key: abcdef123456»" https://example.com',
  "GET / HTTP/1.1\r\nHost: a\r\n«Cookie: sid=abc123; theme=dark»\r\n\r\n",
  "«Set-Cookie: sid=abc123; Path=/; HttpOnly; Secure»",
  "«Proxy-Authorization: Basic dXNlcjpwYXNz»",
  "«Authorization: Token abcdef123456»",
  '«Authorization: Digest username="bob", realm="a", nonce="b", response="c"»',
  `«Authorization: AWS4-HMAC-SHA256 Credential=${"AK"}IA/20240101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${HEX}»`,
  "«x-vault-token: abcdef123456»",
  "«PRIVATE-TOKEN: abcdef123456»",
  '{"Authorization": "Bearer «abcdef123456»"}',
  `headers: { 'x-api-key': '«${KEY}»' }`,
  `auth("Bearer «${KEY}»")`,
  `"Basic «${Buffer.from("bob:hunter2").toString("base64")}»"`,
  // names of several words, in tables, in bold, told before
  "API key: «abc123def456»",
  "Client secret: «abc123def456»",
  "Your one-time code: «123456»",
  "The password is: «hunter2»",
  "**Password:** «hunter2»",
  "**Password**: «hunter2»",
  "| user | bob |\n| password | «hunter2» |",
  "密码：«hunter2»",
  "- name: DB_PASSWORD\n  value: «hunter2»",
  '{"name": "API_TOKEN", "value": "«abc123def456»"}',
  '<input type="password" value="«hunter2»">',
  "apiVersion: v1\nkind: Secret\ndata:\n  tls: «aHVudGVyMg==»\n  user: «Ym9iIHNtaXRo»",
  // defaults that are left in place
  "POSTGRES_PASSWORD=«password»",
  "POSTGRES_PASSWORD=«changeme» docker compose up",
  `postgres:${"//"}bob:«password»@db/shop`,
  // a header's value that ends its line needs no digit
  "«Authorization: Bearer opaque-words-value»",
  'curl -H "«X-Auth-Token: letmeinplease»" x',
  // codes
  "otp: «123456»",
  '{"cvv": "«123»"}',
];

/** Texts without a secret. */
const HARMLESS: readonly string[] = [
  "password=<password>",
  `password=${"$"}{DB_PASSWORD}`,
  "PASSWORD=$PASSWORD",
  'password: "{{ vault.db_password }}"',
  "password=%DB_PASSWORD%",
  "API_KEY=your-api-key-here",
  "API_KEY=YOUR_API_KEY",
  "token=xxxxxxxxxxxxxxxx",
  "token=****************",
  "password=[REDACTED]",
  "Authorization: Bearer [REDACTED]",
  "Authorization: Bearer <token>",
  "Authorization: Bearer $TOKEN",
  `Authorization: Bearer ${"$"}{TOKEN}`,
  "Authorization: Bearer YOUR_TOKEN",
  "Authorization: required for every call",
  "Cookie: the header that carries the session",
  `postgres://user:${"$"}{PASSWORD}@host/db`,
  `postgres:${"//"}user:<password>@host/db`,
  `postgres:${"//"}user:***@host/db`,
  "postgres://localhost:5432/db",
  "http://localhost:8080/a@b",
  "ssh://git@github.com/org/repo.git",
  "git@github.com:org/repo.git",
  "https://medium.com/@someone/an-article-about-passwords-0123456789ab",
  "password: string;",
  "password: str = Field(min_length=8)",
  "def login(user, password): return check(password)",
  "const password = process.env.DB_PASSWORD;",
  "const token = await getToken(user);",
  "token = request.headers.get('Authorization')",
  "password = getpass.getpass()",
  "password = args.password",
  "password = input('Password: ')",
  "connect(user=user, password=password)",
  "if (password == other) return;",
  "if password != confirmation:",
  'password: "Please enter your password"',
  '"password": "Password is required"',
  "Password: required, at least 8 characters",
  "The password must have 8 characters.",
  "Please reset your password: it has expired.",
  "The token is expired. The secret is out.",
  "password_hash, password_reset_url, passwordless, token_count: 8192",
  "max_tokens=4096 temperature=0.7",
  '{"max_tokens": 4096, "next_page_token": "CAUQAA0123456789abcdef"}',
  "eos_token: '<|endoftext|>'",
  "primary_key=True, foreign_key='users.id'",
  'key: "value", keyboard: "qwerty123", monkey: "banana123"',
  "sort_key=created_at_desc_20240101",
  "secret: kube-system/default-token-abcde",
  "secretName: my-tls-secret-2024",
  "--token-file /run/secrets/token --password-stdin",
  "kubectl get secret my-secret-123 -o yaml",
  "set -p 1 -u 2 -a 3",
  "mkdir -p build/output && cp -a src dst",
  "curl -u user: https://example.com",
  "ps -u root:x",
  "session: 42, session_id: sess-1",
  "sid: 42",
  "auth: basic",
  "std::string token::value",
  "token: Token(type=NAME, value='x1')",
  "tokens[0] = tokens[1]",
  "commit 5f2b9c1e4a7d8f3b6c0e9a2d5b8f1c4e7a0d3b6f",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "id: 550e8400-e29b-41d4-a716-446655440000",
  "pin: the latest version",
  "cat token.txt | grep password",
  "echo password | base64 | tr a-z A-Z",
  "| password | string | The password of the user |",
  "PWD=/home/bob/src OLDPWD=/tmp",
  '{"pwd": "/home/bob/src"}',
  "kind: Secret\nmetadata:\n  name: shop-tls\n  namespace: production\ntype: Opaque",
  "kind: ConfigMap\ndata:\n  tls: aHVudGVyMg==",
  "Authorization: Bearer tokens are described in RFC 6750",
];

function marked(text: string): { plain: string; spans: { start: number; end: number }[] } {
  const spans: { start: number; end: number }[] = [];
  let plain = "";
  for (const [i, part] of text.split(/[«»]/).entries()) {
    if (i % 2 === 1) spans.push({ start: plain.length, end: plain.length + part.length });
    plain += part;
  }
  return { plain, spans };
}

describe("secrets that a name, an option, a field or a URL tells", () => {
  test.each(SECRETS)("%s", (text) => {
    const { plain, spans } = marked(text);
    expect(findSecrets(plain)).toMatchObject(spans);
  });

  test.each(HARMLESS)("nothing in %s", (text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});
