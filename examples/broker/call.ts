import { HeldCredentials } from "./held.ts";
import { Refused } from "./http.ts";
import { credentialFor, logIn, type OpenbaoSettings, revoke } from "./openbao.ts";
import { permits, type TargetRequest } from "./permits.ts";
import { scrub } from "./scrub.ts";
import { type Granted, type Outcome, redeem, reportOutcome, type WritSettings } from "./writ.ts";

export interface CallSettings {
  readonly writ: WritSettings;
  readonly openbao: OpenbaoSettings;
  /** The one place that the credential is ever sent to, `http://host:port`. */
  readonly target: string;
}

/** What the target answered, without the credential in it. */
export interface TargetAnswer {
  readonly status: number;
  readonly content_type: string;
  readonly body: string;
}

const TARGET_TIMEOUT_MS = 30_000;
const MAX_ANSWER_CHARS = 1024 * 1024;

/** Makes calls with credentials that nobody else sees, each for one grant. */
export class Calls {
  readonly #settings: CallSettings;
  readonly #held = new HeldCredentials();

  constructor(settings: CallSettings) {
    this.#settings = settings;
  }

  /** The grant has ended before its time: so does what was made of it. */
  end(grant: string): void {
    this.#held.end(grant);
  }

  /**
   * Redeem first: Writ alone knows whether the grant was used or revoked. Whatever happens after that, the credential is
   * dead and the outcome reported before the answer goes out.
   * @throws Refused
   */
  async make(granted: Granted, request: TargetRequest): Promise<TargetAnswer> {
    const { writ, openbao } = this.#settings;
    const started = performance.now();
    const redeemed = await redeem(writ, granted, `openbao:${openbao.path}`);
    let status: Outcome["status"] = "failed";
    try {
      if (!permits(redeemed.action, request)) {
        status = "denied";
        throw new Refused(403, "the grant is for another action than this request");
      }
      const answer = await this.#withLogin(granted, (login, signal) =>
        this.#send(request, login, redeemed.credential_ttl_s, signal),
      );
      status = answer.status < 400 ? "succeeded" : "failed";
      return answer;
    } catch (error) {
      if (error instanceof Refused && error.status === 410) status = "cancelled";
      throw error;
    } finally {
      const duration_ms = Math.round(performance.now() - started);
      await reportOutcome(writ, granted.decision_id, { status, duration_ms });
    }
  }

  async #withLogin<T>({ grant }: Granted, use: (login: string, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { openbao } = this.#settings;
    const login = await logIn(openbao, grant.token);
    const ended = new AbortController();
    let revoked: Promise<void> | undefined;
    const end = () => {
      revoked ??= revoke(openbao, login);
      return revoked;
    };
    const held = {
      end: () => {
        ended.abort();
        end().catch(() => console.error(`the credential of ${grant.id} lives on until its time is over`));
      },
    };
    try {
      if (!this.#held.add(grant.id, held)) throw new Refused(410, "the grant has ended");
      return await use(login, ended.signal);
    } catch (error) {
      if (ended.signal.aborted) throw new Refused(410, "the grant ended while the call was under way");
      throw error;
    } finally {
      this.#held.remove(grant.id);
      await end();
    }
  }

  async #send(request: TargetRequest, login: string, ttlS: number, signal: AbortSignal): Promise<TargetAnswer> {
    const { openbao, target } = this.#settings;
    const credential = await credentialFor(openbao, login, ttlS);
    try {
      const response = await fetch(target + request.path, {
        method: request.method,
        headers: { authorization: `Bearer ${credential}`, "content-type": "application/json" },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        // To another host the credential would go along.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(TARGET_TIMEOUT_MS)]),
      });
      const text = await response.text();
      if (text.length > MAX_ANSWER_CHARS) throw new Refused(502, "the target's answer is too large");
      const contentType = response.headers.get("content-type") ?? "";
      return { status: response.status, content_type: scrub(contentType, credential), body: scrub(text, credential) };
    } catch (error) {
      if (error instanceof Refused || signal.aborted) throw error;
      throw new Refused(502, "the target does not answer");
    }
  }
}
