import type { TextOrigin } from "../../ports/policy.ts";
import { MAX_POLICY_INPUT_BYTES } from "./limits.ts";

/**
 * Why a text cannot be an input, undefined when it can. OPA's parser stops behind the first value, so that of a document that is
 * closed too early a policy would see the first part only, without what it blocks by.
 */
export function inputProblem(text: string, made: TextOrigin): string | undefined {
  if (text.length === 0) return "it is empty";
  if (isTooLong(text)) return `it is longer than ${MAX_POLICY_INPUT_BYTES} bytes`;
  if (made !== "own" && !isJson(text)) return "it is not one JSON document";
  return hasLoneSurrogate(text) ? "a string of it has half a character" : undefined;
}

/** A character takes at most three bytes, so that only long texts need counting. */
function isTooLong(text: string): boolean {
  return text.length * 3 > MAX_POLICY_INPUT_BYTES && Buffer.byteLength(text) > MAX_POLICY_INPUT_BYTES;
}

/** An escape of a pair, of half a pair, or another one. */
const ESCAPE = /\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F])|.)/gs;

/** OPA makes one character of half a pair and the escape behind it, which nobody else reads there. */
function hasLoneSurrogate(text: string): boolean {
  if (!text.includes("\\u")) return false;
  return [...text.matchAll(ESCAPE)].some(([, half]) => half !== undefined);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
