/** Nobody has a longer name; what is longer is taken as it is. */
const MAX_NAME_CHARS = 2048;
/** Slack writes `<#C024BE7LR|general>` and `<@U024BE7LH|bob>`. */
const REFERENCE = /^<[#@!]([^|<>]{1,128})(?:\|[^<>]{0,256})?>$/;

/** A handle (`@name`) or a channel (`#name`) in lower case; an id, whose case may matter, as it is. */
export function nameForm(text: string): string {
  const written = trimmed(text);
  const reference = REFERENCE.exec(written)?.[1];
  if (reference !== undefined) return reference;
  const plain = written.replace(/^[\uff20\ufe6b]/, "@").replace(/^[\uff03\ufe5f]/, "#");
  return /^[@#]/.test(plain) ? plain.normalize("NFC").toLowerCase() : written;
}

/** A remote of git that is reached as everybody does: over HTTPS, or over SSH as `git`. */
const REMOTE = /^(?:https:\/\/|ssh:\/\/git@|git@)([a-z0-9.-]{1,253}\.[a-z]{2,63})[/:]([^:?#\s]{1,1024})$/i;

/** `owner/name`, or `host/owner/name` where the text is a remote; without `.git`, in lower case. */
export function repositoryForm(text: string): string {
  const written = trimmed(text);
  const remote = REMOTE.exec(written);
  if (remote === null && /[:?#\s]/.test(written)) return written;
  const path = remote === null ? written : `${remote[1]}/${remote[2]}`;
  const name = path
    .replace(/\/$/, "")
    .replace(/\.git$/i, "")
    .toLowerCase();
  return NO_NAME.test(name) ? written : name;
}

/** What is left where there was no name, or one that no host gives. */
const NO_NAME = /^$|^\/|\/\/|\/$|\.git$/;

function trimmed(text: string): string {
  return text.length > MAX_NAME_CHARS ? text : text.trim();
}
