import { invalidField, WritError } from "../domain/errors.ts";
import { decodeId } from "../transports/native/decode.ts";
import type { HttpAnswer, HttpExchange } from "../transports/native/protocol.ts";
import { checkOwnForm, fieldsOf, formToken } from "./forms.ts";
import { page, redirect } from "./layout.ts";
import type { ConsoleParts } from "./parts.ts";
import { type Answering, approvalView } from "./views/approval.ts";
import { listView } from "./views/list.ts";
import { shownText } from "./views/words.ts";
import { headerOf, isStale, type Visitor, visitorOf } from "./visitor.ts";

/** More than this waits for nobody; the API pages through them. */
const MAX_WAITING = 100;
const MAX_LATELY = 20;

export async function showList(parts: ConsoleParts, exchange: HttpExchange): Promise<HttpAnswer> {
  return forVisitor(parts, exchange, "/approvals", async (visitor) => {
    const { approvals } = parts.service;
    const waiting = await approvals.list({ state: "pending" }, MAX_WAITING, visitor.admission);
    const lately = await approvals.list({}, MAX_LATELY, visitor.admission);
    const body = listView(parts.place, waiting, lately);
    return page(parts.place, { title: "Approvals", body, header: headerOf(parts, visitor), cookies: visitor.cookies });
  });
}

export async function showApproval(parts: ConsoleParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const id = idIn(exchange);
  return forVisitor(parts, exchange, `/approvals/${id}`, async (visitor) => {
    const approval = await parts.service.approvals.get(id, visitor.admission);
    const { id: person } = visitor.admission.caller;
    const answered = approval.votes.some(({ by }) => by === person);
    const open = approval.state === "pending" && !answered;
    const answering: Answering = open ? answeringOf(parts, visitor, id, approval.shown_digest) : { kind: "none" };
    const body = approvalView(approval, answering);
    const header = headerOf(parts, visitor);
    return page(parts.place, { title: shownText(approval.shown.sentence), body, header, cookies: visitor.cookies });
  });
}

function answeringOf(parts: ConsoleParts, visitor: Visitor, id: string, digest: string): Answering {
  const { at } = parts.place;
  if (isStale(parts, visitor)) return { kind: "sign-in", link: at(signInPath(`/approvals/${id}`)) };
  return { kind: "form", action: at(`/approvals/${id}`), token: formToken(visitor.secret, id, digest) };
}

/** One person's answer. Who may give one, and whether it still can be given, the service says. */
export async function answerApproval(parts: ConsoleParts, exchange: HttpExchange): Promise<HttpAnswer> {
  const id = idIn(exchange);
  const visitor = await visitorOf(parts, exchange);
  if (visitor === undefined)
    throw new WritError("unauthenticated", "you are not signed in any more: nothing was answered");
  const fields = fieldsOf(exchange);
  const shown_digest = fields.get("shown_digest") ?? "";
  checkOwnForm(exchange, parts.place, fields.get("token"), formToken(visitor.secret, id, shown_digest));
  if (isStale(parts, visitor)) {
    throw new WritError(
      "unauthenticated",
      "you signed in a while ago: sign in again, then answer; nothing was answered",
    );
  }
  const verdict = verdictOf(fields.get("verdict"));
  const answer = { verdict, comment: fields.get("comment") ?? "", shown_digest, via: "page", address: visitor.address };
  await parts.service.approvals.answer(id, answer, visitor.admission);
  return redirect(parts.place.at(`/approvals/${id}`), visitor.cookies);
}

function verdictOf(value: string | undefined): "approve" | "deny" {
  if (value === "approve" || value === "deny") return value;
  throw invalidField("/verdict", "must be approve or deny");
}

/** A page for who is signed in; who is not, signs in first and comes back to it. */
async function forVisitor(
  parts: ConsoleParts,
  exchange: HttpExchange,
  path: string,
  show: (visitor: Visitor) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const elsewhere = parts.place.elsewhere(exchange);
  if (elsewhere !== undefined) return redirect(elsewhere);
  const visitor = await visitorOf(parts, exchange);
  return visitor === undefined ? redirect(parts.place.at(signInPath(path))) : show(visitor);
}

function signInPath(to: string): string {
  return `/approvals/sign-in?to=${encodeURIComponent(to)}`;
}

const APPROVAL_ID = /^apr_[0-9A-HJKMNP-TV-Z]{26}$/;

/** What is no id of an approval is not looked for, and stands in no link. @throws WritError not_found */
function idIn({ params }: HttpExchange): string {
  const id = decodeId(params["id"] ?? "", "/id");
  if (!APPROVAL_ID.test(id)) throw new WritError("not_found", "there is no such approval");
  return id;
}
