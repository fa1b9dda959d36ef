/** The parts of OASIS' sarif-schema-2.1.0.json that the report uses: required fields, types, and no field that is not there. */
const message = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string" } },
};
const integer = { type: "integer", minimum: 1 };

const region = {
  type: "object",
  required: ["startLine"],
  additionalProperties: false,
  properties: { startLine: integer, startColumn: integer },
};

const physicalLocation = {
  type: "object",
  required: ["artifactLocation"],
  additionalProperties: false,
  properties: {
    artifactLocation: {
      type: "object",
      required: ["uri"],
      additionalProperties: false,
      // URI reference (RFC 3986): nothing that has to be escaped.
      properties: { uri: { type: "string", pattern: "^[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" } },
    },
    region,
  },
};

const result = {
  type: "object",
  required: ["message", "ruleId", "ruleIndex", "level", "locations"],
  additionalProperties: false,
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: 0 },
    level: { enum: ["none", "note", "warning", "error"] },
    message,
    locations: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["physicalLocation"],
        additionalProperties: false,
        properties: { physicalLocation },
      },
    },
  },
};

const run = {
  type: "object",
  required: ["tool", "results"],
  additionalProperties: false,
  properties: {
    columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
    tool: {
      type: "object",
      required: ["driver"],
      additionalProperties: false,
      properties: {
        driver: {
          type: "object",
          required: ["name"],
          additionalProperties: false,
          properties: {
            name: { type: "string" },
            rules: {
              type: "array",
              uniqueItems: true,
              items: {
                type: "object",
                required: ["id"],
                additionalProperties: false,
                properties: { id: { type: "string" }, shortDescription: message },
              },
            },
          },
        },
      },
    },
    invocations: {
      type: "array",
      items: {
        type: "object",
        required: ["executionSuccessful"],
        additionalProperties: false,
        properties: { executionSuccessful: { type: "boolean" }, exitCode: { type: "integer" } },
      },
    },
    results: { type: "array", items: result },
  },
};

export const SARIF_SUBSET = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string", pattern: "^https://" },
    version: { const: "2.1.0" },
    runs: { type: "array", items: run },
  },
};
