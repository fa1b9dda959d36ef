import type { Admission } from "../domain/request.ts";

/** Whether the caller, as a broker, takes grants of this audience. */
export function serves({ audiences }: Admission, audience: string): boolean {
  return audiences === "any" || audiences.includes(audience);
}
