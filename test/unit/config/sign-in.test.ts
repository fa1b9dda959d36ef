import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load.ts";

const CALLERS =
  "callers:\n  people:\n    roles: [approver]\n    issuer: corp\n    claims: { groups: approvers }\n  machine:\n    roles: [decide]\n    issuer: other\n    claims: { sub: machine }\n";
const ISSUER = "      profile: oidc\n      use: [caller]\n      keys: { discovery: true }\n";
const TRUST = `trust:\n  issuers:\n    corp:\n${ISSUER}      issuer: https://idp.example\n      audiences: [writ-pages]\n    other:\n${ISSUER}      issuer: https://other.example\n      audiences: [writ]\n    agents:\n      profile: at+jwt\n      issuer: https://agents.example\n      keys: { discovery: true }\n      audiences: [writ-pages]\n    nobodys:\n${ISSUER}      issuer: https://nobody.example\n      audiences: [writ-pages]\n`;

function load(signIn: string) {
  return loadConfig({ env: {}, file: { path: "writ.yaml", text: `${CALLERS}${TRUST}${signIn}` } });
}

test("sign_in is read, with what it does not say", () => {
  expect(load("sign_in: { issuer: corp, client_id: writ-pages }").signIn).toEqual({
    issuer: "corp",
    client_id: "writ-pages",
    client_secret_file: "",
    scopes: ["openid"],
    max_age_s: 3600,
  });
});

test("without it nobody signs in", () => {
  expect(load("").signIn).toBeUndefined();
});

const WRONG: readonly (readonly [given: string, said: string])[] = [
  ["{ client_id: writ-pages }", "sign_in/issuer must be a string"],
  ["{ issuer: absent, client_id: writ-pages }", "sign_in/issuer must name an issuer of trust with profile oidc"],
  ["{ issuer: agents, client_id: writ-pages }", "sign_in/issuer must name an issuer of trust with profile oidc"],
  ["{ issuer: other, client_id: writ-pages }", "sign_in/client_id must be among the audiences of its issuer"],
  ["{ issuer: nobodys, client_id: writ-pages }", "sign_in/issuer must be the issuer of somebody in callers"],
  ["{ issuer: corp }", "sign_in/client_id must be a string"],
  ["{ issuer: corp, client_id: writ-pages, scopes: [email] }", "sign_in/scopes must have openid"],
  ["{ issuer: corp, client_id: writ-pages, scopes: [openid, 'a b'] }", "sign_in/scopes/1 must be a scope"],
  ["{ issuer: corp, client_id: writ-pages, max_age_s: 0 }", "sign_in/max_age_s must be a whole number >= 1"],
  ["{ issuer: corp, client_id: writ-pages, max_age_s: 28801 }", "sign_in/max_age_s must be at most 28800"],
  ["{ issuer: corp, client_id: writ-pages, client_secret: x }", "sign_in/client_secret is not a known field"],
];

test.each(WRONG)("sign_in: %s is refused", (given, said) => {
  expect(() => load(`sign_in: ${given}`)).toThrow(said);
});
