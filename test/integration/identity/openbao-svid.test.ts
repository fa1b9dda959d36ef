import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/domain/json.ts";
import { type RunningWrit, startWrit } from "../../../tools/start-writ.ts";
import { counterpart, programOf, titled } from "../../support/counterpart.ts";
import { type OpenBao, startOpenbao } from "../../support/openbao.ts";
import { readFile } from "../../support/requests.ts";
import { askGoSpiffe } from "../../support/spiffe-judge.ts";
import { newKey, sign, type TestKey } from "../../support/tokens.ts";

const DOMAIN = "acme.example";
const ID = `spiffe://${DOMAIN}/agent/refunds`;

/** A certificate as OpenBao gives it out, with its key. */
interface Certificate {
  readonly pem: string;
  readonly key: string;
}

const [found, judge] = await Promise.all([counterpart("openbao"), counterpart("spiffe")]);

describe.skipIf(found.missing !== undefined)(
  titled("SVIDs of an OpenBao that is the trust domain's authority", found),
  () => {
    const folder = mkdtempSync(join(tmpdir(), "writ-svid-"));
    let bao: OpenBao;
    let writ: RunningWrit;
    /** What there is to verify in the trust domain: OpenBao's root, and a key for JWT-SVIDs. */
    let bundle: readonly JsonObject[];
    let root: string;
    let jwtKey: TestKey;

    /** A certificate for one hour of the authority at a mount. */
    async function issued(mount: string, role: string, names: JsonObject): Promise<Certificate> {
      const data = await bao.must("POST", `${mount}/issue/${role}`, { ttl: "1h", ...names });
      return { pem: data["certificate"] as string, key: data["private_key"] as string };
    }

    /** A root that gives SVIDs of its trust domain to agents, and certificates for this machine to servers. */
    async function authority(mount: string, domain: string): Promise<string> {
      await bao.must("POST", `sys/mounts/${mount}`, { type: "pki" });
      const named = { common_name: `${domain} root`, ttl: "24h", key_type: "ec", key_bits: 256 };
      const { certificate } = await bao.must("POST", `${mount}/root/generate/internal`, {
        ...named,
        uri_sans: `spiffe://${domain}`,
      });
      const role = { key_type: "ec", key_bits: 256, require_cn: false, max_ttl: "1h" };
      await bao.must("POST", `${mount}/roles/agents`, { ...role, allowed_uri_sans: [`spiffe://${domain}/*`] });
      await bao.must("POST", `${mount}/roles/servers`, { ...role, allow_localhost: true, allow_ip_sans: true });
      return certificate as string;
    }

    beforeAll(async () => {
      bao = await startOpenbao(programOf(found));
      root = await authority("pki", DOMAIN);
      await authority("pki-other", "other.example");
      jwtKey = await newKey();
      const own = new X509Certificate(root);
      bundle = [
        {
          ...own.publicKey.export({ format: "jwk" }),
          use: "x509-svid",
          x5c: [own.raw.toString("base64")],
        } as JsonObject,
        { ...jwtKey.jwk, use: "jwt-svid" },
      ];
      const file = (name: string, content: string) => {
        writeFileSync(join(folder, name), content, { mode: 0o600 });
        return join(folder, name);
      };
      const server = await issued("pki", "servers", { common_name: "localhost", ip_sans: "127.0.0.1" });
      const keys = { spiffe_bundle_file: file("bundle.json", JSON.stringify({ keys: bundle })) };
      const issuers = {
        x509: { profile: "x509-svid", trust_domain: DOMAIN, keys },
        jwt: { profile: "jwt-svid", trust_domain: DOMAIN, keys, audiences: ["writ"] },
      };
      writ = await startWrit({
        dataDir: join(folder, "data"),
        env: {
          WRIT_WORKERS: "1",
          WRIT_TLS_CERT_FILE: file("tls.crt", server.pem),
          WRIT_TLS_KEY_FILE: file("tls.key", server.key),
          WRIT_TLS_CLIENT_CERTIFICATES: "optional",
          WRIT_TRUST: JSON.stringify({ issuers }),
        },
      });
    });
    afterAll(async () => {
      await Promise.all([writ?.stop(), bao?.stop()]);
      rmSync(folder, { recursive: true, force: true });
    });

    /** What Writ says to an agent with this evidence; with a certificate, over a connection that shows it. */
    async function decided(
      agent: JsonObject,
      shown?: Certificate,
    ): Promise<{ readonly effect: unknown; readonly code: unknown }> {
      const sent = httpsRequest(`${writ.http}/v1/decisions`, {
        method: "POST",
        agent: false,
        ca: root,
        headers: { "content-type": "application/json" },
        ...(shown === undefined ? {} : { cert: shown.pem, key: shown.key }),
      });
      sent.end(JSON.stringify(readFile({ agent })));
      const [response] = await once(sent, "response");
      const { effect, reasons } = JSON.parse(await text(response)) as { effect: string; reasons: { code: string }[] };
      return { effect, code: reasons[0]?.code };
    }

    const agent = (uri = ID, mount = "pki") => issued(mount, "agents", { uri_sans: uri });

    test.each<[string, (svid: Certificate) => Promise<{ readonly effect: unknown }>]>([
      ["over mTLS", (svid) => decided({}, svid)],
      ["forwarded by a gateway", (svid) => decided({ certificate: svid.pem })],
    ])("an X509-SVID is believed %s", async (_, ask) => {
      expect(await ask(await agent())).toMatchObject({ effect: "allow" });
      expect(await ask(await agent("spiffe://other.example/agent", "pki-other"))).toEqual({
        effect: "block",
        code: "agent_token_untrusted",
      });
    });

    test("OpenBao gives none for another trust domain, nor a second name", async () => {
      const ask = (uri_sans: string) => bao.ask("POST", "pki/issue/agents", { uri_sans });
      expect((await ask("spiffe://other.example/agent")).status).toBe(400);
      const both = await agent(`${ID},spiffe://${DOMAIN}/agent/admin`);
      expect(await decided({ certificate: both.pem })).toEqual({ effect: "block", code: "agent_token_invalid" });
    });

    test.skipIf(judge.missing !== undefined)("go-spiffe says the same", async () => {
      const chains = [await agent(), await agent("spiffe://other.example/agent", "pki-other")];
      const asked = chains.map(({ pem }) => ({
        trust_domain: DOMAIN,
        bundle: { keys: bundle },
        chain: [new X509Certificate(pem).raw],
      }));
      const verdicts = askGoSpiffe(programOf(judge), asked);
      expect(verdicts).toMatchObject([{ id: ID, error: "" }, { error: expect.stringMatching(/./) }]);
    });

    test.each<[string, JsonObject, object]>([
      ["", {}, { effect: "allow" }],
      [
        " of another trust domain",
        { sub: "spiffe://other.example/agent" },
        { effect: "block", code: "agent_token_untrusted" },
      ],
      [" for another audience", { aud: "elsewhere" }, { effect: "block", code: "agent_token_audience_mismatch" }],
    ])("a JWT-SVID%s", async (_, change, answer) => {
      const iat = Math.floor(Date.now() / 1000);
      const token = await sign(jwtKey, { sub: ID, aud: ["writ"], iat, exp: iat + 300, ...change });
      expect(await decided({ token })).toMatchObject(answer);
    });
  },
);
