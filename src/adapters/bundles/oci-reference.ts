import { refused } from "./refused.ts";

/** What an image is called: OCI Distribution Specification, "Pulling manifests". */
export interface OciReference {
  /** `host[:port]` */
  readonly host: string;
  readonly name: string;
  /** A tag, or a digest where one is given: it says exactly which. */
  readonly reference: string;
  /** Whether `reference` is a digest. */
  readonly isDigest: boolean;
}

const REFERENCE =
  /^([A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)\/([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/**
 * @param text `host[:port]/name[:tag][@sha256:…]`; without tag and digest it is `:latest`
 * @throws WritError `invalid_argument`
 */
export function parseOciReference(text: string): OciReference {
  const [, host, name, tag, digest] = REFERENCE.exec(text) ?? [];
  if (host === undefined || name === undefined || !URL.canParse(`https://${host}`)) {
    throw refused("the bundle's OCI reference is not of the form host[:port]/name[:tag][@sha256:…]");
  }
  return { host, name, reference: digest ?? tag ?? "latest", isDigest: digest !== undefined };
}
