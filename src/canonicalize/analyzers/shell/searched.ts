import { globsMeet, isGlob, literalChars, plainGlob } from "../paths/glob.ts";

/**
 * Names under which credentials and traces of people lie, wherever they are: what somebody looks for who looks for these
 * names. See ATT&CK T1552.001, T1552.003, T1552.004, T1555 and T1217.
 */
const NAMES: readonly string[] = [
  ".aws", ".azure", ".bash_history", ".boto", ".dbeaver", ".docker", ".env", ".git-credentials", ".gnupg", ".htpasswd", ".kube",
  ".mysql_history", ".my.cnf", ".netrc", ".npmrc", ".pgpass", ".psql_history", ".pypirc", ".python_history", ".s3cfg", ".ssh",
  ".zsh_history", "accesstokens.json", "authorized_keys", "azureprofile.json", "bookmarks", "cookies", "cookies.sqlite",
  "credentials", "credentials.db", "credentials.json", "credentials.xml", "gshadow", "id_dsa", "id_ecdsa", "id_ed25519", "id_rsa",
  "key3.db", "key4.db", "keystore.jks", "krb5.keytab", "kubeconfig", "login data", "login.keychain", "logins.json",
  "master.passwd", "msal_token_cache.json", "ntds.dit", "opasswd", "password", "passwords", "passwords.txt", "places.sqlite",
  "secrets", "secrets.json", "secrets.yml", "secring.gpg", "server.key", "shadow", "terraform.tfstate", "token", "unattend.xml", "wallet.dat",
]; // biome-ignore format: one list

/** Ends of names of files that hold keys. */
const ENDS = /\.(?:asc|env|gpg|jks|kdbx?|key|keychain(?:-db)?|keytab|ovpn|p12|pem|pfx|ppk)$/;

/** Fewer letters than these beside wildcards are no name that somebody looks for. */
const MIN_LETTERS = 5;

/** The share of a name that letters behind a wildcard must be. */
const MIN_SHARE = 0.7;

/** Whether a search for this name (of find(1): a glob, or a path with one) is one for credentials. */
export function looksForCredentials(pattern: string): boolean {
  const name = plainGlob(pattern.slice(pattern.lastIndexOf("/") + 1).toLowerCase());
  if (ENDS.test(name)) return true;
  const stem = name.startsWith(".") ? name : name.replace(/\.[a-z0-9]{1,8}$/, "");
  if (isGlob(name) && literalChars(stem) < MIN_LETTERS) return false;
  // With a wildcard in front, a few letters of a long name are a few letters of any name.
  const longest = name.startsWith("*") ? literalChars(name) / MIN_SHARE : Number.POSITIVE_INFINITY;
  return NAMES.some((known) => known.length <= longest && globsMeet(name, known));
}

/** What somebody greps for who wants passwords. */
export const CREDENTIAL_WORDS =
  /passw|passphrase|secret|api[-_ ]?key|credential|private[-_ ]?key|access[-_ ]?token|aws_access/i;
