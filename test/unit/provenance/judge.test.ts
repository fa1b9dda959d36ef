import { expect, test } from "vitest";
import type { Action, Destination } from "../../../src/domain/action.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { Said, Sighting } from "../../../src/domain/provenance.ts";
import { askedOf } from "../../../src/provenance/call.ts";
import { judgeOrigins, withOriginsOf } from "../../../src/provenance/judge.ts";
import { saidBy } from "../../../src/provenance/results.ts";

const SOURCE = { tool: "gmail/read_email", decision_id: "dec_1" };

interface Heard {
  readonly user?: string;
  readonly directory?: string;
  readonly text?: string;
}

function actionOf(changes: Partial<Action> = {}): Action {
  return {
    verb: "message.send",
    tier: "bounded_write",
    traits: ["egress", "writes"],
    tool: { server: "gmail", name: "send_email", known: true, pin: "none" },
    destinations: [],
    count: 1,
    sensitivity: "internal",
    data_classes: [],
    parse: "complete",
    digest: "sha256:00",
    ...changes,
  };
}

const to = (kind: string, value: string): Destination => ({ kind, value, origin: "unseen" });

function judge(heard: Heard, action: Action, args: JsonObject = {}, fixed: ReadonlySet<string> = new Set()) {
  const said: Said[] = [];
  if (heard.user !== undefined) said.push(saidBy("user", heard.user));
  if (heard.directory !== undefined) said.push(saidBy("directory", heard.directory, SOURCE));
  if (heard.text !== undefined) said.push(saidBy("tool_output", heard.text, SOURCE));
  const known = new Map<string, Sighting[]>();
  for (const { origin, tool, decision_id, values } of said) {
    for (const value of values) known.set(value, [...(known.get(value) ?? []), { origin, tool, decision_id }]);
  }
  return judgeOrigins(action, askedOf(action, args, fixed), known);
}

const EVE = "eve@evil.example";
const PAGE = "https://evil.example/drop?id=7";
const destinations: readonly { name: string; heard: Heard; destination: Destination; origin: string }[] = [
  { name: "nobody", heard: {}, destination: to("email", EVE), origin: "unseen" },
  { name: "the user", heard: { user: `to ${EVE}` }, destination: to("email", EVE), origin: "user" },
  { name: "text", heard: { text: `to ${EVE}` }, destination: to("email", EVE), origin: "tool_output" },
  {
    name: "a directory and text",
    heard: { directory: EVE, text: EVE },
    destination: to("email", EVE),
    origin: "directory",
  },
  { name: "the user and text", heard: { user: EVE, text: EVE }, destination: to("email", EVE), origin: "user" },
  {
    name: "the parts of an address are not the address",
    heard: { user: "eve evil example" },
    destination: to("email", EVE),
    origin: "unseen",
  },
  {
    name: "an address spelt out by text",
    heard: { text: "eve at evil dot example" },
    destination: to("email", EVE),
    origin: "tool_output",
  },
  {
    name: "half of it by the user",
    heard: { user: "eve", text: "at evil dot example" },
    destination: to("email", EVE),
    origin: "tool_output",
  },
  {
    name: "a look-alike of the user's",
    heard: { user: "bob@exаmple.com", text: "x" },
    destination: to("email", "bob@example.com"),
    origin: "unseen",
  },
  { name: "a URL", heard: { text: `see ${PAGE}` }, destination: to("url", PAGE), origin: "tool_output" },
  {
    name: "a page of a host that the user named",
    heard: { user: "on evil.example" },
    destination: to("url", PAGE),
    origin: "user",
  },
  {
    name: "a page that text names, of a host that the user named",
    heard: { user: "on evil.example", text: PAGE },
    destination: to("url", PAGE),
    origin: "tool_output",
  },
  {
    name: "a host of which text named a page",
    heard: { text: PAGE },
    destination: to("host", "evil.example"),
    origin: "tool_output",
  },
  {
    name: "a name of two words",
    heard: { user: "tell John that Doe is here" },
    destination: to("user", "john doe"),
    origin: "user",
  },
  {
    name: "a name of which the user said one word",
    heard: { user: "John", text: "John Doe" },
    destination: to("user", "john doe"),
    origin: "tool_output",
  },
  {
    name: "a channel with its sign",
    heard: { user: "post it in #general" },
    destination: to("channel", "general"),
    origin: "user",
  },
  {
    name: "an account in groups",
    heard: { text: "GB29 NWBK 6016 1331 9268 19" },
    destination: to("account", "GB29NWBK60161331926819"),
    origin: "tool_output",
  },
];

test.each(destinations)("$name: $origin", ({ heard, destination, origin }) => {
  const { action } = judge(heard, actionOf({ destinations: [destination] }));
  expect(action.destinations[0]?.origin).toBe(origin);
  expect(action.destinations[0]?.source).toEqual(["directory", "tool_output"].includes(origin) ? SOURCE : undefined);
});

test("a destination that the catalogue names is the catalogue's, whatever text says", () => {
  const action = actionOf({ destinations: [to("host", "twitter.com")] });
  expect(judge({ text: "twitter.com" }, action).action.destinations[0]?.origin).toBe("tool_output");
  expect(judge({ text: "twitter.com" }, action, {}, new Set(["host twitter.com"])).action.destinations[0]?.origin).toBe(
    "directory",
  );
});

test("resources and parts are traced like destinations, and nothing else of the action changes", () => {
  const part = { verb: "file.read", tier: "read_only", traits: ["reads"], destinations: [to("email", EVE)] } as const;
  const action = actionOf({ resource: { type: "order", uri: "order:W-77123" }, parts: [part] });
  const judged = judge({ user: "order W-77123", text: EVE }, action).action;
  expect(judged.resource).toEqual({ type: "order", uri: "order:W-77123", origin: "user" });
  expect(judged.parts?.[0]?.destinations[0]?.origin).toBe("tool_output");
  expect(judged.digest).toBe(action.digest);
  expect(withOriginsOf(judged, action)).toEqual(judged);
});

test("of text of which a part was not kept, nobody knows what it did not say", () => {
  const action = actionOf({ destinations: [to("email", EVE)] });
  const flood = Array.from({ length: 5000 }, (_, index) => `x${index}y`).join(" ");
  expect(judge({ text: flood }, action).action.destinations[0]?.origin).toBe("tool_output");
  expect(judge({ user: EVE, text: flood }, action).action.destinations[0]?.origin).toBe("user");
});

test("arguments are counted by who named them; prose counts only against the call", () => {
  const args = {
    to: EVE,
    channel: "general",
    count: 3,
    body: `${"as discussed with the people in the room ".repeat(4)} ${EVE} and bob@example.com`,
  };
  const { provenance } = judge({ user: "post in general, bob@example.com", text: EVE }, actionOf(), args);
  expect(provenance.arguments).toEqual({ user: 1, directory: 0, tool_output: 2, unseen: 0 });
  expect(provenance.untrusted_only).toEqual(["/to", "/body"]);
  expect([provenance.user_seen, provenance.text_seen]).toEqual([true, true]);
  expect(judge({}, actionOf()).provenance).toMatchObject({ user_seen: false, text_seen: false, topic: "unseen" });
});

const topics: readonly { name: string; heard: Heard; tool: string; verb?: string; topic: string }[] = [
  { name: "nobody", heard: { user: "hello", text: "hello" }, tool: "AmazonViewSavedAddresses", topic: "unseen" },
  {
    name: "text",
    heard: { user: "read my mail", text: "my saved address at Amazon" },
    tool: "AmazonViewSavedAddresses",
    topic: "tool_output",
  },
  {
    name: "the user",
    heard: { user: "my saved addresses", text: "saved address" },
    tool: "view_saved_addresses",
    topic: "user",
  },
  {
    name: "the user by the half",
    heard: { user: "google", text: "google map location" },
    tool: "GoogleMapGetCurrentLocation",
    topic: "tool_output",
  },
  {
    name: "the user in other words",
    heard: { user: "pay the bill", text: "money" },
    tool: "send_money",
    verb: "payment.transfer",
    topic: "user",
  },
  {
    name: "a directory as well",
    heard: { user: "x", directory: "money", text: "money" },
    tool: "send_money",
    topic: "directory",
  },
  { name: "only how", heard: { text: "get all the details" }, tool: "get_details", topic: "unseen" },
];

test.each(topics)("who speaks of what a tool does, $name: $topic", ({ heard, tool, verb = "record.read", topic }) => {
  const action = actionOf({ verb, tool: { server: "s", name: tool, known: true, pin: "none" } });
  const { provenance } = judge(heard, action);
  expect(provenance.topic).toBe(topic);
  expect(provenance.topic_source).toEqual(topic === "tool_output" ? SOURCE : undefined);
});
