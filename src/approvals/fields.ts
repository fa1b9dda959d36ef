import type { Action, Resource } from "../domain/action.ts";
import type { ApprovalDemand, ShownApproval } from "../domain/approval.ts";
import type { ShownSubject } from "./subject.ts";
import { shownArguments } from "./text/arguments.ts";
import { MAX_NAME_CHARS, safeText } from "./text/safe.ts";
import { amountOf, originOf, partEffect } from "./text/sentence.ts";

type Field = ShownApproval["fields"][number];

/** Of each list, what a person reads; the rest is counted. */
const MAX_ITEMS = 10;
const MAX_TEXT_CHARS = 400;

/** Everything that a person should know before answering, in the order of how much it matters. */
export function shownFields(subject: ShownSubject): readonly Field[] {
  const { action, agent, on_behalf_of, purpose, reasons, labels, demand } = subject;
  const said = [
    text("Agent", agent.id === "" ? "⟨none⟩" : agent.id),
    text("Owner of the agent", agent.owner),
    text("On behalf of", on_behalf_of),
    text("Purpose", purpose),
    ...items("Why it waits", reasons, ({ code, message }) => `${safe(message)} (${safe(code)})`),
    { name: "A yes covers", value: coverOf(demand, action) },
    ...actionFields(action),
    text("Labels of the session", labels.slice(0, MAX_ITEMS).join(", ") + restOf(labels)),
  ];
  const { fields, more } = shownArguments(subject.arguments);
  const rest = more > 0 ? [{ name: "Further arguments", value: `${more} more, not shown` }] : [];
  return [...said.filter(({ value }) => value !== ""), ...fields, ...rest];
}

function actionFields(action: Action): readonly Field[] {
  const { verb, tier, tool, resource, destinations, amount, count, sensitivity, data_classes, parts = [] } = action;
  return [
    text("Action", `${verb} (${tier.replaceAll("_", " ")})`),
    text("Tool", tool.server === "" ? tool.name : `${tool.server}/${tool.name}`),
    { name: "Resource", value: resource === undefined ? "" : resourceOf(resource) },
    ...items("Destination", destinations, (one) => `${safe(one.value)} (${originOf(one)})`),
    { name: "Amount", value: amount === undefined ? "" : amountOf(amount) },
    { name: "How many", value: count > 1 ? String(count) : "" },
    text("Sensitivity", [sensitivity, ...data_classes.slice(0, MAX_ITEMS)].join(", ") + restOf(data_classes)),
    ...items("Effect", parts, (part) => partEffect(part, tool)),
  ];
}

function resourceOf({ type, uri, origin, source }: Resource): string {
  const from = source === undefined ? {} : { source };
  return origin === undefined ? safe(uri) : `${safe(uri)} (${originOf({ kind: type, origin, ...from }, "something")})`;
}

function safe(value: string): string {
  return safeText(value, MAX_TEXT_CHARS);
}

function text(name: string, value: string): Field {
  return { name, value: value === "" ? "" : safe(value) };
}

/** One field each, numbered where there are several. */
function items<T>(name: string, all: readonly T[], show: (item: T) => string): readonly Field[] {
  const shown = all
    .slice(0, MAX_ITEMS)
    .map((item, i) => ({ name: all.length > 1 ? `${name} ${i + 1}` : name, value: show(item) }));
  const rest = all.length - shown.length;
  return rest > 0 ? [...shown, { name, value: `and ${rest} more` }] : shown;
}

function restOf(all: readonly unknown[]): string {
  return all.length > MAX_ITEMS ? `, and ${all.length - MAX_ITEMS} more` : "";
}

/** What else than this very call a yes would let go on. */
function coverOf({ template, uses, valid_for_s, same, max_amount }: ApprovalDemand, { amount }: Action): string {
  const within = `within ${durationOf(valid_for_s)}`;
  if (template === "this_action") {
    return uses === 1 ? `this one call and no other, ${within}` : `this very call ${uses} times, ${within}`;
  }
  const calls = uses === 1 ? "one call" : `up to ${uses} calls`;
  const alike = same.length === 0 ? "whatever they are" : `with the same ${same.join(", ")}`;
  const currency = amount?.currency ?? "";
  const most =
    max_amount === "" ? "" : `, each of at most ${safeText(`${max_amount} ${currency}`.trim(), MAX_NAME_CHARS)}`;
  return `${calls} ${alike}${most}, ${within} (template ${safeText(template, MAX_NAME_CHARS)})`;
}

const UNITS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
] as const;

/** In the largest unit that says it exactly. */
function durationOf(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds > 0 && seconds % size === 0) ?? [1, "second"];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
