import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../src/domain/json.ts";
import type { FormBrowser, Page } from "../../support/form-browser.ts";
import { type PeopleProvider, startPeopleProvider } from "../../support/people-provider.ts";
import { freePort } from "../../support/ports.ts";
import { CALLERS, type IdentityWrit, identityWrit, postAs } from "../identity/service.ts";

/** A service at which people sign in, and where they do. */
export interface SignInWrit {
  readonly writ: IdentityWrit;
  readonly provider: PeopleProvider;
  /** A call that waits for a person. */
  ask(more?: JsonObject): Promise<Asked>;
  stop(): Promise<void>;
}

export interface Asked {
  readonly id: string;
  readonly url: string;
  /** Asks the same again: what the answer has come to. */
  again(): Promise<JsonObject>;
}

/** By name, whose member somebody is. */
const GROUPS = { bob: ["staff", "approvers"], carol: ["staff", "approvers"], eve: ["staff"] };

export async function signInWrit(settings: JsonObject = {}): Promise<SignInWrit> {
  const address = `127.0.0.1:${await freePort()}`;
  const provider = await startPeopleProvider(GROUPS, `http://${address}/approvals/signed-in`);
  const dir = mkdtempSync(join(tmpdir(), "writ-sign-in-"));
  const client_secret_file = join(dir, "secret");
  writeFileSync(client_secret_file, `${provider.clientSecret}\n`);
  const people = { issuer: "corp", claims: { groups: ["approvers"] }, id_claim: "email", id_prefix: "user:" };
  const issuer = {
    profile: "oidc",
    use: ["caller"],
    issuer: provider.issuer,
    keys: { discovery: true },
    audiences: [provider.clientId],
  };
  const signIn = {
    issuer: "corp",
    client_id: provider.clientId,
    client_secret_file,
    scopes: ["openid", "email", "groups"],
  };
  const writ = await identityWrit(
    {
      ...CALLERS,
      gateway: { ...CALLERS["gateway"], obligations: ["sandbox"] },
      people: { ...people, groups_claim: "groups", roles: ["approver"] },
    },
    {
      WRIT_HTTP_LISTEN: address,
      WRIT_PUBLIC_URL: `http://${address}`,
      WRIT_TRUST: JSON.stringify({ issuers: { corp: issuer } }),
      WRIT_SIGN_IN: JSON.stringify({ ...signIn, ...settings }),
    },
  );
  return {
    writ,
    provider,
    ask: (more) => ask(writ, more),
    stop: async () => {
      await Promise.all([writ.stop(), provider.stop()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

let calls = 0;

/** Each call stops another process, so that each is another question. */
async function ask(writ: IdentityWrit, more: JsonObject = {}): Promise<Asked> {
  calls += 1;
  const allows = [{ verb: "process.*" }];
  const intent = { claims: { task: "tsk_pages", purpose: "restart the build", on_behalf_of: "user:alice", allows } };
  const payload = { name: "Bash", arguments: { command: `kill -9 ${4000 + calls}`, ...more } };
  const call = { format: "mcp", server: "claude-code", payload };
  const request = { agent: { id: "agent:builder" }, session: `s-${calls}`, intent, call };
  const { body } = await postAs(writ, "gateway", "/v1/decisions", request);
  const approval = body["approval"] as { id: string; url: string } | undefined;
  if (approval === undefined) throw new Error(`nobody was asked: ${JSON.stringify(body)}`);
  return { ...approval, again: async () => (await postAs(writ, "gateway", "/v1/decisions", request)).body };
}

/** Opens a page, and signs in on the way to it. @returns the page, or what stands in its place */
export async function signInAt(browser: FormBrowser, url: string, person: string): Promise<Page> {
  let page = await browser.open(url);
  for (let i = 0; i < 3 && page.url.includes("/interaction/"); i++) {
    page = await browser.send(page, page.html.includes('name="login"') ? { login: person, password: "x" } : {});
  }
  return page;
}
