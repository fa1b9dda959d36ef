/** How much a name says about the value that it is given. */
export type NameKind =
  /** The value is a secret whatever it looks like: passwords. */
  | "password"
  /** The value is a secret unless it plainly is a name or a word about secrets: client secrets, API keys. */
  | "secret"
  /** The value is a secret when it looks like one that a machine made: tokens, sessions. */
  | "token"
  /** As a token, but short ids are harmless. */
  | "session"
  /** The value is a secret when it consists of a few digits: one-time codes, card codes. */
  | "code"
  /** The value is a secret only when it is plainly random. */
  | "key";

/** Last words of names, lower case, without separators. */
const PASSWORD_WORDS: ReadonlySet<string> = new Set([
  ..."password passwd passwort passw passwrd passphrase pwd pswd psw userpass dbpass mypass pgpassword".split(" "),
  ..."contraseña senha motdepasse wachtwoord lozenord hasło пароль 密码 パスワード".split(" "),
  ..."rootpw userpw dbpw pw requirepass masterauth masterpass userpassword rootpassword dbpassword adminpassword".split(
    " ",
  ),
  ..."mysqlpwd sshpass smtppass mailpass ftppass ldappass bindpw keypass storepass passin passout".split(" "),
]);

const SECRET_WORDS: ReadonlySet<string> = new Set([
  ..."secret apikey apisecret accesskey secretkey secretaccesskey privatekey clientsecret appsecret consumersecret".split(
    " ",
  ),
  ..."encryptionkey masterkey signingkey signingsecret hmackey hmacsecret webhooksecret sharedsecret sharedkey".split(
    " ",
  ),
  ..."accountkey sharedaccesskey storagekey servicekey servicerolekey licensekey subscriptionkey functionskey".split(
    " ",
  ),
  ..."deploykey jwtsecret sessionsecret cookiesecret authsecret secretstring unsealkey cryptokey cipherkey aeskey".split(
    " ",
  ),
  ..."writekey ingestionkey integrationkey personalaccesstoken accesstoken authtoken bearertoken refreshtoken".split(
    " ",
  ),
  ..."privatetoken apitoken sessiontoken deploytoken bottoken oauthtoken usertoken admintoken roottoken".split(" "),
  ..."securitytoken amzsecuritytoken amzsignature googsignature apiauthtoken sastoken clienttoken seedphrase mnemonic recoverycode backupcode".split(
    " ",
  ),
]);

const TOKEN_WORDS: ReadonlySet<string> = new Set([
  ..."token bearer idtoken csrftoken xsrftoken jwttoken jwt authkey appkey consumerkey sessionkey".split(" "),
  ..."phpsessid jsessionid credential credentials creds auth authorization cookie setcookie passkey".split(" "),
  ..."connectionstring connstr hostkey readkey routingkey instrumentationkey rsakey".split(" "),
]);

const SESSION_WORDS: ReadonlySet<string> = new Set("session sessionid sessid sid sessioncookie".split(" "));

const CODE_WORDS: ReadonlySet<string> = new Set(
  "otp totp pin pincode passcode cvv cvc securitycode mfacode otpcode verificationcode smscode onetimecode".split(" "),
);

const KEY_WORDS: ReadonlySet<string> = new Set("key pat sig signature hmac seed sas cert authcode verifier".split(" "));

/** Words that may stand behind the word that counts: environments, numbers, encodings. */
const SUFFIXES: ReadonlySet<string> = new Set(
  "prod production dev development stage staging test live local old new current previous primary secondary default plain plaintext clear raw value val base64 b64 encoded env var str string text input field param arg header hash encrypted base".split(
    " ",
  ),
);

/** Words that turn a token into something that is none: cursors of lists, marks of language models. */
const HARMLESS_BEFORE: ReadonlySet<string> = new Set(
  "next previous prev page pagination continuation continue cursor sync start resume skip max min num total input output completion prompt reasoning cached pad eos bos unk sep cls mask stop special public publishable pub primary foreign partition sort hash range row cache object s3 idempotency dedupe translation i18n message hot shortcut arrow first last used unique natural surrogate composite index lookup map dict group registry preimage of per is has no invalid missing expired token require requires required use uses using socket".split(
    " ",
  ),
);

/** Longest name that is looked at: environment variables and option names are shorter. */
export const MAX_NAME_CHARS = 80;

/** The words of a name: `dbPassword`, `DB_PASSWORD`, `db-password`, `db.password2` -> ["db", "password"]. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}0-9])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/[0-9]{1,8}$/, ""))
    .filter((word) => word !== "");
}

function kindOf(word: string): NameKind | undefined {
  if (PASSWORD_WORDS.has(word)) return "password";
  if (SECRET_WORDS.has(word)) return "secret";
  if (TOKEN_WORDS.has(word)) return "token";
  if (SESSION_WORDS.has(word)) return "session";
  if (CODE_WORDS.has(word)) return "code";
  return KEY_WORDS.has(word) ? "key" : undefined;
}

/** How many words one name may be put together from, e.g. `secret_access_key`. */
const MAX_JOINED = 3;

function nameKind(name: string): NameKind | undefined {
  const words = wordsOf(name);
  while (words.length > 1 && SUFFIXES.has(words.at(-1) as string)) words.pop();
  for (let count = Math.min(MAX_JOINED, words.length); count >= 1; count--) {
    const kind = kindOf(words.slice(-count).join(""));
    if (kind === undefined) continue;
    const before = words.at(-count - 1);
    if (kind !== "password" && before !== undefined && HARMLESS_BEFORE.has(before)) return undefined;
    return kind;
  }
  return undefined;
}

const cached = new Map<string, NameKind | undefined>();

/** Names that a worker remembers; arguments repeat the same few hundred, and a hostile client may not grow it. */
const MAX_CACHED = 4096;

/** What the name says of the value that it is given, or undefined where it says nothing of a secret. */
export function rememberedNameKind(name: string): NameKind | undefined {
  const known = cached.get(name);
  if (known !== undefined || cached.has(name)) return known;
  const kind = nameKind(name);
  if (cached.size >= MAX_CACHED) cached.clear();
  cached.set(name, kind);
  return kind;
}

/** Whether a value is nothing but its name again, as in manuals: `--client-secret client_secret`, `--key my_account_key`. */
export function repeatsName(name: string, value: string): boolean {
  if (value.length > MAX_NAME_CHARS || !/^[A-Za-z_. -]+$/.test(value)) return false;
  const words = wordsOf(name).join(" ");
  const repeated = wordsOf(value).join(" ");
  return repeated === words || (words.includes(" ") && repeated.endsWith(` ${words}`));
}
