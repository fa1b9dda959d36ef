/** Whether a verb of an allowance covers all that another one's does: the same, or its whole domain (`file.*`). */
export function verbWithin(verb: string, of: string): boolean {
  return verb === of || (of.endsWith(".*") && `${verb.split(".")[0]}.*` === of);
}

/** Whether a resource of an allowance (exact or `prefix*`, any where absent) names nothing but what another one names. */
export function resourceWithin(resource: string | undefined, of: string | undefined): boolean {
  if (of === undefined || resource === of) return true;
  if (resource === undefined || !of.endsWith("*")) return false;
  const named = resource.endsWith("*") ? resource.slice(0, -1) : resource;
  // A prefix says nothing about a path that leaves it again.
  return named.startsWith(of.slice(0, -1)) && !climbs(resource);
}

function climbs(uri: string): boolean {
  return uri.includes("..") || uri.toLowerCase().includes("%2e");
}

const ADDRESS = /^[^@\s/:]+@([^@\s/:A-Z]+)$/;
const HOST = /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/;

/**
 * Whether a name of destinations names none that the others do not: one of them, an address at a domain (`@acme.example`), a host
 * below a parent (`*.acme.example`), a URL of a host. Of destinations as canonicalization makes them: the domain is the value's.
 */
export function destinationWithin(name: string, of: ReadonlySet<string>): boolean {
  if (of.has(name) || of.has("*")) return true;
  const domain = ADDRESS.exec(name)?.[1];
  if (domain !== undefined) return of.has(`@${domain}`);
  const host = /^[a-z][a-z0-9+.-]*:\/\//.test(name) ? hostOf(name) : name;
  if (host === undefined || !HOST.test(host)) return false;
  if (host !== name && of.has(host)) return true;
  return parentsOf(host.replace(/^\*\./, "")).some((parent) => of.has(`*.${parent}`));
}

/** Of a URL in canonical form: any other spelling is a destination's value nowhere. */
function hostOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed === null || parsed.href.replace(/\/$/, "") !== url.replace(/\/$/, "") ? undefined : parsed.hostname;
}

/** `x.y.acme.example`: `y.acme.example` and `acme.example`; nobody names a whole top-level domain. */
function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join("."));
}
