import { objectIn, Refused, type RunningServer, serve } from "./http.ts";

export interface Comment {
  readonly path: string;
  readonly body: unknown;
  /** What it was written with: the target's side may know. */
  readonly credential: string;
}

export interface Target extends RunningServer {
  readonly comments: readonly Comment[];
  /** Called before a comment is answered; for calls that take their time. */
  before: (comment: Comment) => Promise<void>;
}

/**
 * A service that keeps comments, and believes credentials that OpenBao vouches for. It is careless: it sends back the
 * credential that it was called with.
 */
export async function startTarget(port: number, openbao: string): Promise<Target> {
  const comments: Comment[] = [];
  const target = {
    comments,
    before: async (_: Comment) => {},
  };
  const server = await serve(port, async (request, text) => {
    const credential = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    await needLive(openbao, credential);
    const comment = { path: request.url ?? "", body: objectIn(text)["body"], credential };
    await target.before(comment);
    await needLive(openbao, credential);
    comments.push(comment);
    const debug = {
      authorization: request.headers.authorization,
      base64: Buffer.from(`x:${credential}`).toString("base64"),
    };
    return { status: 201, body: { id: comments.length, body: comment.body, debug } };
  });
  return Object.assign(target, server);
}

/** @throws Refused unless OpenBao knows the token, and that it is for comments */
async function needLive(openbao: string, token: string): Promise<void> {
  const response = await fetch(`${openbao}/v1/auth/token/lookup-self`, { headers: { "x-vault-token": token } });
  const { data } = (await response.json()) as { readonly data?: { readonly policies?: readonly string[] } };
  if (!response.ok || !data?.policies?.includes("comments")) throw new Refused(401, "bad credentials");
}
