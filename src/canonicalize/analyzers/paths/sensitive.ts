import { CREDENTIALS } from "./credentials.ts";
import { PERSISTENCE } from "./persistence.ts";
import { SYSTEM } from "./system.ts";

/**
 * One class of files, and where such files are.
 *
 * Paths are in lower case and compared without case, since some systems do the same. They start at the root (`/etc/x`), in
 * anybody's home (`~/x`), or anywhere (`**` and a slash in front: names that mean the same wherever they are, also in a mounted disk or a
 * backup). `*` and `?` match within one name; `/**` at the end is the folder itself and everything below it.
 */
export interface SensitiveClass {
  readonly name: string;
  /** Only when something is put there or made so (`plant`), when it is changed or deleted (`change`); else whatever is done. */
  readonly on?: "plant" | "change";
  readonly paths: readonly string[];
  /** Of these paths, those that are not of the class. */
  readonly except?: readonly string[];
}

export const SENSITIVE: readonly SensitiveClass[] = [...CREDENTIALS, ...PERSISTENCE, ...SYSTEM];

/** Ends of names of files that show what another looks like, or that are meant to be given away. */
export const HARMLESS_ENDINGS: readonly string[] = [
  ".example", ".sample", ".template", ".dist", ".tmpl", ".pub", ".md5", ".sha256",
]; // biome-ignore format: one list

/** Folders of a workspace whose files are made up to be read by tests and people. */
export const MADE_UP_FOLDERS: ReadonlySet<string> = new Set([
  "fixtures", "fixture", "__fixtures__", "testdata", "test-data", "test_data", "test-fixtures", "test_fixtures",
  "examples", "example", "samples", "mocks", "__mocks__", "test", "tests", "__tests__", "spec",
]); // biome-ignore format: one list

/** Where people have their homes; the last name is whose. */
export const HOMES: readonly string[] = [
  "/home/*", "/users/*", "/root", "/var/root", "/var/home/*", "/usr/home/*", "/export/home/*", "/etc/skel",
  "/var/lib/jenkins", "/var/lib/postgresql", "/var/www", "/mnt/?/users/*", "/?/users/*", "/cygdrive/?/users/*", "~*",
  "?:/users/*", "?:/documents and settings/*",
]; // biome-ignore format: one list

/** Where the root of another system is seen from this one: mounted disks, the host from inside a container. */
export const OTHER_ROOTS: readonly string[] = [
  "/mnt", "/mnt/*", "/host", "/hostfs", "/host-root", "/host_root", "/rootfs", "/sysroot", "/target", "/chroot",
  "/media/*", "/media/*/*", "/newroot", "/volumes/*", "/run/host", "//wsl$/*", "//wsl.localhost/*",
  "/var/lib/docker/overlay2/*/merged", "/var/lib/docker/overlay2/*/diff",
]; // biome-ignore format: one list
