import type { SensitiveClass } from "./sensitive.ts";

/** Files that are run or obeyed later without being asked for: who plants something there stays. */
export const PERSISTENCE: readonly SensitiveClass[] = [
  // Jobs by the clock.
  {
    name: "persistence.cron",
    on: "plant",
    paths: ["/etc/crontab", "/etc/cron.*/**", "/etc/anacrontab", "/var/spool/cron/**", "/var/spool/anacron/**", "/var/cron/**", "/usr/lib/cron/**",
      "/etc/periodic/**", "/etc/incron.d/**", "/var/spool/incron/**", "/var/at/tabs/**", "c:/windows/tasks/**",
      "c:/windows/system32/tasks/**"],
  },
  { name: "persistence.at", on: "plant", paths: ["/var/spool/at/**", "/var/spool/cron/atjobs/**", "/var/at/jobs/**"] },
  // Services and what starts them.
  {
    name: "persistence.service",
    on: "plant",
    paths: ["/etc/systemd/**", "/usr/lib/systemd/**", "/lib/systemd/**", "/run/systemd/system/**", "/usr/local/lib/systemd/**",
      "~/.config/systemd/**", "~/.local/share/systemd/**", "/etc/init/**", "/etc/inittab", "/etc/xinetd.d/**", "/etc/inetd.conf",
      "/etc/dbus-1/**", "/usr/share/dbus-1/**", "/etc/udev/rules.d/**", "/usr/lib/udev/rules.d/**", "/lib/udev/rules.d/**",
      "/etc/supervisor/**", "/etc/supervisord.d/**", "/etc/supervisord.conf", "/etc/sv/**", "/etc/service/**", "/etc/s6/**", "/etc/runit/**", "/etc/binfmt.d/**",
      "/etc/default/**", "/etc/kubernetes/manifests/**", "/etc/containers/systemd/**", "~/.config/containers/systemd/**"],
  },
  // What every shell of a person or of the system runs when it starts or ends.
  {
    name: "persistence.shell_startup",
    on: "plant",
    paths: ["~/.bashrc", "~/.bash_profile", "~/.bash_login", "~/.bash_logout", "~/.bash_aliases", "~/.bashrc.d/**", "~/.profile", "~/.zshrc", "~/.zshenv",
      "~/.zprofile", "~/.zlogin", "~/.zlogout", "~/.oh-my-zsh/custom/**", "~/.config/zsh/**", "~/.kshrc", "~/.mkshrc", "~/.cshrc", "~/.tcshrc", "~/.login",
      "~/.logout", "~/.config/fish/**", "~/.config/nushell/**", "~/.config/powershell/**", "~/.pam_environment",
      "~/.config/environment.d/**", "~/.ssh/rc", "~/.ssh/environment", "~/.inputrc", "/etc/profile", "/etc/profile.d/**", "/etc/bash.bashrc",
      "/etc/bash.bash_logout", "/etc/bashrc", "/etc/bash_completion.d/**", "/etc/zsh/**", "/etc/zshrc", "/etc/zshenv", "/etc/zprofile", "/etc/csh.*",
      "/etc/fish/**", "/etc/environment", "/etc/environment.d/**", "/etc/skel/**", "/etc/paths.d/**", "/etc/ssh/sshrc",
      "**/windowspowershell/*profile.ps1", "**/powershell/*profile.ps1", "**/system32/windowspowershell/*/profile.ps1"],
  },
  // Who may log in, and as whom.
  {
    name: "persistence.account_file",
    on: "plant",
    paths: ["**/.ssh/authorized_keys", "**/.ssh/authorized_keys2", "~/.ssh/config", "~/.ssh/config.d/**", "/etc/ssh/sshd_config",
      "/etc/ssh/sshd_config.d/**", "/etc/ssh/ssh_config", "/etc/ssh/ssh_config.d/**", "/etc/ssh/authorized_keys/**", "/etc/passwd", "/etc/passwd-",
      "/etc/group", "/etc/group-", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/master.passwd", "~/.rhosts", "~/.shosts", "~/.k5login",
      "/etc/hosts.equiv", "/etc/shosts.equiv", "/etc/subuid", "/etc/subgid", "/etc/security/access.conf",
      "c:/programdata/ssh/administrators_authorized_keys"],
  },
  // Who may act as root.
  {
    name: "privilege.sudoers",
    on: "plant",
    paths: ["/etc/sudoers", "/etc/sudoers.d/**", "/usr/local/etc/sudoers", "/usr/local/etc/sudoers.d/**", "/etc/sudo.conf", "/etc/doas.conf",
      "/etc/polkit-1/**", "/usr/share/polkit-1/**", "/usr/local/etc/doas.conf", "/etc/super.tab"],
  },
  // Programs that version control runs by itself.
  {
    name: "persistence.git",
    on: "plant",
    paths: ["**/.git/hooks/**", "**/.git/config", "**/.git/config.worktree", "**/.git/modules/*/hooks/**", "**/.git/modules/*/config", "**/.git/info/attributes",
      "~/.gitconfig", "~/.config/git/**", "/etc/gitconfig", "~/.git-templates/**", "~/.githooks/**", "**/.husky/**", "**/.hg/hgrc",
      "~/.hgrc", "**/.svn/hooks/**"],
    except: ["**/.git/hooks/*.sample", "**/.husky/_/**"],
  },
  // Libraries that are loaded into every program.
  {
    name: "persistence.preload",
    on: "plant",
    paths: ["/etc/ld.so.preload", "/etc/ld.so.conf", "/etc/ld.so.conf.d/**", "/etc/ld.so.cache", "/etc/ld-elf.so.conf",
      "c:/windows/system32/wbem/**"],
  },
  // How passwords are checked.
  {
    name: "persistence.pam",
    on: "plant",
    paths: ["/etc/pam.d/**", "/etc/pam.conf", "/etc/security/**", "/usr/lib/pam.d/**", "**/security/pam_*.so", "/usr/lib/pam/**",
      "/library/security/securityagentplugins/**"],
  },
  { name: "persistence.launch", on: "plant", paths: ["**/library/launchagents/**", "**/library/launchdaemons/**", "/etc/emond.d/**"] },
  // What starts with the machine or a person's session.
  {
    name: "persistence.startup",
    on: "plant",
    paths: ["/etc/rc.local", "/etc/rc.d/**", "/etc/rc?.d/**", "/etc/rc.common", "/etc/rc.conf", "/etc/init.d/**", "/etc/conf.d/**", "/etc/local.d/**",
      "~/.config/autostart/**", "~/.config/autostart-scripts/**", "~/.config/plasma-workspace/**", "/etc/xdg/autostart/**", "/usr/share/autostart/**",
      "/etc/update-motd.d/**", "/etc/motd", "~/.xinitrc", "~/.xsession", "~/.xsessionrc", "~/.xprofile", "/etc/x11/xsession.d/**", "/etc/x11/xinit/**",
      "~/.config/i3/config", "~/.config/sway/config", "~/.config/hypr/**", "~/.config/openbox/autostart",
      "/etc/networkmanager/dispatcher.d/**", "/etc/network/if-*.d/**", "/etc/dhcp/dhclient-*-hooks.d/**", "/etc/ppp/ip-up*", "/etc/apt/apt.conf.d/**",
      "/etc/dpkg/dpkg.cfg.d/**", "/etc/yum/pluginconf.d/**", "/etc/dnf/plugins/**", "/etc/logrotate.d/**", "/etc/pm/sleep.d/**", "/usr/lib/systemd/system-sleep/**",
      "/library/startupitems/**", "**/com.apple.loginitems*", "**/start menu/programs/startup/**", "**/start menu/programs/startup",
      "c:/windows/system32/grouppolicy/**", "c:/autoexec.bat"],
  },
  { name: "persistence.kernel_module", on: "plant",
    paths: ["/etc/modules", "/etc/modules-load.d/**", "/etc/modprobe.d/**", "/lib/modules/**", "/usr/lib/modules/**", "/usr/lib/modules-load.d/**",
      "/etc/initramfs-tools/**", "/etc/dracut.conf.d/**", "/etc/mkinitcpio*", "/system/library/extensions/**", "/library/extensions/**"] },
  // Tools run what these say each time that they start.
  {
    name: "tool_startup",
    on: "plant",
    paths: ["~/.vimrc", "~/.vim/**", "~/.config/nvim/**", "~/.emacs", "~/.emacs.d/**", "~/.config/emacs/**", "~/.nanorc", "~/.gdbinit", "~/.config/gdb/**",
      "~/.lldbinit", "~/.psqlrc", "~/.sqliterc", "~/.irbrc", "~/.pryrc", "~/.pythonrc*", "~/.pythonstartup", "**/sitecustomize.py", "**/usercustomize.py",
      "**/site-packages/*.pth", "**/dist-packages/*.pth", "~/.ipython/profile_default/startup/**", "~/.rprofile", "~/.tmux.conf",
      "~/.config/tmux/**", "~/.screenrc", "~/.npmrc", "~/.yarnrc*", "~/.config/pip/**", "~/.pip/**", "~/.cargo/config*", "~/.m2/**", "~/.gradle/init.d/**", "~/.direnvrc",
      "~/.config/direnv/**", "~/.wgetrc", "~/.curlrc", "~/.config/curlrc", "~/.docker/cli-plugins/**", "~/.config/mpv/scripts/**", "~/.config/kitty/**",
      "~/.config/alacritty/**", "~/.config/wezterm/**", "~/.hammerspoon/**"],
  },
]; // biome-ignore format: lists, read at a glance
