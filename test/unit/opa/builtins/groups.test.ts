import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { BUILTINS, builtinProblem } from "../../../../src/adapters/opa/builtins/index.ts";
import { FALLBACK_BUILTINS } from "../../../../src/adapters/opa/fallback/names.ts";

const OPA = process.env["OPA"] ?? "var/bin/opa";

/** What OPA compiles into the module itself (builtinsFunctions in internal/compiler/wasm/wasm.go), or compiles away. */
const IN_MODULE = new Set(
  (
    "abs all and any array.concat array.flatten array.reverse array.slice base64.decode base64.encode base64.is_valid " +
    "base64url.decode base64url.encode bits.and bits.lsh bits.negate bits.or bits.rsh bits.xor ceil concat contains count div " +
    "endswith equal floor format_int glob.match graph.reachable gt gte indexof internal.member_2 internal.member_3 " +
    "internal.template_string intersection is_array is_boolean is_null is_number is_object is_set is_string json.filter " +
    "json.is_valid json.marshal json.remove json.unmarshal lower lt lte max min minus mul neq net.cidr_contains " +
    "net.cidr_intersects net.cidr_overlap numbers.range object.filter object.get object.keys object.remove object.union " +
    "object.union_n or plus product re_match regex.find_all_string_submatch_n regex.is_valid regex.match rem replace round " +
    "set_diff sort split startswith strings.replace_n strings.reverse substring sum to_number trim trim_left trim_prefix " +
    "trim_right trim_space trim_suffix type_name union upper walk assign eq rego.metadata.chain rego.metadata.rule " +
    "print internal.print internal.test_case"
  ).split(" "),
);

/** OPA itself calls these deprecated, or of use only while an interpreter runs a policy. */
const NOT_THERE = new Set("cast_array cast_boolean cast_null cast_object cast_set cast_string trace".split(" "));

/** Not functions of their arguments. */
const IMPURE = new Set(
  "crypto.x509.parse_and_verify_certificates http.send net.lookup_ip_addr opa.runtime rand.intn time.now_ns uuid.rfc4122".split(
    " ",
  ),
);

const GROUPS = [IN_MODULE, new Set(BUILTINS.keys()), FALLBACK_BUILTINS, IMPURE, NOT_THERE];

test("every builtin of OPA is in one place", () => {
  const text = execFileSync(OPA, ["capabilities", "--current"], { encoding: "utf8" });
  const names = (JSON.parse(text) as { builtins: { name: string }[] }).builtins.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(200);
  expect(names.filter((name) => GROUPS.filter((group) => group.has(name)).length !== 1)).toEqual([]);
  expect(GROUPS.flatMap((group) => [...group]).filter((name) => !names.includes(name))).toEqual([]);
});

test("those that are not functions of their arguments are refused with the way around them", () => {
  for (const name of IMPURE) expect(builtinProblem([name])).toMatch(new RegExp(`not there: ${name} \\(.+\\)$`));
});
