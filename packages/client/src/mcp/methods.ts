/**
 * Requests that pass unasked: they set a session up, say what there is, or ask after a task that was asked about when it
 * began. Everything else is asked about, above all what nobody has heard of yet.
 */
const PASSES: ReadonlySet<string> = new Set([
  "initialize",
  "server/discover",
  "ping",
  "logging/setLevel",
  "tools/list",
  "prompts/list",
  "resources/list",
  "resources/templates/list",
  "resources/unsubscribe",
  "tasks/get",
  "tasks/list",
  "tasks/result",
  "tasks/cancel",
]);

export function passes(method: string): boolean {
  return PASSES.has(method);
}
