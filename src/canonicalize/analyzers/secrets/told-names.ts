import type { NameBefore } from "./name-before.ts";
import { type NameKind, rememberedNameKind } from "./names.ts";
import type { Reading } from "./reading.ts";

/** Names that do not stand right before the separator, or are written in several words. */

/** `name: DB_PASSWORD, value: …`, `key="ApiKey" value="…"`, `type="password" value="…"`: the name is the value before. */
const TOLD_NAME =
  /(?:name|key|id|type|header|variable|env)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?([\w.-]{2,80})\\?["']?[\s,;]{0,40}$/i;
const TOLD_CHARS = 160;

/** What the name says that was told before a `value`. */
export function toldKind(text: string, { name, start }: NameBefore): NameKind | undefined {
  if (!/^(?:value|val|secretvalue)$/i.test(name)) return undefined;
  const before = text.slice(Math.max(0, start - TOLD_CHARS), start).replace(/\\?["']$/, "");
  const told = TOLD_NAME.exec(before)?.[1];
  return told === undefined ? undefined : rememberedNameKind(told);
}

const WORDS_BEFORE = /(?:[A-Za-z]{2,16}[ -]){1,2}$/;
const WORDS_CHARS = 34;

/** What a name of several words says: `API key`, `client secret`, `one-time code`. */
export function spokenKind(text: string, { name, start }: NameBefore, end: number): NameKind | undefined {
  const before = WORDS_BEFORE.exec(text.slice(Math.max(0, start - WORDS_CHARS), start))?.[0] ?? "";
  const spoken = (before + text.slice(start, end)).trim().replaceAll(/[ -]+/g, "_");
  return rememberedNameKind(spoken) ?? rememberedNameKind(name);
}

const KUBERNETES_SECRET = /\bkind["']?[ \t]{0,4}:[ \t]{0,4}["']?Secret\b/;

/** Whether the text is a manifest of a Kubernetes Secret, whose values are base64 whatever their names are. */
export function isKubernetesSecret(reading: Reading): boolean {
  reading.kubernetesSecret ??= KUBERNETES_SECRET.test(reading.text);
  return reading.kubernetesSecret;
}

export function isKubernetesValue(value: string): boolean {
  if (value.length < 8 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value)) return false;
  return value.endsWith("=") || /^[\t\n\r -~]+$/.test(Buffer.from(value, "base64").toString("latin1"));
}
