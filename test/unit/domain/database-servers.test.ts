import { expect, test } from "vitest";
import { databaseServers } from "../../../src/domain/database-servers.ts";

test.each([
  ["postgresql://u:p@a:1/db", ["postgresql://u:p@a:1/db"]],
  ["postgres://a", ["postgres://a"]],
  ["postgresql:///db?host=/run/postgresql", ["postgresql:///db?host=/run/postgresql"]],
  [
    "postgresql://u:p%40x@a:1,b:2,[::1]:3/db?sslmode=require",
    [
      "postgresql://u:p%40x@a:1/db?sslmode=require",
      "postgresql://u:p%40x@b:2/db?sslmode=require",
      "postgresql://u:p%40x@[::1]:3/db?sslmode=require",
    ],
  ],
  [
    "postgresql://a,b/db?target_session_attrs=read-write",
    ["postgresql://a/db?target_session_attrs=read-write", "postgresql://b/db?target_session_attrs=read-write"],
  ],
])("%s", (url, servers) => {
  expect(databaseServers(url)).toEqual(servers);
});

test.each([
  ["another protocol", "mysql://a/db"],
  ["no URL", "a,b"],
  ["a server that is none", "postgresql://u@a,b:port/db"],
  ["readers of a standby: Writ writes", "postgresql://a,b/db?target_session_attrs=standby"],
])("refuses %s", (_, url) => {
  expect(databaseServers(url)).toBeUndefined();
});
