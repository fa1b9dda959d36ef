import { describe, expect, test } from "vitest";
import { ROLES, type Role } from "../../../src/domain/caller.ts";
import type { MetricsReaders } from "../../../src/domain/metrics-readers.ts";
import type { Admission } from "../../../src/domain/request.ts";
import { operatorCommands } from "../../../src/pipeline/operator-commands.ts";

const TEXT = { contentType: "text/plain", text: "writ_ready 1" };
const PROFILER = { cpu: async () => ({ of: "cpu" }), heap: async () => ({ of: "heap" }), runtime: () => ({ pid: 1 }) };

const admissionOf = (tenant: string, roles: readonly Role[]) =>
  ({ tenant, caller: { id: "someone", protocol: "http", roles } }) as unknown as Admission;

/** Whoever shows a credential is of the tenant `own` and has the roles; nobody else is admitted. */
function commands(readers: MetricsReaders, roles: readonly Role[] = [], tenant = "own", profiles = true) {
  return operatorCommands({
    tenant: "own",
    readers,
    admit: async ({ authorization }) => {
      if (authorization === undefined) throw new Error("not admitted");
      return admissionOf(tenant, roles);
    },
    metrics: async () => TEXT,
    ...(profiles ? { profiler: PROFILER } : {}),
  });
}

const LOCAL = { address: "127.0.0.1" };
const AWAY = { address: "192.0.2.1" };
const SHOWN = { authorization: "Bearer x" };

describe("metrics", () => {
  test.each([
    { readers: "role", peer: LOCAL, said: "not admitted" },
    { readers: "loopback", peer: AWAY, said: "not admitted" },
    { readers: "loopback", peer: { ...LOCAL, ...SHOWN }, said: "takes the role monitor" },
    { readers: "role", peer: { ...AWAY, ...SHOWN }, said: "takes the role monitor" },
  ] as const)("are not for $peer where $readers may read them", async ({ readers, peer, said }) => {
    await expect(commands(readers, ["decide"]).metrics(peer, "http")).rejects.toThrow(said);
  });

  test.each([
    { readers: "loopback", peer: LOCAL },
    { readers: "open", peer: AWAY },
    { readers: "role", peer: { ...AWAY, ...SHOWN } },
  ] as const)("are for $peer where $readers may read them", async ({ readers, peer }) => {
    expect(await commands(readers, ["monitor"]).metrics(peer, "http")).toBe(TEXT);
  });

  test("are not for another tenant's callers, whatever their roles", async () => {
    const asked = commands("role", ROLES, "other").metrics({ ...AWAY, ...SHOWN }, "http");
    await expect(asked).rejects.toMatchObject({ code: "permission_denied" });
  });
});

describe("profiles", () => {
  test.each(ROLES.filter((role) => role !== "admin"))("are not for %s", async (role) => {
    const asked = commands("open").profile("cpu", 1, admissionOf("own", [role]));
    await expect(asked).rejects.toMatchObject({ code: "permission_denied" });
  });

  test("are not for another tenant's admin", async () => {
    await expect(commands("open").runtime(admissionOf("other", ["admin"]))).rejects.toMatchObject({
      code: "permission_denied",
    });
  });

  test("are for the admin, where they are switched on", async () => {
    expect(await commands("role").profile("heap", 1, admissionOf("own", ["admin"]))).toEqual({ of: "heap" });
    const off = commands("role", [], "own", false);
    await expect(off.runtime(admissionOf("own", ["admin"]))).rejects.toThrow("debug.profiles");
    await expect(off.profile("cpu", 1, admissionOf("own", ["admin"]))).rejects.toMatchObject({ code: "not_found" });
  });
});
