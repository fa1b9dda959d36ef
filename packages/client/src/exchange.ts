import { WritUnavailable } from "./errors.ts";
import { isJsonObject } from "./json.ts";

/** A decision repeats the action and, if asked, the facts of a request of at most 1 MiB; nothing that is larger is one. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** Of an error only its code and the fields that it names are told on, and only so many. */
const MAX_FIELDS = 20;
const PROBLEM_CODE = /^[a-z_]{1,64}$/;
const POINTER = /^(\/[\w:.~-]{1,64}){0,16}$/;

export interface Exchange {
  readonly url: string;
  readonly token: string | undefined;
  readonly body: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof fetch;
}

/**
 * POSTs JSON once and reads the answer of status 200. Follows no redirect, so that no credential goes anywhere else.
 * @throws WritUnavailable
 */
export async function exchange({ url, token, body, timeoutMs, signal, fetch }: Exchange): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
    });
    const text = await readText(response);
    if (response.status !== 200) throw refused(response.status, text, token);
    return text;
  } catch (error) {
    if (error instanceof WritUnavailable) throw error;
    if (signal?.aborted === true) throw new WritUnavailable("aborted", "the caller gave up");
    if (timeout.aborted) throw new WritUnavailable("timeout", `none within ${timeoutMs} ms`);
    // What fetch says may hold the URL or a header: it is not repeated.
    throw new WritUnavailable("unreachable", "the connection to Writ failed");
  }
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = response.body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decode(decoder);
    bytes += value.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      await reader.cancel().catch(() => undefined);
      throw new WritUnavailable("too_large", `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    }
    text += decode(decoder, value);
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new WritUnavailable("malformed", "the answer is not UTF-8");
  }
}

/** RFC 9457 problem details, as far as they are Writ's: codes and pointers, never text, which may be anybody's. */
function refused(status: number, text: string, token: string | undefined): WritUnavailable {
  const { code, fields } =
    token !== undefined && text.includes(token) ? { code: undefined, fields: [] } : problemIn(text);
  const said = [code, ...fields].filter((part) => part !== undefined).join(", ");
  const message = `Writ answered with status ${status}${said === "" ? "" : ` (${said})`}`;
  return new WritUnavailable("refused", message, { status, problem: code, fields });
}

function problemIn(text: string): { readonly code: string | undefined; readonly fields: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { code: undefined, fields: [] };
  }
  if (!isJsonObject(value)) return { code: undefined, fields: [] };
  const { code, errors } = value;
  const pointers = (Array.isArray(errors) ? (errors as unknown[]) : [])
    .map((error) => (isJsonObject(error) ? error["pointer"] : undefined))
    .filter((pointer): pointer is string => typeof pointer === "string" && POINTER.test(pointer));
  return {
    code: typeof code === "string" && PROBLEM_CODE.test(code) ? code : undefined,
    fields: pointers.slice(0, MAX_FIELDS),
  };
}
