import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readManifest } from "../../../src/catalog/manifest.ts";
import { type Suggestion, suggest } from "../../../src/catalog/suggest.ts";
import type { JsonObject } from "../../../src/domain/json.ts";
import { TIERS, VERBS } from "../../../src/domain/vocabulary.ts";
import { cpuMs } from "../../support/cpu-time.ts";

function suggestFor(tool: JsonObject, server = "acme"): Suggestion {
  const [only] = readManifest([tool]).tools;
  if (only === undefined) throw new Error("a manifest of one tool has one");
  return suggest(server, only);
}

function taking(...names: readonly string[]): JsonObject {
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  return { type: "object", properties, required: [...names] };
}

type Row = readonly [name: string, description: string, verb: string, tier: string];

const TOOLS: readonly Row[] = [
  ["get_invoice", "", "payment.read", "read_only"],
  ["listOpenIssues", "", "ticket.read", "read_only"],
  ["find_or_create_contact", "", "contact.write", "bounded_write"],
  ["ticket_write", "", "ticket.write", "bounded_write"],
  ["mark_messages_as_read", "", "record.update", "bounded_write"],
  ["deploy_plan_get", "", "record.read", "read_only"],
  ["get_status_update", "", "record.read", "read_only"],
  ["run_script", "", "code.run", "privileged"],
  ["delete_user", "", "identity.delete", "privileged"],
  ["get_secret_value", "", "secret.read", "privileged"],
  ["list_secret_scanning_alerts", "", "record.list", "read_only"],
  ["issue_refund", "", "payment.refund", "bounded_write"],
  ["server_info", "", "infra.read", "read_only"],
  ["current_weather", "Returns the weather of a place", "record.read", "read_only"],
  ["widget", "Creates a widget", "record.create", "bounded_write"],
  ["git_commit", "Commits what is staged", "repo.write", "bounded_write"],
  ["git_diff", "Shows differences between branches", "repo.read", "read_only"],
  // Where name and description disagree the worse of the two counts.
  ["get_page", "Deletes the page", "record.delete", "bounded_write"],
  ["get_report", "Reads a report. It also sends a copy to the owner.", "web.submit", "bounded_write"],
  ["get_report", "Reads a report. This operation is destructive.", "record.update", "bounded_write"],
  ["get_report", "Reads a report. This operation is not destructive.", "record.read", "read_only"],
  ["list_labels", "Lists labels. To create one use another tool.", "record.list", "read_only"],
  // What nobody understands may do anything.
  ["frobnicate", "Frobnicates the gizmo", "tool.call", "privileged"],
  ["x", "", "tool.call", "privileged"],
];

/** The schema says what the words do not. */
const SCHEMAS: readonly (readonly [...Row, schema: JsonObject])[] = [
  [
    "get_note",
    "",
    "record.delete",
    "bounded_write",
    { type: "object", properties: { action: { enum: ["get", "delete"] } } },
  ],
  [
    "get_chart",
    "",
    "record.create",
    "bounded_write",
    { type: "object", properties: { path: { type: "string", description: "Where the chart is saved" } } },
  ],
  ["get_log", "", "record.update", "bounded_write", { type: "object", properties: { overwrite: { type: "boolean" } } }],
  ["get_output", "", "code.run", "privileged", taking("command")],
  ["query", "Query the sales", "db.write", "bounded_write", taking("sql")],
  ["query", "Read-only queries of the sales", "db.read", "read_only", taking("sql")],
  ["query", "Queries, read-only unless told to write", "db.write", "bounded_write", taking("sql")],
];

describe("what a tool probably does", () => {
  test.each(TOOLS)("%s: %s", (name, description, verb, tier) => {
    expect(suggestFor({ name, description })).toMatchObject({ verb, tier });
  });

  test.each(SCHEMAS)("%s: %s, with a schema", (name, description, verb, tier, inputSchema) => {
    expect(suggestFor({ name, description, inputSchema })).toMatchObject({ verb, tier });
  });

  test("leaves out a prefix that repeats the server's name", () => {
    expect(suggestFor({ name: "order_service_get_price" }, "order-service").verb).toBe("payment.read");
  });
});

describe("what the arguments are", () => {
  const FIELDS: readonly (readonly [string, JsonObject, JsonObject])[] = [
    [
      "send_email",
      taking("to", "cc", "subject"),
      {
        destinations: [
          { kind: "email", from: "/to" },
          { kind: "email", from: "/cc" },
        ],
        sensitivity: "confidential",
      },
    ],
    ["read_file", taking("filePath"), { resource: { type: "file", uri: "file://{/filePath}" } }],
    ["get_order", taking("orderId"), { resource: { type: "order", uri: "order:{/orderId}" } }],
    // Two things are touched: naming one would hide the other.
    ["add_user_to_group", taking("user_id", "group_id"), { sensitivity: "confidential" }],
    [
      "get_commit",
      taking("owner", "repo", "sha"),
      { resource: { type: "repository", uri: "repository:{/owner}/{/repo}" } },
    ],
    [
      "create_transfer",
      taking("amount", "currency"),
      { amount: { value: "/amount", currency: { from: "/currency" } }, sensitivity: "confidential" },
    ],
    ["run_command", taking("command"), { analyze: [{ kind: "shell", from: "/command" }] }],
    ["fetch_page", taking("url"), { destinations: [{ kind: "url", from: "/url" }] }],
  ];

  test.each(FIELDS)("%s", (name, inputSchema, fields) => {
    expect(suggestFor({ name, inputSchema }).fields).toEqual(fields);
  });

  test("SQL is of the server's dialect", () => {
    const { fields } = suggestFor({ name: "query", inputSchema: taking("sql") }, "my-postgres");
    expect(fields["analyze"]).toEqual([{ kind: "sql", from: "/sql", dialect: "postgres" }]);
  });

  test("a server's own mapping names the resource", () => {
    const mapping = { evaluation: { resource: { type: "customer", id: "$params.arguments.ref" } } };
    const inputSchema = { ...taking("ref"), "x-authzen-mapping": mapping };
    expect(suggestFor({ name: "get_it", inputSchema }).fields["resource"]).toEqual({
      type: "customer",
      uri: "customer:{/ref}",
    });
  });
});

describe("a server's hints", () => {
  const RAISED: readonly (readonly [string, JsonObject, string])[] = [
    ["says that it writes", { readOnlyHint: false }, "bounded_write"],
    ["says that it destroys", { destructiveHint: true }, "bounded_write"],
    ["contradicts itself", { readOnlyHint: true, destructiveHint: true }, "bounded_write"],
    ["agrees", { readOnlyHint: true }, "read_only"],
  ];

  test.each(RAISED)("a tool that reads by its name and %s", (_, annotations, tier) => {
    expect(suggestFor({ name: "get_item", annotations }).tier).toBe(tier);
  });

  test.each(["delete_item", "run_script", "frobnicate", "send_money"])("never lower %s", (name) => {
    const honest = suggestFor({ name });
    expect(suggestFor({ name, annotations: { readOnlyHint: true, destructiveHint: false } })).toEqual(honest);
  });
});

describe("whatever a server says", () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("get_", "delete", "Reads"),
  );
  const schema = fc.letrec((tie) => ({
    property: fc.record(
      {
        type: fc.constantFrom("string", "array", "object", "boolean", 7, ["string", "null"]),
        description: text,
        enum: fc.array(text, { maxLength: 3 }),
        items: tie("property"),
        properties: fc.dictionary(text, tie("property"), { maxKeys: 3, noNullPrototype: true }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  })).property;
  const tool = fc.record(
    {
      name: text.filter((name) => name !== ""),
      description: text,
      inputSchema: fc.record(
        { properties: fc.dictionary(text, schema, { noNullPrototype: true }), required: fc.array(text) },
        { noNullPrototype: true },
      ),
      annotations: fc.record(
        { readOnlyHint: fc.boolean(), destructiveHint: fc.boolean() },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    { requiredKeys: ["name"], noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;

  test("it is a verb, no tier below the verb's, and none below its hints", () => {
    fc.assert(
      fc.property(tool, text, (raw, server) => {
        const { verb, tier } = suggestFor(raw, server);
        expect(TIERS.indexOf(tier)).toBeGreaterThanOrEqual(TIERS.indexOf(VERBS[verb].tier));
        const { readOnlyHint, destructiveHint } = (raw["annotations"] ?? {}) as JsonObject;
        if (readOnlyHint === false || destructiveHint === true) expect(tier).not.toBe("read_only");
      }),
    );
  });

  test("a description of 64 KiB takes no time", () => {
    for (const unit of ["a'", "a-", "a, ", "and create ", "É", ". it "]) {
      const tool = { name: unit.repeat(200), description: unit.repeat(65_536 / unit.length) };
      expect(cpuMs(() => suggestFor(tool))).toBeLessThan(100);
    }
  });
});
