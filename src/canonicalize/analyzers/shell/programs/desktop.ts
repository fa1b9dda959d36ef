import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP } from "./options.ts";

const READS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", output: "facts" };
const CHANGES: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["device.control"] };
const SETTINGS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["file.write"] };
const OPENS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "read*", does: ["process.exec"] };
const STARTS: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "text*", does: ["process.exec"] };
/** Types and clicks in the windows of whoever is logged in. */
const TYPES: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["device.control", "process.exec"],
  stdin: "code",
};
const WATCHES_INPUT: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  does: ["device.read"],
  signals: ["collection.capture"],
};
const REMOTE_DESKTOP: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "/v": "connect", "-u -p -d -g -r -a -k -x -z": "text" },
  operands: "connect*",
  does: ["net.connect"],
};
const SHARES_DESKTOP: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o -logfile": "write" },
  operands: "text*",
  does: ["net.listen"],
  signals: ["network.listen", "collection.capture"],
};
const WINDOW_MANAGER: ProgramSpec = {
  lenient: true,
  options: SHORT_HELP,
  operands: "text*",
  rules: [
    { operand: /\b(?:exec|dispatch|spawn|exec_always)\b/, does: ["process.exec"] },
    {
      operand: /^(?!get_|-|clients$|monitors$|workspaces$|version$|devices$|binds$|layers$|activewindow$)/,
      does: ["device.control"],
    },
  ],
};

/** reg, msiexec and the like are subcommands here as Wine runs its own programs by name. */
const WINE: ProgramSpec = {
  options: HELP,
  operands: "script text*",
  does: ["code.run"],
  subcommands: {
    ...each("winecfg control explorer iexplore notepad regedit taskmgr uninstaller winefile winhelp wordpad", STARTS),
    cmd: STARTS,
    msiexec: {
      lenient: true,
      operands: "text*",
      does: ["code.install"],
      rules: [{ operand: /^\/(?:x|uninstall)$/i, does: ["file.delete"] }],
    },
    reg: {
      options: HELP,
      subcommands: {
        ...each("query", READS),
        ...each("add copy import load restore", SETTINGS),
        delete: { ...SETTINGS, does: ["file.delete"] },
        export: { lenient: true, operands: "text write text*" },
        save: { lenient: true, operands: "text write text*" },
        compare: READS,
        "/?": READS,
        unload: SETTINGS,
      },
    },
    regsvr32: { lenient: true, operands: "text*", does: ["code.run"] },
    start: { lenient: true, operands: "text*", does: ["process.exec"] },
    wineboot: STARTS,
  },
};

/** Desktops: their settings, windows and what opens files. */
export const DESKTOP: ProgramTable = {
  autorandr: CHANGES,
  balooctl: {
    ...SETTINGS,
    rules: [{ operand: /^purge$/, does: ["file.delete"] }],
    subcommands: each("indexSize status monitor", READS),
  },
  blueman: STARTS,
  bluetoothctl: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        operand:
          /^(?:agent|block|connect|disconnect|discoverable|pair|pairable|power|remove|scan|select|trust|unblock|untrust|advertise)$/,
        does: ["device.control"],
      },
    ],
  },
  bspc: WINDOW_MANAGER,
  cinnamon: STARTS,
  cliphist: {
    ...WATCHES_INPUT,
    rules: [
      { operand: /^(?:delete|wipe|delete-query)$/, does: ["file.delete"] },
      { operand: /^store$/, does: ["file.write"] },
    ],
  },
  copyq: {
    ...TYPES,
    subcommands: {
      ...each("clipboard copied read selection size tab config count", WATCHES_INPUT),
      ...each("hide show toggle exit disable enable", CHANGES),
    },
  },
  dconf: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help list read watch", READS),
      dump: READS,
      ...each("load reset update write", { ...SETTINGS, stdin: "data" }),
      compile: { lenient: true, operands: "write search" },
    },
  },
  devilspie: STARTS,
  dolphin: OPENS,
  dunstctl: CHANGES,
  dunstify: STARTS,
  evtest: WATCHES_INPUT,
  eww: STARTS,
  "exo-open": OPENS,
  fprintd: READS,
  "gconftool-2": {
    ...SETTINGS,
    options: { ...SHORT_HELP, "-g --get -R --recursive-list -a --all-entries": { value: "text", stdout: true } },
  },
  gdmflexiserver: STARTS,
  gio: {
    options: SHORT_HELP,
    subcommands: {
      ...each("help version mime monitor", READS),
      cat: { lenient: true, operands: "read*" },
      copy: { lenient: true, operands: "copy_from* copy_to" },
      info: { lenient: true, operands: "mention*" },
      launch: { lenient: true, operands: "script read*" },
      list: { lenient: true, operands: "list*" },
      mkdir: { lenient: true, operands: "write*" },
      mount: { ...CHANGES, does: ["infra.update", "net.connect"] },
      move: { lenient: true, operands: "move_from* move_to" },
      open: { lenient: true, operands: "read*", does: ["process.exec"] },
      remove: { lenient: true, operands: "delete*" },
      rename: { lenient: true, operands: "move_from text" },
      save: { lenient: true, operands: "write", stdin: "data" },
      set: { lenient: true, operands: "write text*" },
      trash: {
        lenient: true,
        options: { ...HELP, "--list": { harmless: true }, "--empty": { does: ["file.delete"] } },
        operands: "delete*",
      },
      tree: { lenient: true, operands: "list*" },
    },
  },
  gjs: {
    ...STARTS,
    options: { ...SHORT_HELP, "-c --command": "code" },
    operands: "script text*",
    language: "javascript",
    stdin: "code",
  },
  "gnome-extensions": {
    options: SHORT_HELP,
    subcommands: {
      ...each("help info list show version", READS),
      ...each("create disable enable install pack prefs reset uninstall upload", {
        ...SETTINGS,
        does: ["file.write", "code.install"],
      }),
    },
  },
  "gnome-open": OPENS,
  "gnome-screenshot": {
    lenient: true,
    options: { ...SHORT_HELP, "-f --file": "write" },
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  "gnome-session-quit": { ...STARTS, does: ["process.kill"] },
  "gnome-software": STARTS,
  gpm: STARTS,
  gsettings: {
    options: SHORT_HELP,
    flags: "--schemadir",
    subcommands: {
      ...each(
        "describe get help list-children list-keys list-recursively list-relocatable-schemas list-schemas monitor range writable",
        READS,
      ),
      ...each("reset reset-recursively set", SETTINGS),
    },
  },
  herbstclient: WINDOW_MANAGER,
  hyprctl: WINDOW_MANAGER,
  "i3-msg": WINDOW_MANAGER,
  "i3-nagbar": STARTS,
  i3lock: CHANGES,
  "kde-open": OPENS,
  "kde-open5": OPENS,
  kdocker: STARTS,
  kquitapp5: { ...STARTS, does: ["process.kill"] },
  kreadconfig5: READS,
  "kscreen-console": READS,
  kstart5: STARTS,
  kwriteconfig5: SETTINGS,
  lutris: STARTS,
  "mate-screenshot": { lenient: true, does: ["device.read", "file.write"], signals: ["collection.capture"] },
  nautilus: OPENS,
  nemo: OPENS,
  nitrogen: CHANGES,
  pcmanfm: OPENS,
  picom: STARTS,
  plasmashell: STARTS,
  polybar: STARTS,
  protontricks: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-s --search -l --list": { value: "text", optional: true, stdout: true },
      "-c --command": "shell",
    },
    operands: "text*",
    does: ["code.run"],
  },
  qdbus: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["process.exec"] },
  qdbus6: "qdbus",
  qtile: STARTS,
  rdesktop: REMOTE_DESKTOP,
  redshift: CHANGES,
  remmina: { ...REMOTE_DESKTOP, options: { ...SHORT_HELP, "-c --connect": "connect" } },
  screenkey: WATCHES_INPUT,
  setxkbmap: { ...CHANGES, options: { ...SHORT_HELP, "-query -print": { stdout: true } } },
  swaylock: CHANGES,
  swaymsg: WINDOW_MANAGER,
  swaynag: STARTS,
  thunar: OPENS,
  tigervncserver: SHARES_DESKTOP,
  "update-desktop-database": SETTINGS,
  "update-mime-database": SETTINGS,
  vncserver: SHARES_DESKTOP,
  vncviewer: REMOTE_DESKTOP,
  wayvnc: SHARES_DESKTOP,
  wine: WINE,
  wine64: WINE,
  winetricks: { ...STARTS, does: ["code.install"] },
  "wlr-randr": CHANGES,
  wlrctl: TYPES,
  wmctrl: {
    lenient: true,
    options: { ...SHORT_HELP, "-l -d -m -p -G -x": { stdout: true } },
    operands: "text*",
    does: ["device.control"],
  },
  wtype: TYPES,
  x0vncserver: SHARES_DESKTOP,
  x11vnc: SHARES_DESKTOP,
  xautolock: STARTS,
  xbacklight: CHANGES,
  xclock: STARTS,
  "xdg-desktop-menu": SETTINGS,
  "xdg-email": {
    lenient: true,
    options: { ...HELP, "--attach": "read", "--to --cc --bcc --subject --body": "text" },
    operands: "text*",
    does: ["process.exec"],
  },
  "xdg-mime": {
    options: HELP,
    subcommands: {
      query: READS,
      default: SETTINGS,
      install: { lenient: true, operands: "read*", does: ["file.write"] },
      uninstall: SETTINGS,
    },
  },
  "xdg-open": OPENS,
  "xdg-settings": { options: HELP, subcommands: { check: READS, get: READS, set: SETTINGS } },
  "xdg-user-dir": READS,
  "xdg-user-dirs-update": SETTINGS,
  xdotool: { ...TYPES, operands: "text*" },
  xdpyinfo: READS,
  xev: WATCHES_INPUT,
  "xfce4-screenshooter": {
    lenient: true,
    options: { ...SHORT_HELP, "-s --save": "write", "-o --open": { value: "shell" } },
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  xfconf: SETTINGS,
  "xfconf-query": {
    ...SETTINGS,
    options: {
      ...SHORT_HELP,
      "-l --list": { stdout: true },
      "-c --channel -p --property -t --type": "text",
      "-s --set": { value: "text", does: ["file.write"] },
    },
  },
  xfreerdp: REMOTE_DESKTOP,
  xinit: STARTS,
  xinput: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "--list list --list-props": { stdout: true },
      "--test test --test-xi2 test-xi2": {
        value: "text",
        optional: true,
        does: ["device.read"],
        signals: ["collection.capture"],
      },
    },
    operands: "text*",
    rules: [
      { operand: /^(?:test|test-xi2)$/, does: ["device.read"], signals: ["collection.capture"] },
      { operand: /^(?:set-|enable|disable|reattach|float|map)/, does: ["device.control"] },
    ],
  },
  xkbset: CHANGES,
  xlsclients: READS,
  xlsfonts: READS,
  xmodmap: {
    lenient: true,
    options: { ...SHORT_HELP, "-pk -pke -pm -pp": { stdout: true }, "-e": "text" },
    operands: "read*",
    does: ["device.control"],
  },
  xprop: READS,
  xrandr: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-q --query --listmonitors --listactivemonitors --listproviders --prop --properties": "",
      "--output --mode --rate --pos --rotate --scale --brightness --left-of --right-of --above --below --gamma --newmode --addmode --fb --dpi --off --auto --primary":
        { value: "text", optional: true, does: ["device.control"] },
    },
    operands: "text*",
    output: "facts",
  },
  xrdb: {
    lenient: true,
    options: { ...SHORT_HELP, "-query -symbols": { stdout: true } },
    operands: "read*",
    does: ["device.control"],
  },
  xscreensaver: STARTS,
  xset: { lenient: true, operands: "text*", rules: [{ operand: /^(?!q$)/, does: ["device.control"] }] },
  xspy: WATCHES_INPUT,
  xwd: { lenient: true, options: { "-out": "write" }, does: ["device.read"], signals: ["collection.capture"] },
  xwininfo: READS,
  ydotool: TYPES,
};
