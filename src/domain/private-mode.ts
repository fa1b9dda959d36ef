const ROOT = 0;
const BY_GROUP_OR_OTHERS = 0o077;
const BY_OTHERS_OR_WRITABLE = 0o037;

/**
 * Whether more than its user may read a file with a secret. As PostgreSQL has it for the key of its certificate: mode 0600, or 0640 where
 * root owns it, which is how Kubernetes mounts a Secret for a user who is not root, and systemd a credential.
 * @param uid whose process reads it; undefined where there are no users
 */
export function isOpenToOthers(
  file: { readonly mode: number; readonly uid: number },
  uid: number | undefined,
): boolean {
  const shared = file.uid === ROOT && uid !== undefined && uid !== ROOT;
  return (file.mode & (shared ? BY_OTHERS_OR_WRITABLE : BY_GROUP_OR_OTHERS)) !== 0;
}
