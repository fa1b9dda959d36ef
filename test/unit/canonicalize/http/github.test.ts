import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject, JsonValue } from "../../../../src/domain/json.ts";
import { actionOf, forwardedCalls } from "../../../support/forwarded-requests.ts";

/** The worked example of the catalogue that comes with Writ. */
const DATA = { github: parse(readFileSync("rego/catalog/github/data.yaml", "utf8")) as JsonObject };
const GITHUB = { server: "github", host: "api.github.com", path: "", protocol: "http" } as const;

const SHOP = "https://github.com/acme/shop";
type Row = readonly [method: string, target: string, body: JsonValue | undefined, verb: string, uri?: string];
const ROWS: readonly Row[] = [
  ["GET", "/repos/acme/shop", undefined, "repo.read", SHOP],
  ["GET", "/repos/acme/shop/contents/src/pay/index.ts?ref=main", undefined, "repo.read", SHOP],
  ["GET", "/repos/acme/shop/pulls", undefined, "repo.read", SHOP],
  ["GET", "/repos/acme/shop/issues?state=open", undefined, "ticket.read", SHOP],
  ["GET", "/repos/acme/shop/issues/7/comments", undefined, "ticket.read", SHOP],
  ["POST", "/repos/acme/shop/issues", { title: "It breaks" }, "ticket.write", SHOP],
  ["PATCH", "/repos/acme/shop/issues/7", { state: "closed" }, "ticket.write", SHOP],
  ["POST", "/repos/acme/shop/issues/7/comments", { body: "Thanks" }, "ticket.write", SHOP],
  ["POST", "/repos/acme/shop/pulls", { head: "a", base: "main" }, "ticket.write", SHOP],
  ["PUT", "/repos/acme/shop/pulls/7/merge", { merge_method: "squash" }, "repo.merge", SHOP],
  ["PUT", "/repos/acme/shop/contents/README.md", { message: "m", content: "eA==" }, "repo.push", SHOP],
  ["DELETE", "/repos/acme/shop/contents/README.md", { message: "m", sha: "1" }, "repo.write", SHOP],
  ["POST", "/graphql", { query: "{ repository(owner: \"acme\", name: \"shop\") { id } }" }, "repo.read"],
  ["POST", "/graphql", { query: "mutation($i: AddCommentInput!) { addComment(input: $i) { clientMutationId } }", variables: { i: { subjectId: "I_1", body: "Thanks" } } }, "ticket.write"],
  ["POST", "/graphql", { query: "mutation { mergePullRequest(input: {pullRequestId: \"PR_1\"}) { clientMutationId } }" }, "repo.merge"],
]; // biome-ignore format: one row a request

test.each(ROWS.map((row) => [row] as const))("%s", ([method, target, body, verb, uri]) => {
  const row = {
    method,
    target,
    host: "api.github.com",
    ...(body === undefined ? { seen: "absent" as const } : { body }),
  };
  const [first] = forwardedCalls(row, [GITHUB]);
  const { action } = actionOf(first?.call ?? { format: "", server: "", payload: null }, DATA);
  expect(action).toMatchObject({ verb, parse: "complete", tool: { server: "github", known: true } });
  expect(action.resource?.uri).toBe(uri);
});

test.each([
  ["DELETE", "/repos/acme/shop"],
  ["PUT", "/repos/acme/shop/collaborators/eve"],
  ["POST", "/graphql"],
])("%s %s is nothing that anybody described", (method, target) => {
  const row = { method, target, host: "api.github.com", seen: "absent" as const };
  const [first] = forwardedCalls(row, [GITHUB]);
  const { action } = actionOf(first?.call ?? { format: "", server: "", payload: null }, DATA);
  expect(action).toMatchObject({ verb: "http.request", destinations: [{ domain: "api.github.com" }] });
  expect(action.tier).not.toBe("read_only");
});
