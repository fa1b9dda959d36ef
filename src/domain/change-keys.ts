/** Of what a decision changes only as it was judged: one name each, among those of all kinds. A tenant's name has no colon. */
export interface Keyed {
  readonly tenant: string;
  readonly id: string;
}

export function sessionKey({ tenant, id }: Keyed): string {
  return `${tenant}/${id}`;
}

export function taskKey({ tenant, id }: Keyed): string {
  return `task:${tenant}/${id}`;
}

export function agentKey({ tenant, id }: Keyed): string {
  return `agent:${tenant}/${id}`;
}

export function approvalKey({ tenant, id }: Keyed): string {
  return `approval:${tenant}/${id}`;
}
