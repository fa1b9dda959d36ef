import type { SensitiveClass } from "./sensitive.ts";

/** Everything else that is more than a file: what people did, what agents obey, what the system stands on. */
export const SYSTEM: readonly SensitiveClass[] = [
  // What people typed, secrets among it.
  {
    name: "history",
    paths: ["**/.bash_history*", "**/.zsh_history*", "**/.zhistory", "**/.sh_history", "**/.ash_history", "**/.ksh_history", "**/.history", "**/.histfile",
      "**/fish_history", "**/.bash_sessions/**", "**/.zsh_sessions/**", "**/.mysql_history", "**/.psql_history", "**/.sqlite_history",
      "**/.mariadb_history", "**/.rediscli_history", "**/.dbshell", "**/.mongodb/mongosh/mongosh_repl_history", "**/mongosh_repl_history", "**/.clickhouse-client-history",
      "**/.python_history", "**/.node_repl_history", "**/.irb_history", "**/.pry_history", "**/.rhistory", "**/.octave_hist", "**/.julia/logs/repl_history.jl", "**/.scala_history", "**/.php_history",
      "**/.gdb_history", "**/.lesshst", "**/.viminfo", "**/.wget-hsts", "**/.recently-used*", "**/recently-used.xbel", "**/.ipython/profile_default/history.sqlite",
      "**/consolehost_history.txt", "**/.claude/history.jsonl", "**/.codex/history.jsonl", "**/.claude/projects/**", "**/.codex/sessions/**", "**/.atuin/**", "**/.local/share/atuin/**"],
  },
  // Texts that agents obey.
  {
    name: "agent_instructions",
    paths: ["**/claude.md", "**/claude.local.md", "**/agents.md", "**/agents.override.md", "**/agent.md", "**/gemini.md", "**/qwen.md", "**/hermes.md", "**/soul.md", "**/heartbeat.md",
      "**/.cursorrules", "**/.cursor/rules/**", "**/.cursor/commands/**", "**/.windsurfrules", "**/.windsurf/rules/**", "**/.windsurf/workflows/**", "**/.clinerules/**",
      "**/.roorules*", "**/.roo/rules*/**", "**/.roomodes", "**/.github/copilot-instructions.md", "**/.github/instructions/**", "**/.github/prompts/**", "**/.github/agents/**",
      "**/.github/chatmodes/**", "**/.claude/commands/**", "**/.claude/agents/**", "**/.claude/skills/**", "**/.claude/output-styles/**", "**/.claude/plugins/**", "**/.codex/prompts/**",
      "**/.codex/skills/**", "**/.agents/skills/**", "**/.gemini/commands/**", "**/.junie/guidelines.md", "**/.amazonq/rules/**", "**/.kiro/steering/**", "**/.continue/rules/**", "**/.augment/rules/**",
      "**/.augment-guidelines", "**/.trae/rules/**", "**/.goosehints", "**/.openhands/**", "**/.opencode/agent/**", "**/.opencode/command/**", "**/.openclaw/workspace/**", "**/.hermes/**", "**/skill.md"],
  },
  // What agents may do by themselves, and which tools they have.
  {
    name: "agent_config",
    paths: ["**/.mcp.json", "**/mcp.json", "**/mcp_config.json", "**/mcp_settings.json", "**/cline_mcp_settings.json", "**/claude_desktop_config.json", "**/.claude/settings.json",
      "**/.claude/settings.local.json", "**/managed-settings.json", "**/.claude/hooks/**", "**/.claude.json", "**/.cursor/mcp.json", "**/.cursor/hooks.json", "**/.cursor/cli.json", "**/.cursor/permissions.json",
      "**/.vscode/mcp.json", "**/.vscode/settings.json", "**/.vscode/tasks.json", "**/.codex/config.toml", "**/.codex/rules/**", "**/.codex/hooks.json", "**/.gemini/settings.json", "**/.gemini/extensions/**", "**/.qwen/settings.json",
      "**/opencode.json", "**/opencode.jsonc", "**/.config/opencode/**", "**/.opencode/plugin/**", "**/.continue/config.*", "**/.aider.conf.yml", "**/.codeium/windsurf/**", "**/.openclaw/openclaw.json", "**/.clawdbot/**", "**/.config/goose/**",
      "**/.amazonq/mcp.json", "**/.aws/amazonq/mcp.json", "**/.kiro/settings/**", "**/.kiro/hooks/**", "**/.roo/mcp.json", "**/.junie/mcp/**", "**/.copilot/**", "**/.crush.json", "**/crush.json",
      "**/.config/zed/settings.json", "**/.config/amp/settings.json", "**/.factory/mcp.json", "**/.factory/settings.json"],
  },
  // People's letters and talks.
  {
    name: "private_messages",
    paths: ["/var/mail/**", "/var/spool/mail/**", "**/library/mail/**", "**/library/messages/**", "~/mail/**", "~/maildir/**", "~/.maildir/**", "**/.local/share/evolution/**", "**/*.mbox", "**/*.pst", "**/*.ost",
      "**/library/application support/addressbook/**", "**/library/calendars/**"],
  },
  // Whole disks, past their file systems.
  {
    name: "device.disk",
    paths: ["/dev/sd?", "/dev/sd??", "/dev/hd?", "/dev/hd??", "/dev/vd?", "/dev/vd??", "/dev/xvd?", "/dev/xvd??", "/dev/nvme*", "/dev/mmcblk*", "/dev/dm-*", "/dev/md?", "/dev/md??", "/dev/md???",
      "/dev/mapper/**", "/dev/disk/**", "/dev/disk?", "/dev/disk??", "/dev/disk?s?", "/dev/rdisk*", "/dev/loop*", "/dev/block/**", "/dev/ada*", "/dev/nbd*", "/dev/zvol/**", "/dev/vg*/**", "/dev/bcache*", "/dev/pmem*", "/dev/mtd*", "/dev/ubi*",
      "/dev/root", "/dev/zd*", "//./physicaldrive*", "//./?:", "//./harddisk*", "//./globalroot/**"],
  },
  // Memory and the kernel itself.
  {
    name: "device.memory",
    paths: ["/dev/mem", "/dev/kmem", "/dev/port", "/dev/crash", "/dev/fmem", "/proc/kcore", "/proc/*/mem", "/proc/*/task/*/mem", "/dev/cpu/**", "/dev/tpm*", "/proc/vmcore", "//./physicalmemory", "**/pagefile.sys", "**/hiberfil.sys"],
  },
  // What sees and hears people.
  { name: "device.capture", paths: ["/dev/input/**", "/dev/uinput", "/dev/video*", "/dev/snd/**", "/dev/dsp*", "/dev/fb?", "/dev/vcs*", "/dev/hidraw*", "/dev/dri/**"] },
  // Sockets that start containers as root of the host.
  {
    name: "docker_socket",
    paths: ["**/run/docker.sock", "**/docker.sock", "**/run/containerd/containerd.sock", "**/containerd.sock", "**/crio.sock", "**/cri-dockerd.sock", "**/podman.sock", "**/run/podman/**",
      "**/.docker/desktop/docker*.sock", "**/lxd/unix.socket", "**/run/libvirt/libvirt-sock*", "//./pipe/docker_engine*", "//./pipe/dockerdesktop*"],
  },
  // Records of what happened.
  {
    name: "log",
    on: "change",
    paths: ["/var/log/**", "/var/adm/**", "/run/utmp", "/var/run/utmp", "**/wtmp", "**/btmp", "**/lastlog", "/run/log/**", "/var/audit/**", "/library/logs/**", "~/library/logs/**", "/private/var/log/**",
      "c:/windows/system32/winevt/**", "**/*.evtx", "c:/windows/system32/logfiles/**", "c:/inetpub/logs/**", "c:/windows/prefetch/**"],
  },
  // Programs and libraries that everybody runs.
  {
    name: "system_binary",
    on: "change",
    paths: ["/bin/**", "/sbin/**", "/usr/bin/**", "/usr/sbin/**", "/usr/local/bin/**", "/usr/local/sbin/**", "/usr/libexec/**", "/lib/**", "/lib32/**", "/lib64/**", "/libx32/**", "/usr/lib/**", "/usr/lib32/**", "/usr/lib64/**", "/usr/local/lib/**",
      "/snap/bin/**", "/opt/homebrew/bin/**", "/nix/store/**", "/system/**", "c:/windows/system32/**", "c:/windows/syswow64/**", "c:/windows/*.exe", "c:/program files/**", "c:/program files (x86)/**"],
  },
  // What the machine starts with.
  {
    name: "boot",
    on: "change",
    paths: ["/boot/**", "/efi/**", "/etc/default/grub", "/etc/default/grub.d/**", "/etc/grub.d/**", "/etc/lilo.conf", "/etc/fstab", "/etc/crypttab", "/etc/kernel/**", "/sys/firmware/efi/**", "/etc/inittab", "c:/boot/**", "c:/bootmgr", "c:/boot.ini", "c:/efi/**", "c:/recovery/**"],
  },
  // The running kernel's settings: modules, cgroups, namespaces.
  {
    name: "kernel_setting",
    on: "change",
    paths: ["/proc/sys/**", "/proc/sysrq-trigger", "/proc/*/oom_score_adj", "/proc/*/uid_map", "/proc/*/gid_map", "/proc/*/setgroups", "/proc/irq/**", "/proc/acpi/**", "/sys/**", "**/release_agent", "**/notify_on_release", "/etc/sysctl.conf", "/etc/sysctl.d/**"],
  },
  // What guards the machine.
  {
    name: "security_config",
    on: "change",
    paths: ["/etc/audit/**", "/etc/auditd.conf", "/etc/audisp/**", "/etc/selinux/**", "/etc/sysconfig/selinux", "/sys/fs/selinux/**", "/etc/apparmor/**", "/etc/apparmor.d/**", "/etc/hosts.allow", "/etc/hosts.deny", "/etc/iptables/**", "/etc/sysconfig/iptables",
      "/etc/nftables*", "/etc/ufw/**", "/etc/firewalld/**", "/etc/pf.conf", "/etc/fail2ban/**", "/etc/rsyslog*", "/etc/rsyslog.d/**", "/etc/syslog*", "/etc/syslog-ng/**", "/etc/login.defs", "/etc/securetty", "/etc/crypto-policies/**", "/etc/osquery/**", "/etc/falco/**", "/etc/wazuh*/**", "/var/ossec/**",
      "/etc/clamav/**", "/etc/aide*", "/etc/tripwire/**", "/etc/ssl/**", "/etc/ca-certificates*", "/etc/ca-certificates/**", "/usr/local/share/ca-certificates/**", "/usr/share/ca-certificates/**", "/etc/pki/**", "/opt/crowdstrike/**", "/opt/sentinelone/**",
      "/etc/opt/microsoft/mdatp/**", "/etc/usbguard/**", "/etc/sysconfig/**", "/etc/chkrootkit*", "/etc/rkhunter*", "/etc/newsyslog*", "/etc/asl.conf", "/etc/logrotate.conf"],
  },
  // Where names and packets go.
  {
    name: "network_config",
    on: "change",
    paths: ["/etc/hosts", "/private/etc/hosts", "/etc/resolv.conf", "/etc/resolver/**", "/etc/resolvconf/**", "/etc/nsswitch.conf", "/etc/network/**", "/etc/netplan/**", "/etc/networkmanager/**", "/etc/hostname", "/etc/proxychains*", "/etc/dnsmasq*", "/etc/dnsmasq.d/**", "/etc/dhcp/**", "/etc/host.conf",
      "/etc/gai.conf", "/etc/services", "/etc/exports", "/etc/hosts.d/**", "/etc/squid/**", "c:/windows/system32/drivers/etc/**"],
  },
  // Where software comes from.
  {
    name: "package_source",
    on: "change",
    paths: ["/etc/apt/**", "/usr/share/keyrings/**", "/etc/yum.repos.d/**", "/etc/yum.conf", "/etc/dnf/**", "/etc/zypp/**", "/etc/pacman*", "/etc/pacman.d/**", "/etc/apk/**", "/etc/pip.conf", "/etc/npmrc", "/var/lib/dpkg/**", "/var/lib/rpm/**"],
  },
  // Containers that can see the machine below them.
  { name: "container_config", on: "change", paths: ["/etc/docker/**", "/etc/containerd/**", "/etc/containers/**", "/etc/crio/**", "/etc/cni/**", "/var/lib/docker/**", "/var/lib/containerd/**", "/etc/subuid", "/etc/subgid"] },
  // Any other setting of the machine.
  { name: "system_config", on: "change", paths: ["/etc/**", "/usr/local/etc/**", "/private/etc/**", "/library/preferences/**", "c:/windows/**"] },
  // Folders that take everything with them when they go.
  {
    name: "top_folder",
    on: "change",
    paths: ["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/usr", "/var", "/nix", "/snap",
      "/applications", "/library", "/network", "/private", "/system", "/users", "/volumes", "/home/*", "/users/*", "/usr/bin", "/usr/lib", "/usr/local", "/usr/sbin", "/usr/share", "/var/lib", "/var/log", "/var/www",
      "~", "?:/", "?:/windows", "?:/windows/system32", "?:/users", "?:/users/*", "?:/program files", "?:/program files (x86)", "?:/programdata"],
  },
  // Folders that everybody may write to and that are emptied.
  { name: "temp", paths: ["/tmp/**", "/var/tmp/**", "/private/tmp/**", "/dev/shm/**", "/var/folders/**", "~/appdata/local/temp/**", "c:/windows/temp/**"] },
]; // biome-ignore format: lists, read at a glance
