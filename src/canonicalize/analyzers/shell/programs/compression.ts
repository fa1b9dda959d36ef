import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { DIGITS, HELP, SHORT_HELP } from "./options.ts";

/** What they print is what the compressed files hold. */
const PRINTS: ProgramSpec = { lenient: true, options: { "-o": "write" }, operands: "read*", stdin: "data" };

/** Programs that compress files one by one: without an option for standard output, the file beside it is written and the first one removed. */
export const COMPRESSION: ProgramTable = {
  advdef: "advzip",
  advzip: { operands: "write*", flags: `${DIGITS} -a -z -x -l -t -L -k -q -f -N -p` },
  bgzip: {
    flags: "-f -k -r -d -i -g",
    options: {
      ...SHORT_HELP,
      "-c --stdout": { stdout: true, operands: "read*" },
      "-b --offset -s --size -@ --threads -I --index-name -l --compress-level": "text",
      "-o --output": "write",
    },
    operands: "write*",
    stdin: "data",
  },
  brotli: {
    flags: `${DIGITS} -d -f -k -n -v --decompress --force --keep --no-copy-stat --verbose --best --squash -s`,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-c --stdout": { stdout: true, operands: "read*" },
      "-t --test": { harmless: true, operands: "read*" },
      "-j --rm": { operands: "delete*", does: ["file.write"] },
      "-o --output": "write",
      "-D --dictionary": "read",
      "-q --quality -w --lgwin -S --suffix --large_window": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  bsdcat: PRINTS,
  bunzip2: "bzip2",
  bunzip3: "bzip3",
  bz2cat: PRINTS,
  bz3cat: PRINTS,
  bzcat: PRINTS,
  bzip2: {
    flags:
      `${DIGITS} ` +
      "-d -z -f -k -q -s -v --decompress --compress --force --keep --quiet --small --verbose --fast " +
      "--best --repetitive-fast --repetitive-best",
    options: {
      ...SHORT_HELP,
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-V -L --license": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  bzip2recover: { operands: "read", does: ["file.write"] },
  bzip3: {
    flags: `${DIGITS} -e -d -z -f -k -v -q -B --encode --decode --force --keep --verbose --recover --rm`,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-c --stdout": { stdout: true, operands: "read*" },
      "-t --test": { harmless: true, operands: "read*" },
      "-b --block -j --jobs": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  clzip: "lzip",
  compress: {
    flags: `${DIGITS} -d -f -k -r -v -C`,
    options: { "-c": { stdout: true, operands: "read*" }, "-h -V -L": { harmless: true }, "-b": "text" },
    operands: "write*",
    stdin: "data",
  },
  funzip: PRINTS,
  gunzip: "gzip",
  gzcat: PRINTS,
  // The compressed program takes the place of the one it was.
  gzexe: { flags: "-d", operands: "write*" },
  gzip: {
    flags:
      `${DIGITS} ` +
      "-a -d -f -k -n -N -q -r -v --fast --best --decompress --uncompress --force --keep --name " +
      "--no-name --quiet --recursive --rsyncable --verbose --synchronous --ascii",
    options: {
      ...SHORT_HELP,
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-S --suffix -b --bits": "text",
      "-V -L --license": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  igzip: "gzip",
  lbzip2: "bzip2",
  lrunzip: "lrzip",
  lrzip: {
    flags: `${DIGITS} -b -d -e -f -g -i -l -n -q -t -v -z -D -K -P -T -U`,
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-o --outfile -O --outdir": "write",
      "-L --level -m -N -p -S -w": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  lunzip: "lzip",
  lz4: {
    flags:
      `${DIGITS} ` +
      "-d -z -f -k -q -v -m -r --decompress --compress --force --keep --quiet --verbose --multiple " +
      "--recursive --best --no-frame-crc --content-size --no-content-size --sparse --no-sparse " +
      "--favor-decSpeed -BD -BX -BI -B4 -B5 -B6 -B7",
    options: {
      ...SHORT_HELP,
      "-H -V": { harmless: true },
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-t --test --list": { harmless: true, operands: "read*" },
      "--rm": { operands: "delete*", does: ["file.write"] },
      "-D": "read",
      "--fast -T --threads -b -e -i": { value: "text", optional: true },
    },
    operands: "read? write?",
    stdin: "data",
    does: ["file.write"],
  },
  lz4c: "lz4",
  lz4cat: PRINTS,
  lzcat: PRINTS,
  lzip: {
    flags:
      `${DIGITS} ` +
      "-a -d -f -F -k -q -v --trailing-error --decompress --force --recompress --keep --quiet " +
      "--verbose --fast --best --empty-error --loose-trailing",
    options: {
      ...SHORT_HELP,
      "-V": { harmless: true },
      "-c --stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-o --output": "write",
      "-b --member-size -m --match-length -s --dictionary-size -S --volume-size": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  lzma: "xz",
  lzop: {
    flags:
      `${DIGITS} ` +
      "-d -x -f -F -k -n -N -P -q -v --decompress --extract --force --keep --delete --name --no-name " +
      "--quiet --verbose --fast --best",
    options: {
      ...HELP,
      "-h -V -L": { harmless: true },
      "-c --stdout": { stdout: true, operands: "read*" },
      "-l --list --ls -t --test -i --info --sysinfo": { harmless: true, operands: "read*" },
      "-U": { operands: "delete*", does: ["file.write"] },
      "-o --output -p --path": "write",
      "-S --suffix -C --checksum --filter -T --threads": "text",
    },
    operands: "write*",
    stdin: "data",
  },
  pbzip2: {
    flags: `${DIGITS} -d -z -f -k -q -r -v --decompress --force --keep --quiet --verbose --read --loadavg`,
    options: {
      ...SHORT_HELP,
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-p -b -m -S": { value: "text", optional: true },
      "-V -L --license": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  pigz: {
    flags:
      `${DIGITS} ` +
      "-d -f -H -i -k -K -m -M -n -N -q -r -R -T -v -Y -z --fast --best --decompress --uncompress " +
      "--force --keep --name --no-name --quiet --silent --recursive --rsyncable --verbose --zip " +
      "--zlib --independent --synchronous --first --no-time --time --oneblock",
    options: {
      ...SHORT_HELP,
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-S --suffix -b --blocksize -p --processes -I --iterations -J --maxsplits -A --alias -C --comment": "text",
      "-V -L --license": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  pixz: {
    flags: "-d -l -t -e -k",
    options: { "-i": "read", "-o": "write", "-p -f -q": "text" },
    operands: "read? write?",
    stdin: "data",
  },
  plzip: "lzip",
  pzstd: "zstd",
  snzip: {
    flags: "-d -k",
    options: { "-c": { stdout: true, operands: "read*" }, "-t": "text" },
    operands: "write*",
    stdin: "data",
  },
  uncompress: "compress",
  unlz4: "lz4",
  unlzma: "xz",
  unlzop: "lzop",
  unpigz: "pigz",
  unxz: "xz",
  unzstd: "zstd",
  xz: {
    flags:
      `${DIGITS} ` +
      "-z -d -e -f -k -q -Q -v --compress --decompress --uncompress --extreme --force --keep --quiet " +
      "--no-warn --verbose --robot --single-stream --no-sparse --no-adjust --ignore-check --fast " +
      "--best --info-memory --no-sync",
    options: {
      ...SHORT_HELP,
      "-c --stdout --to-stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-H --long-help": { harmless: true },
      "--files --files0": { value: "read", optional: true, does: ["file.write"] },
      "--lzma1 --lzma2 --x86 --arm --armthumb --arm64 --powerpc --ia64 --sparc --delta --riscv": {
        value: "text",
        optional: true,
      },
      "-S --suffix -F --format -C --check -T --threads -M --memory --memlimit --memlimit-compress": "text",
      "--memlimit-decompress --memlimit-mt-decompress --block-size --block-list --flush-timeout": "text",
      "-V -L --license": { harmless: true },
    },
    operands: "write*",
    stdin: "data",
  },
  xzcat: PRINTS,
  zcat: PRINTS,
  zforce: { operands: "write*" },
  znew: { flags: `${DIGITS} -f -t -v -P -K`, operands: "write*" },
  zopfli: {
    flags: "-v --gzip --zlib --deflate --splitlast",
    options: { "-h": { harmless: true }, "-c": { stdout: true, operands: "read*" }, "--i": "text" },
    operands: "write*",
  },
  zstd: {
    flags:
      `${DIGITS} ` +
      "-d -z -f -k -q -v -r -C -n --compress --decompress --uncompress --force --keep --quiet " +
      "--verbose --ultra --single-thread --rsyncable --exclude-compressed --no-check --check " +
      "--content-size --no-content-size --sparse --no-sparse --pass-through --no-pass-through " +
      "--progress --no-progress --asyncio --no-asyncio --compress-literals --no-compress-literals " +
      "--row-match-finder --no-row-match-finder --mmap-dict --no-mmap-dict --priority -S --max",
    options: {
      ...SHORT_HELP,
      "-H -V": { harmless: true },
      "-c --stdout": { stdout: true, operands: "read*" },
      "-l --list -t --test": { harmless: true, operands: "read*" },
      "-o --output-dir-flat --output-dir-mirror --trace": "write",
      "--rm": { operands: "delete*", does: ["file.write"] },
      "-D --patch-from --filelist": "read",
      "--train": { operands: "read*", does: ["file.write"] },
      "--train-cover --train-fastcover --train-legacy --fast --long --adapt --block-size --split": {
        value: "text",
        optional: true,
      },
      "-M --memory --memlimit -T --threads --format --stream-size --size-hint": "text",
      "--target-compressed-block-size --zstd --auto-threads --maxdict --dictID --no-dictID": "text",
      "-b -e -i -B": { value: "text", optional: true },
    },
    operands: "write*",
    stdin: "data",
  },
  zstdcat: PRINTS,
  zstdmt: "zstd",
};
