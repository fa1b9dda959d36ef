import type { Surroundings } from "../analysis.ts";
import { normalPosix } from "./posix.ts";
import { type NormalPath, type PathStyle, styleOf } from "./style.ts";
import { percentDecoded } from "./uri.ts";
import { normalWindows } from "./windows.ts";

const FILE_URI = /^file:(?:\/\/(?:localhost)?(?=\/))?/i;
/** `file:///c:/x`: the slash in front is the URI's. */
const DRIVE_PATH = /^\/(?=[a-z]:(?:[\\/]|$))/i;
const ENCODED_DOT_OR_SLASH = /%(?:25)*(?:2e|2f|5c)/i;

/** The longest path of any system (Windows, with its long form); a longer text is none, and stays as it is. */
const MAX_PATH_CHARS = 32_767;

/**
 * The form that all spellings of a path share, without a look at the disk. Links are not followed, except those that
 * every system has (`/proc/self/root`, `/dev/fd`).
 */
export function normalPath(text: string, surroundings: Surroundings, style?: PathStyle): NormalPath {
  if (text.length > MAX_PATH_CHARS) return { path: text, absolute: false, pattern: true, tricks: ["overlong"] };
  const tricks = text.includes("\0") ? ["nul"] : [];
  const plain = FILE_URI.test(text) ? percentDecoded(text.replace(FILE_URI, "")).replace(DRIVE_PATH, "") : text;
  if (ENCODED_DOT_OR_SLASH.test(plain)) tricks.push("percent_encoded");
  const chosen = style ?? styleOf(plain);
  const normal = chosen === "windows" ? normalWindows(plain, surroundings) : normalPosix(plain, surroundings);
  return tricks.length === 0 ? normal : { ...normal, tricks: [...tricks, ...normal.tricks] };
}
