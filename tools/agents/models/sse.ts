import type { Answer } from "../model-server.ts";

/** Server-sent events, each with its `type` as the event's name where it has one. */
export function events(list: readonly unknown[], end = ""): Answer {
  const text = list.map((data) => {
    const type = (data as { readonly type?: string }).type;
    return `${type === undefined ? "" : `event: ${type}\n`}data: ${JSON.stringify(data)}\n\n`;
  });
  return { type: "text/event-stream", body: `${text.join("")}${end}` };
}
