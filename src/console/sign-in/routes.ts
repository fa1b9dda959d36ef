import { WritError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json.ts";
import { SIGN_IN_TTL_MS } from "../../domain/sign-in.ts";
import type { HttpAnswer, HttpExchange } from "../../transports/native/protocol.ts";
import { queryOf } from "../../transports/native/target.ts";
import { cookie, cookieOf, SESSION } from "../cookies.ts";
import { checkOwnForm, fieldsOf } from "../forms.ts";
import { html } from "../html.ts";
import { page, redirect } from "../layout.ts";
import { type ConsoleParts, NAME, type SignInParts } from "../parts.ts";
import { idOf, newSecret, signOutToken, visitorOf } from "../visitor.ts";
import { begunCookie, begunOf, noBegunCookie, ownPath } from "./begun.ts";

/** Sends the browser to the issuer. */
export async function signIn(parts: ConsoleParts, { target }: HttpExchange): Promise<HttpAnswer> {
  const { provider } = configured(parts);
  const begun = { ...provider.newSecrets(), to: ownPath(queryOf(target).get("to")) };
  const url = await provider.begin(begun);
  return redirect(url.href, [begunCookie(begun, parts.place)]);
}

/** The browser comes back: whoever it was before, it is now who the issuer says, by a secret that is new. */
export async function signedIn(parts: ConsoleParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const { service, place } = parts;
  const { provider, store, tenant, now } = configured(parts);
  const begun = begunOf(exchange.headers, place);
  if (begun === undefined) {
    throw new WritError("unauthenticated", "the sign-in took too long, or began in another browser: begin again");
  }
  const { idToken, authenticatedAtMs } = await provider.finish(queryOf(exchange.target), begun);
  const signed_in = await verified(configured(parts), idToken, begun.nonce);
  const { caller } = await service.admit({ address: exchange.peer.address, signed_in }, NAME);
  const before = cookieOf(exchange.headers, SESSION, place);
  if (before !== undefined) await store.end(tenant, idOf(before));
  const secret = newSecret();
  const row = { ...signed_in, person: caller.id, authenticated_at_ms: authenticatedAtMs };
  await store.begin(tenant, idOf(secret), row, now());
  return redirect(place.at(begun.to), [cookie(SESSION, secret, SIGN_IN_TTL_MS / 1000, place), noBegunCookie(place)]);
}

/** What the token proves by the issuer's keys, as the token of any caller; nothing of it is kept but what callers are known by. */
async function verified({ tokens, issuer, claims, now }: SignInParts, idToken: string, nonce: string) {
  const token = await tokens.verify("caller", idToken, now());
  if ("fault" in token) {
    // The issuer's keys may not have come yet, or be newer than ours.
    const later = token.fault === "key_unavailable" || token.fault === "key_unknown";
    throw new WritError(
      later ? "unavailable" : "unauthenticated",
      `the issuer's ID token is refused: ${token.message}`,
    );
  }
  if (token.issuer !== issuer || token.claims["nonce"] !== nonce) {
    throw new WritError("unauthenticated", "the issuer's answer is not one to this sign-in");
  }
  const kept: JsonObject = {};
  for (const name of claims) {
    const value = Object.hasOwn(token.claims, name) ? token.claims[name] : undefined;
    if (value !== undefined) kept[name] = value;
  }
  return { issuer, claims: kept };
}

/** Ends the sign-in here; the issuer's own stays. */
export async function signOut(parts: ConsoleParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const { place } = parts;
  const { store, tenant } = configured(parts);
  const visitor = await visitorOf(parts, exchange);
  if (visitor !== undefined) {
    checkOwnForm(exchange, place, fieldsOf(exchange).get("token"), signOutToken(visitor));
    await store.end(tenant, idOf(visitor.secret));
  }
  const body = html`<h1>You are signed out</h1>
<p>At the company's own sign-in you may still be signed in.</p>
<p><a class="button" href="${place.at("/approvals")}">Sign in again</a></p>`;
  return page(place, { title: "Signed out", body, cookies: [cookie(SESSION, "", 0, place)] });
}

function configured({ signIn }: ConsoleParts): SignInParts {
  if (signIn === undefined) throw new WritError("not_found", "no sign-in is configured");
  return signIn;
}
