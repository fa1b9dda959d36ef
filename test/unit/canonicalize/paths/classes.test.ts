import { describe, expect, test } from "vitest";
import type { Surroundings } from "../../../../src/canonicalize/analyzers/analysis.ts";
import { fileFact } from "../../../../src/canonicalize/analyzers/paths/index.ts";
import { SENSITIVE } from "../../../../src/canonicalize/analyzers/paths/sensitive.ts";
import type { FileAccess } from "../../../../src/domain/facts.ts";

const HERE: Surroundings = { cwd: "/repo", home: "/home/bob", workspace: ["/repo"] };

function classesOf(text: string, access: FileAccess, more = {}): string {
  return fileFact(text, access, "/a", HERE, more).classes.join(" ");
}

const READ: readonly (readonly [text: string, classes: string])[] = [
  ["~/.ssh/id_ed25519", "credential.ssh_key"],
  ["/root/.ssh/deploy", "credential.ssh_key"],
  ["~eve/.ssh/id_rsa", "credential.ssh_key"],
  ["/Users/eve/.ssh/id_rsa", "credential.ssh_key"],
  ["C:\\Users\\Eve\\.ssh\\id_rsa", "credential.ssh_key"],
  ["/mnt/c/Users/Eve/.ssh/id_rsa", "credential.ssh_key"],
  ["$X/.ssh/id_rsa", "credential.ssh_key"],
  ["~/.ssh/id_ed25519.pub", ""],
  ["~/.ssh/known_hosts", ""],
  ["~/.ssh/config", ""],
  ["~/.aws/credentials", "credential.cloud"],
  ["~/.config/gcloud/application_default_credentials.json", "credential.cloud"],
  ["/var/run/secrets/kubernetes.io/serviceaccount/token", "credential.workload_token"],
  ["~/.docker/config.json", "credential.container"],
  ["~/.kube/config", "credential.kube"],
  ["~/.npmrc", "credential.package_registry"],
  ["~/.git-credentials", "credential.vcs"],
  ["~/.netrc", "credential.network"],
  ["~/.pgpass", "credential.database"],
  ["infra/terraform.tfstate", "credential.vault"],
  ["~/.gnupg/private-keys-v1.d/x.key", "credential.gpg credential.private_key"],
  ["/etc/ssl/private/x.pem", "credential.private_key"],
  ["certs/ca-cert.pem", ""],
  ["~/.local/share/keyrings/login.keyring", "credential.keyring"],
  ["~/Library/Keychains/login.keychain-db", "credential.keyring"],
  ["~/.password-store/x.gpg", "credential.password_store"],
  ["~/.mozilla/firefox/x.default/logins.json", "credential.browser"],
  ["~/Library/Application Support/Google/Chrome/Default/Cookies", "credential.browser"],
  ["C:\\Users\\Eve\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data", "credential.browser"],
  ["~/.bitcoin/wallet.dat", "credential.wallet"],
  ["/proc/self/environ", "credential.environment"],
  ["/proc/1234/environ", "credential.environment"],
  [".env", "credential.environment"],
  ["deploy/.env.production", "credential.environment"],
  [".env.example", ""],
  ["/etc/shadow", "credential.passwords"],
  ["/mnt/disk/etc/shadow", "credential.passwords"],
  ["/proc/1/root/etc/shadow", "credential.passwords disguised"],
  ["C:\\Windows\\System32\\config\\SAM", "credential.passwords"],
  ["/var/lib/jenkins/secrets/master.key", "credential.private_key credential.ci"],
  ["~/.bash_history", "history"],
  ["CLAUDE.md", "agent_instructions"],
  [".cursor/rules/x.mdc", "agent_instructions"],
  [".mcp.json", "agent_config"],
  ["/dev/sda1", "device.disk"],
  ["/dev/nvme0n1", "device.disk"],
  ["/proc/kcore", "device.memory"],
  ["/var/run/docker.sock", "docker_socket"],
  ["/tmp/x", "temp"],
  ["/etc/passwd", ""],
  ["/etc/hosts", ""],
  ["/usr/bin/ls", ""],
  ["/var/log/syslog", ""],
  ["~/.bashrc", ""],
  ["README.md", ""],
  ["src/credentials.ts", ""],
  ["/", ""],
  ["/home", ""],
  // Made up for tests, in the workspace only.
  ["tests/fixtures/.aws/credentials", ""],
  ["testdata/id_rsa", ""],
  ["/srv/tests/fixtures/.aws/credentials", "credential.cloud"],
  // Wildcards.
  ["/etc/sha*", "credential.passwords"],
  ["/etc/s?adow", "credential.passwords"],
  [
    "/etc/{passwd,shadow}",
    "credential.cloud credential.workload_token credential.kube credential.network credential.vault credential.passwords credential.ci",
  ],
  ["~/.ssh/*", "credential.ssh_key"],
  ["/home/*/.ssh", "credential.ssh_key"],
  ["/home/*/.ssh/id_*", "credential.ssh_key"],
  ["~/.ss?/id_rsa", "credential.ssh_key"],
  ["/ho?e/bob/.aws/credentials", "credential.cloud"],
  ["/*/*/.aws/x", "credential.cloud"],
  ["*.pem", "credential.private_key"],
  ["id_*", "credential.ssh_key"],
  ["*", ""],
  ["*.json", ""],
  ["src/*.ts", ""],
  ["~/Documents/*", ""],
];

const WRITTEN: readonly (readonly [text: string, access: FileAccess, classes: string])[] = [
  ["/etc/cron.d/x", "write", "persistence.cron system_config"],
  ["/etc/systemd/system/x.service", "write", "persistence.service system_config"],
  ["~/.config/systemd/user/x.service", "write", "persistence.service"],
  ["~/.bashrc", "append", "persistence.shell_startup"],
  ["/home/eve/.zshrc", "append", "persistence.shell_startup"],
  ["dotfiles/.bashrc", "write", ""],
  ["~/.ssh/authorized_keys", "append", "persistence.account_file"],
  ["/etc/passwd", "append", "persistence.account_file system_config"],
  ["/etc/sudoers.d/x", "write", "privilege.sudoers system_config"],
  [".git/hooks/pre-commit", "write", "persistence.git"],
  [".git/hooks/pre-commit.sample", "write", ""],
  [".git/config", "write", "persistence.git"],
  ["/etc/ld.so.preload", "write", "persistence.preload system_config"],
  ["/etc/pam.d/sshd", "write", "persistence.pam system_config"],
  ["~/Library/LaunchAgents/x.plist", "write", "persistence.launch"],
  ["/etc/rc.local", "write", "persistence.startup system_config"],
  ["~/.config/autostart/x.desktop", "write", "persistence.startup"],
  ["/var/log/auth.log", "delete", "log"],
  ["/usr/bin/ls", "write", "system_binary"],
  ["/boot/vmlinuz", "delete", "boot"],
  ["/proc/sys/kernel/core_pattern", "write", "kernel_setting"],
  ["/sys/fs/cgroup/x/release_agent", "write", "kernel_setting"],
  ["/etc/audit/audit.rules", "write", "security_config system_config"],
  ["/etc/hosts", "write", "network_config system_config"],
  ["/dev/sda", "write", "device.disk"],
  ["~/.bashrc", "delete", ""],
  ["/", "delete", "top_folder"],
  ["~", "delete", "top_folder"],
  ["~/*", "delete", "top_folder"],
  ["/etc", "delete", "system_config top_folder"],
  ["/etc/passw?", "write", "persistence.account_file system_config"],
  ["~/.bashr*", "write", "persistence.shell_startup"],
];

const RECURSIVE: readonly (readonly [text: string, classes: string])[] = [
  ["~/.ssh", "credential.ssh_key"],
  ["~/.config/gh", "credential.vcs"],
  ["~/.docker", "credential.container"],
  ["/", ""],
  ["/home", ""],
  ["/etc", ""],
  ["src", ""],
];

describe("classes of files", () => {
  test.each(READ)("%s, read", (text, classes) => {
    expect(classesOf(text, "read")).toBe(classes);
  });

  test.each(WRITTEN)("%s, %s", (text, access, classes) => {
    expect(classesOf(text, access)).toBe(classes);
  });

  test.each(RECURSIVE)("everything below %s, read", (text, classes) => {
    expect(classesOf(text, "read", { recursive: true })).toBe(classes);
  });

  test("a caller may know that brackets are part of the name", () => {
    expect(classesOf("/etc/shado[w]", "read")).toBe("credential.passwords");
    expect(classesOf("/etc/shado[w]", "read", { pattern: false })).toBe("");
  });

  test("what is longer than any path opens nothing", () => {
    expect(classesOf(`/${"a/".repeat(3000)}`, "read")).toBe("overlong");
  });

  test("every pattern of the table finds its own class", () => {
    for (const { name, on, paths } of SENSITIVE) {
      for (const pattern of paths) {
        const path = pattern
          .replace(/^\*\*\//, "/srv/")
          .replace(/\*\*$/, "some")
          .replaceAll("*", "x")
          .replaceAll("?", "y");
        const access = on === "change" || on === "plant" ? "write" : "read";
        const { classes } = fileFact(path, access, "/a", HERE, {
          pattern: false,
          style: /^(?:\/\/|[a-z]:)/.test(path) ? "windows" : "posix",
        });
        expect({ pattern, classes }).toEqual({ pattern, classes: expect.arrayContaining([name]) });
      }
    }
  });
});
