import { pointerTo } from "./json.ts";

/** Longest JSON Pointer that an error repeats: a client's key may be a megabyte long. */
const MAX_POINTER_CHARS = 200;

/** Appends a token that a client chose to a pointer for an error: never longer than MAX_POINTER_CHARS, always valid Unicode. */
export function errorPointer(parent: string, token: string | number): string {
  const short = typeof token === "string" ? token.slice(0, MAX_POINTER_CHARS) : token;
  const pointer = pointerTo(parent, short);
  return (pointer.length <= MAX_POINTER_CHARS ? pointer : `${pointer.slice(0, MAX_POINTER_CHARS - 1)}…`).toWellFormed();
}
