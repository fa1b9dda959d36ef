import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import { BUILDS, RUNS_CODE, RUNS_COMMAND } from "./package-commands.ts";

/**
 * gcc(1) and clang(1). -f, -W and -m take what follows them; a plug-in, a wrapper, another linker or the folder where the compiler's own programs are is code.
 */
const COMPILER: ProgramSpec = {
  flags:
    "-c -C -E -S -p -P -Q -s -v -w -M -MM -MD -MMD -MG -MP -H -static -shared -pie -no-pie -pthread -pg -pipe -ansi -pedantic -pedantic-errors -nostdlib -nodefaultlibs -nostartfiles -nostdinc -rdynamic -symbolic -dumpmachine -dumpversion -save-temps -trigraphs -undef -ObjC -r -### --analyze --verbose --compile --assemble --preprocess --debug --optimize --warnings --all-warnings --extra-warnings --pedantic --shared --static -fsyntax-only -emit-llvm -nostdinc++ -nolibc -static-libgcc -static-libstdc++ -dD -dM -dI -flto",
  options: {
    "--help --version -dumpfullversion --target-help -print-search-dirs -print-libgcc-file-name -print-multi-lib -print-multiarch -print-sysroot --print-supported-cpus":
      { harmless: true },
    "-o --output -MF --serialize-diagnostics": "write",
    "-include -imacros -T --include": "read",
    "-f -W -m -O": { value: "text", optional: true },
    "-g -std --std -D --define-macro --include-directory --library-directory --library-path -U -I -L -l -x -u -z -A -MT -MQ -iquote -isystem -idirafter -isysroot -iprefix -framework -arch -target --target --sysroot --param -Xassembler -e -b -V -G -print-file-name -print-prog-name -stdlib -rpath":
      "text",
    "-Xlinker -Xclang -Xpreprocessor": "text",
    "-B -specs --specs -fplugin -wrapper -fuse-ld -load --ld-path": { value: "text", does: ["code.run"] },
  },
  rules: [
    { option: "-f", value: /^(?:plugin|pass-plugin|use-ld)/, does: ["code.run"] },
    { option: "-W", value: /^[alp],.*(?:plugin|-o\b|--wrap|-load)/, does: ["code.run"] },
    { operand: /^@/, does: ["unknown"] },
  ],
  operands: "read*",
  does: ["file.write"],
  stdin: "data",
};

const LINKER: ProgramSpec = {
  lenient: true,
  options: {
    "--help -v -V --version": { harmless: true },
    "-o -Map": "write",
    "-T -c --script --version-script --dynamic-list": "read",
    "-L -l -m -e -z -rpath -soname -h": "text",
    "-plugin --plugin -plugin-opt": { value: "text", does: ["code.run"] },
  },
  operands: "read*",
  does: ["file.write"],
};

/** make(1) runs what the makefile says, also with -n for lines that start with `+`. */
const MAKE: ProgramSpec = {
  flags:
    "-b -B -d -e -i -k -L -m -n -p -q -r -R -s -S -t -w --always-make --check-symlink-times --debug --dry-run --environment-overrides --ignore-errors --just-print --keep-going --no-builtin-rules --no-builtin-variables --no-keep-going --no-print-directory --no-silent --print-data-base --print-directory --question --quiet --recon --silent --stop --touch --trace --warn-undefined-variables",
  options: {
    "-h --help -v --version": { harmless: true },
    "-C --directory": "chdir",
    "-f --file --makefile": "script",
    // A makefile: what stands in `$(shell …)` is no program that a shell knows, so it stays partial.
    "-E --eval": "shell",
    "-I --include-dir -W --what-if --new-file --assume-new -o --old-file --assume-old -O --output-sync": "text",
    "-j --jobs -l --load-average --max-load": { value: "text", optional: true },
  },
  operands: "text*",
  // make(1): the programs that a makefile names by variables can be others.
  rules: [
    {
      operand: /^\.?(?:SHELL|SHELLFLAGS|MAKEFLAGS|MAKE|CC|CXX|LD|AR|PYTHON)[:+?]*=.*[/ ]/,
      does: ["process.exec", "unknown"],
    },
  ],
  does: ["code.run"],
};

const BINARY_READER: ProgramSpec = { lenient: true, options: HELP, operands: "read*" };
const TASKS: ProgramSpec = {
  ...RUNS_CODE,
  options: {
    ...SHORT_HELP,
    "-l --list --list-all --summary -a": { harmless: true },
    "-f --file --justfile -t --taskfile": "script",
    "-d --dir --working-directory": "chdir",
  },
};

/** Programs that build, and those that look into what was built. */
export const BUILD_PROGRAMS: ProgramTable = {
  act: {
    ...RUNS_CODE,
    options: {
      ...SHORT_HELP,
      "-l --list -g --graph": { harmless: true },
      "-W --workflows -e --eventpath --secret-file --env-file": "read",
    },
  },
  addr2line: BINARY_READER,
  as: LINKER,
  asar: {
    options: SHORT_HELP,
    subcommands: {
      e: "extract",
      ef: "extract-file",
      extract: { operands: "read write" },
      "extract-file": { operands: "read text", does: ["file.write"] },
      l: "list",
      list: { lenient: true, operands: "read" },
      p: "pack",
      pack: { lenient: true, operands: "search write" },
    },
  },
  autoconf: BUILDS,
  autoheader: BUILDS,
  automake: BUILDS,
  autoreconf: BUILDS,
  "avr-gcc": COMPILER,
  bazel: {
    ...BUILDS,
    rules: [{ operand: /^clean$/, does: ["file.delete"] }],
    subcommands: each("aquery cquery dump help info license query version analyze-profile", {
      ...SHOWS,
      does: ["code.run"],
    }),
  },
  bazelisk: "bazel",
  bear: {
    ...RUNS_COMMAND,
    options: { ...SHORT_HELP, "--output": "write", "--config": "read" },
    flags: "--append --verbose",
  },
  bison: {
    lenient: true,
    options: { ...HELP, "-o --output --file -d --defines --header -g --graph": "write" },
    operands: "read*",
    does: ["file.write"],
  },
  buck: BUILDS,
  buck2: BUILDS,
  "c++": COMPILER,
  "c++filt": BINARY_READER,
  c89: COMPILER,
  c99: COMPILER,
  cc: COMPILER,
  ccache: {
    options: {
      ...SHORT_HELP,
      "-s --show-stats -x --show-compression -p --show-config -V -k --get-config -v": { harmless: true },
      "-C --clear -c --cleanup": { does: ["file.delete"] },
      "-M -F -o --set-config --max-size --max-files": { value: "text", does: ["file.write"] },
      "-z --zero-stats": { does: ["file.write"] },
    },
    operands: "command?",
  },
  chrpath: { lenient: true, options: { ...SHORT_HELP, "-l --list": { stdout: true } }, operands: "write*" },
  clang: COMPILER,
  "clang++": COMPILER,
  "clang-cl": COMPILER,
  "clang-cpp": COMPILER,
  cmake: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "--help-command --help-module --help-variable --help-manual --help-command-list": { harmless: true },
      "-P": "script",
      "-E": { operands: "command", does: ["process.exec"] },
      "-S -B": "mention",
      "-D -G -T -A -U -t --target --config --preset -j --parallel --prefix": "text",
      "-C --toolchain": "script",
      "--build --install --open --workflow": "",
      "--trace-redirect": "write",
    },
    operands: "text*",
    does: ["code.run", "file.write"],
  },
  colormake: MAKE,
  cpack: BUILDS,
  cpp: COMPILER,
  ctags: {
    lenient: true,
    options: { ...HELP, "-f -o": "write", "-L": "read", "--options": { value: "read", does: ["unknown"] } },
    operands: "read*",
    does: ["file.write"],
  },
  ctest: BUILDS,
  cython: BUILDS,
  distcc: {
    options: { ...SHORT_HELP, "--show-hosts --show-principal --scan-includes -j": { harmless: true } },
    operands: "command?",
  },
  distccd: {
    lenient: true,
    options: { ...SHORT_HELP, "--log-file --pid-file -P": "write", "-a --allow -p --port -j --jobs -N --nice": "text" },
    does: ["net.listen"],
    signals: ["network.listen"],
  },
  earthly: BUILDS,
  elfedit: BINARY_READER,
  emcc: COMPILER,
  emmake: RUNS_COMMAND,
  esbuild: { ...BUILDS, options: { ...HELP, "--outfile --outdir": "write" }, operands: "read*" },
  f77: COMPILER,
  flex: {
    lenient: true,
    options: { ...SHORT_HELP, "-o --outfile --header-file": "write" },
    operands: "read*",
    does: ["file.write"],
  },
  "g++": COMPILER,
  g77: COMPILER,
  gcc: COMPILER,
  gcov: { lenient: true, operands: "read*", does: ["file.write"] },
  gdbus: {
    options: HELP,
    subcommands: {
      ...each("introspect monitor wait", SHOWS),
      call: { lenient: true, operands: "text*", does: ["process.exec"] },
      emit: { lenient: true, operands: "text*", does: ["process.exec"] },
    },
  },
  gfortran: COMPILER,
  gmake: MAKE,
  gnatmake: COMPILER,
  gold: LINKER,
  gprof: BINARY_READER,
  ispc: COMPILER,
  jam: BUILDS,
  jar: {
    flags: "c x t u f v m e 0 M i -c -x -t -u -f -v -m -0 -M -i",
    options: { ...SHORT_HELP, "-C": "chdir" },
    operands: "text*",
    does: ["file.read", "file.write"],
  },
  javac: {
    lenient: true,
    options: {
      ...HELP,
      "-version": { harmless: true },
      "-d -h -s": "write",
      "-cp -classpath --class-path -source -target --release": "text",
      "-processor -processorpath --processor-path": { value: "text", does: ["code.run"] },
    },
    operands: "read*",
    does: ["file.write"],
  },
  javadoc: { lenient: true, options: { ...HELP, "-d": "write" }, operands: "read*", does: ["file.write"] },
  javap: BINARY_READER,
  just: TASKS,
  ld: LINKER,
  "ld.lld": LINKER,
  ldc2: { ...COMPILER, lenient: true },
  ldconfig: {
    lenient: true,
    options: { ...SHORT_HELP, "-p --print-cache": { stdout: true }, "-f -C": "write" },
    operands: "text*",
    does: ["infra.update"],
  },
  // ldd(1): the loader that a file names may be run with it.
  ldd: { flags: "-v -u -d -r --verbose --unused --data-relocs --function-relocs", options: HELP, operands: "read*" },
  libtool: { lenient: true, options: HELP, operands: "text*", does: ["file.write", "process.exec"] },
  lipo: {
    lenient: true,
    options: {
      "-info -archs -detailed_info": { stdout: true },
      "-output": "write",
      "-thin -extract -verify_arch": "text",
    },
    operands: "read*",
  },
  llc: {
    lenient: true,
    options: { ...HELP, "-o": "write", "-load": { value: "script" } },
    operands: "read*",
    does: ["file.write"],
  },
  lld: LINKER,
  lli: { ...RUNS_CODE, operands: "script text*" },
  m4: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-o --error-output --debugfile -F --freeze-state": "write",
      "-R --reload-state": "read",
      "-D --define -I --include -U": "text",
    },
    operands: "script*",
    does: ["code.run"],
    stdin: "code",
    language: "m4",
  },
  make: MAKE,
  makeinfo: { lenient: true, options: { ...HELP, "-o --output": "write" }, operands: "read*", does: ["file.write"] },
  meson: { ...BUILDS, subcommands: each("introspect help format-check", SHOWS) },
  mold: LINKER,
  msbuild: BUILDS,
  "musl-gcc": COMPILER,
  nasm: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-v -hf": { harmless: true },
      "-o -l -E -MF": "write",
      "-f -I -i -D -d -U -F -O -p": "text",
    },
    operands: "read*",
    does: ["file.write"],
  },
  ninja: {
    ...MAKE,
    flags: "-v -n -q --verbose --quiet",
    options: { ...SHORT_HELP, "-C": "chdir", "-f": "script", "-j -k -l -d -t -w": "text" },
  },
  nm: BINARY_READER,
  nmake: MAKE,
  nvcc: COMPILER,
  objcopy: {
    lenient: true,
    options: {
      ...HELP,
      "--add-section --dump-section --update-section": { value: "text", does: ["file.read", "file.write"] },
    },
    operands: "write write?",
  },
  objdump: BINARY_READER,
  otool: BINARY_READER,
  pahole: BINARY_READER,
  pants: BUILDS,
  patchelf: {
    lenient: true,
    options: {
      "--print-interpreter --print-rpath --print-needed --print-soname --help --version": { stdout: true },
      "--output": "write",
      "--set-interpreter --set-rpath --add-needed --remove-needed --replace-needed --set-soname --add-rpath": "text",
    },
    operands: "write*",
    signals: ["persistence.preload"],
  },
  "pkg-config": { lenient: true, operands: "text*", options: HELP },
  pkgconf: "pkg-config",
  premake5: BUILDS,
  protoc: {
    lenient: true,
    options: {
      ...SHORT_HELP,

      "--plugin": { value: "script" },
      "-o --descriptor_set_out": "write",
      "-I --proto_path": "text",
    },
    operands: "read*",
    does: ["file.write", "process.exec"],
  },
  qmake: BUILDS,
  ranlib: { lenient: true, operands: "write*" },
  readelf: BINARY_READER,
  readpe: BINARY_READER,
  redo: BUILDS,
  scons: BUILDS,
  size: BINARY_READER,
  sphinx: BUILDS,
  "sphinx-build": { ...BUILDS, operands: "search write text*" },
  strip: { lenient: true, options: { ...HELP, "-o": "write" }, operands: "write*" },
  swig: {
    lenient: true,
    options: { "-o -outdir": "write", "-help -version": { harmless: true } },
    operands: "read*",
    does: ["file.write"],
  },
  task: TASKS,
  tcc: {
    ...COMPILER,
    flags: `${COMPILER.flags} -bench`,
    options: { ...COMPILER.options, "-run": { operands: "script text*", does: ["code.run"] } },
  },
  tup: BUILDS,
  valac: BUILDS,
  waf: BUILDS,
  "xcode-select": {
    lenient: true,
    options: { ...SHORT_HELP, "-p --print-path": { stdout: true }, "--install": { does: ["code.install"] } },
    operands: "text*",
    does: ["infra.update"],
  },
  xcodebuild: {
    ...BUILDS,
    options: { ...SHORT_HELP, "-version -list -showsdks -showBuildSettings": { stdout: true } },
  },
  xcrun: {
    options: {
      ...SHORT_HELP,
      "--sdk --toolchain": "text",
      "-f --find --show-sdk-path --show-sdk-version": { value: "text", optional: true, harmless: true },
    },
    flags: "-v -l -n -k -r --verbose --log --no-cache --run",
    operands: "command",
  },
  yacc: "bison",
  yasm: { lenient: true, options: { "-o -l": "write" }, operands: "read*", does: ["file.write"] },
};
