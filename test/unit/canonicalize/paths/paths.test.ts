import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Surroundings } from "../../../../src/canonicalize/analyzers/analysis.ts";
import {
  fileFact,
  fileResource,
  fileVerbPart,
  normalPath,
} from "../../../../src/canonicalize/analyzers/paths/index.ts";

const HERE: Surroundings = { cwd: "/repo/app", home: "/home/bob", workspace: ["/repo"] };
const NOWHERE: Surroundings = { workspace: [] };
const WINDOWS: Surroundings = { cwd: "C:\\Work", home: "C:\\Users\\Bob", workspace: ["C:\\Work"] };

/** Text, normal path and tricks. */
const HERE_PATHS: readonly (readonly [text: string, path: string, tricks: string])[] = [
  ["/etc/passwd", "/etc/passwd", ""],
  ["/etc//./passwd/", "/etc/passwd", ""],
  ["/etc/x/../passwd", "/etc/passwd", "parent"],
  ["/../../etc", "/etc", "parent"],
  ["a.txt", "/repo/app/a.txt", ""],
  ["../../etc", "/etc", "parent"],
  ["~", "/home/bob", ""],
  ["~/x", "/home/bob/x", ""],
  ["~bob/x", "/home/bob/x", ""],
  ["~root/x", "/root/x", ""],
  ["~eve/x", "~eve/x", ""],
  ["~+/x", "/repo/app/x", ""],
  ["$HOME/x", "/home/bob/x", ""],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell reads it
  ["${HOME}/../eve", "/home/eve", "parent"],
  ["$PWD/x", "/repo/app/x", ""],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell reads it
  ["${XDG_CONFIG_HOME:-$HOME/.config}/x", "${XDG_CONFIG_HOME:-/home/bob/.config}/x", ""],
  ["$XDG_CONFIG_HOME/gh", "/home/bob/.config/gh", ""],
  ["$X/a", "$X/a", ""],
  ["a/$X", "/repo/app/a/$X", ""],
  ["/proc/self/root/etc/shadow", "/etc/shadow", "proc_root"],
  ["/proc/./self/x/../root/etc", "/etc", "parent proc_root"],
  ["/proc/1/root/proc/1/root/etc", "/etc", "proc_root"],
  ["/proc/thread-self/root/a", "/a", "proc_root"],
  ["/proc/self/task/7/root/a", "/a", "proc_root"],
  ["/proc/self/root$HOME/x", "/home/bob/x", "proc_root"],
  ["/proc/self/cwd/x", "/repo/app/x", "proc_cwd"],
  ["/dev/fd/0", "/dev/stdin", "descriptor"],
  ["/proc/self/fd/7", "/dev/fd/7", "descriptor"],
  ["file:///etc/a%20b", "/etc/a b", ""],
  ["file://localhost/etc/x", "/etc/x", ""],
  ["FILE:/etc/x", "/etc/x", ""],
  ["%2e%2e/%2e%2e/etc", "/repo/app/%2e%2e/%2e%2e/etc", "percent_encoded"],
  ["a%252fb", "/repo/app/a%252fb", "percent_encoded"],
  ["/etc/passwd\0.png", "/etc/passwd\0.png", "nul"],
  ["a\\b", "/repo/app/a\\b", "backslash"],
  ["", "", ""],
];

const NOWHERE_PATHS: readonly (readonly [text: string, path: string, tricks: string])[] = [
  ["a/../b", "b", "parent"],
  ["../a", "../a", "parent"],
  ["./", ".", ""],
  ["~/x/../y", "~/y", "parent"],
  ["~/..", "~/..", "parent"],
  ["$HOME/x", "~/x", ""],
  ["/proc/self/cwd/x", "x", "proc_cwd"],
  ["C:\\Users\\Bob\\x.TXT", "c:/users/bob/x.txt", ""],
  ["c:/a/../b", "c:/b", "parent"],
  ["C:\\a\\..\\..\\b", "c:/b", "parent"],
  ["C:\\a.txt. .", "c:/a.txt", "trailing_dot_or_space"],
  ["C:\\a.txt::$DATA", "c:/a.txt", "alternate_stream"],
  ["C:\\a.txt:evil.exe", "c:/a.txt:evil.exe", "alternate_stream"],
  ["\\\\?\\C:\\a", "c:/a", "device_namespace"],
  ["\\\\.\\PhysicalDrive0", "//./physicaldrive0", "device_namespace"],
  ["\\\\?\\UNC\\srv\\s\\a", "//srv/s/a", "device_namespace unc"],
  ["\\\\srv\\s\\..\\a", "//srv/a", "unc parent"],
  ["\\\\localhost\\C$\\a", "c:/a", "admin_share"],
  ["%USERPROFILE%\\x", "~/x", ""],
  ["$env:APPDATA\\x", "~/appdata/roaming/x", ""],
  ["C:\\PROGRA~1\\x", "c:/progra~1/x", "short_name"],
  ["C:\\x\\NUL.txt", "c:/x/nul.txt", "dos_device"],
  ["file:///C:/a%20b", "c:/a b", ""],
];

const PLACES: readonly (readonly [text: string, place: string])[] = [
  ["x", "workspace"],
  ["/repo", "workspace"],
  ["/repository/x", "outside"],
  ["/tmp/x", "temporary"],
  ["$TMPDIR/x", "temporary"],
  ["$TMPDIR/../x", "unknown"],
  ["/tmp/$USER.log", "temporary"],
  ["/tmp/$X/y", "unknown"],
  ["~/x", "home"],
  ["/home/eve/x", "home"],
  ["/root/x", "home"],
  ["/etc/x", "system"],
  ["/", "system"],
  ["/*", "system"],
  ["/dev/sda", "device"],
  ["/dev/null", "temporary"],
  ["/dev/fd/3", "temporary"],
  ["/srv2/x", "outside"],
  ["$X/y", "unknown"],
  ["\uE000/y", "unknown"],
  ["../../x", "outside"],
];

describe("the normal form of a path", () => {
  test.each(HERE_PATHS)("%j", (text, path, tricks) => {
    const normal = normalPath(text, HERE);
    expect({ path: normal.path, tricks: normal.tricks.join(" ") }).toEqual({ path, tricks });
  });

  test.each(NOWHERE_PATHS)("%j without surroundings", (text, path, tricks) => {
    const normal = normalPath(text, NOWHERE);
    expect({ path: normal.path, tricks: normal.tricks.join(" ") }).toEqual({ path, tricks });
  });

  test.each([
    ["a\\b", "c:/work/a/b"],
    ["\\a", "c:/a"],
    ["C:a", "c:/work/a"],
    ["D:a", "d:a"],
    ["..\\..\\a", "c:/a"],
    ["~\\a", "c:/users/bob/a"],
    ["%TEMP%\\a", "c:/users/bob/appdata/local/temp/a"],
  ])("%j on Windows", (text, path) => {
    expect(normalPath(text, WINDOWS, "windows").path).toBe(path);
  });

  test.each([
    ["posix", "ab.~/\\:C%$ *2eé", [HERE, NOWHERE]],
    ["windows", "aB./\\% *$é", [WINDOWS, NOWHERE]],
  ] as const)("is its own normal form, without a way up behind a name: %s", (style, letters, places) => {
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 40 });
    fc.assert(
      fc.property(text, fc.constantFrom(...places), (written, at) => {
        const once = normalPath(written, at, style);
        expect(normalPath(once.path, at, style).path).toBe(once.path);
        if (once.absolute && !once.path.startsWith("//"))
          expect(once.path.split("/").filter((name) => name === "." || name === "..")).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });

  test("is the same however the way there is spelled, and another for other files", () => {
    const name = fc.stringMatching(/^[a-z]{1,5}$/);
    const detour = fc.constantFrom("/", "//", "/./", "/x/../", "/x/y/../../");
    fc.assert(
      fc.property(fc.array(fc.tuple(name, detour), { minLength: 1, maxLength: 5 }), name, (steps, other) => {
        const plain = `/${steps.map(([step]) => step).join("/")}`;
        const spelled = steps.map(([step, way]) => `${way}${step}`).join("");
        expect(normalPath(spelled, HERE).path).toBe(plain);
        expect(normalPath(`/proc/self/root${spelled}`, HERE).path).toBe(plain);
        expect(normalPath(`${spelled}/${other}`, HERE).path).not.toBe(plain);
      }),
    );
  });
});

describe("what a file is", () => {
  test.each(PLACES)("place of %j", (text, place) => {
    expect(fileFact(text, "read", "/a", HERE).place).toBe(place);
  });

  test.each([
    ["/a b", "file:///a b"],
    ["a", "file:///repo/app/a"],
    ["~eve/a", "file:~eve/a"],
    ["/a%20b", "file:///a%2520b"],
    ["C:\\a", "file:///c:/a"],
    ["\\\\srv\\s\\a", "file://srv/s/a"],
  ])("resource of %j", (text, uri) => {
    expect(fileResource(fileFact(text, "read", "/a", HERE))).toEqual({ type: "file", uri });
  });

  test("on another machine is that machine's", () => {
    const fact = fileFact("/etc/shadow", "read", "/a", NOWHERE, { host: "build7" });
    expect(fact).toMatchObject({ host: "build7", place: "outside", classes: ["credential.passwords"] });
    expect(fileResource(fact).uri).toBe("ssh://build7/etc/shadow");
  });

  test("touched is a part of the action, mentioned or run is none of its own", () => {
    expect(fileVerbPart(fileFact("/a", "delete", "/x", HERE))).toMatchObject({
      verb: "file.delete",
      resource: { type: "file", uri: "file:///a" },
    });
    expect(fileVerbPart(fileFact("/a", "mention", "/x", HERE))).toBeUndefined();
    expect(fileVerbPart(fileFact("/a", "execute", "/x", HERE))).toBeUndefined();
  });
});
