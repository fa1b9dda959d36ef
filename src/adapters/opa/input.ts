import { MAX_POLICY_INPUT_BYTES } from "./limits.ts";

const OPENING_BRACE = 0x7b;

/**
 * Why a text cannot be an input, undefined when it can. OPA's parser stops behind the first value, so that of two
 * documents in a row a policy would see the first only; broken ones it reports itself. Callers hand over what
 * JSON.stringify made, where a `}` outside of strings stands before `,`, `}`, `]` or the end: only where another
 * character follows one does the text get parsed in full to find out.
 */
export function inputProblem(text: string): string | undefined {
  if (text.length === 0) return "it is empty";
  if (isTooLong(text)) return `it is longer than ${MAX_POLICY_INPUT_BYTES} bytes`;
  return isPlainlyOneDocument(text) || isJson(text) ? undefined : "it is not one JSON document";
}

/** A character takes at most three bytes, so that only long texts need counting. */
function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_POLICY_INPUT_BYTES && Buffer.byteLength(text) > MAX_POLICY_INPUT_BYTES;
}

function isPlainlyOneDocument(text: string): boolean {
  if (text.charCodeAt(0) !== OPENING_BRACE || !text.endsWith("}")) return false;
  const last = text.length - 1;
  for (let at = text.indexOf("}"); at < last; at = text.indexOf("}", at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next !== 0x2c && next !== 0x7d && next !== 0x5d) return false;
  }
  return true;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
