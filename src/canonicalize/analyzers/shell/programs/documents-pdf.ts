import type { ProgramTable } from "../spec.ts";
import { SHORT_HELP } from "./options.ts";

/** Programs for PDF and PostScript. */
export const PDF_DOCUMENTS: ProgramTable = {
  cpdf: { operands: "read*", options: { "-o": "write", "-i": "read" }, does: ["file.write"] },
  ddjvu: { operands: "read write", options: { "-format -page -quality -mode": { value: "text", optional: true } } },
  djvutxt: { operands: "read write?", options: { "-page -detail": { value: "text", optional: true } } },
  eps2eps: "ps2pdf",
  epstopdf: "ps2pdf",
  ghostscript: "gs",
  // PostScript is a language: outside of -dSAFER it reads, writes and runs what it wants, and what it is given is a script.
  gs: {
    flags: "-q -h -v",
    options: {
      "-o -sOutputFile": "write",
      "-d -s -r -g -D -S": { value: "text", optional: true },
      "-c": { operands: "code*" },
      "-f -I": "mention",
    },
    operands: "script*",
    does: ["file.write"],
    stdin: "code",
    language: "postscript",
    rules: [{ option: "-s", value: /^OutputFile=(?:%pipe%|\|)/, does: ["process.exec"] }],
  },
  img2pdf: {
    operands: "read*",
    options: { ...SHORT_HELP, "-o --output": "write", "--pagesize -s --imgsize -b --border --title": "text" },
    stdin: "data",
  },
  mutool: {
    subcommands: {
      draw: { operands: "read text*", options: { "-o": "write", "-F -r -w -h -p -R -c -A -W -H -S -U": "text" } },
      convert: { operands: "read text*", options: { "-o": "write", "-p -F -O -A": "text" } },
      clean: {
        operands: "read write text*",
        flags: "-g -gg -ggg -gggg -d -i -f -l -s -a -z",
        options: { "-p": "text" },
      },
      extract: { operands: "read text*", does: ["file.write"] },
      info: { operands: "read text*" },
      show: { operands: "read text*", options: { "-o": "write" } },
      pages: { operands: "read text*" },
      poster: { operands: "read write", options: { "-x -y -p": "text" } },
      merge: { operands: "read*", options: { "-o": "write" } },
      create: { operands: "read*", options: { "-o": "write" } },
      run: { operands: "script text*", language: "javascript" },
      sign: { operands: "read*", does: ["file.write"] },
      trace: { operands: "read text*" },
    },
  },
  ocrmypdf: {
    flags: "-d --deskew -c --clean -f --force-ocr -s --skip-text -r --rotate-pages --redo-ocr -q --quiet",
    options: {
      ...SHORT_HELP,
      "--sidecar": "write",
      "-l --language --output-type -j --jobs -O --optimize --pages --title --author --image-dpi": "text",
      "--plugin": "script",
    },
    operands: "read write",
  },
  pdf2ps: "ps2pdf",
  pdfattach: { operands: "read read write", flags: "-replace" },
  pdfcrop: {
    operands: "read write?",
    options: { "--margins --bbox": "text", "--gscmd --pdftexcmd --luatexcmd": "shell", "--clip --hires --verbose": "" },
    does: ["file.write"],
  },
  pdfdetach: {
    flags: "-saveall -v",
    options: {
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-enc": "text",
      "-list": { harmless: true },
      "-o": "write",
      "-save -savefile": "text",
    },
    operands: "read",
    does: ["file.write"],
  },
  pdffonts: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-f -l -opw -upw": "text" },
    output: "facts",
  },
  pdfgrep: {
    lenient: true,
    operands: "text search*",
    stdin: "data",
    options: {
      "-m --max-count -A -B -C --context --password --include --exclude --page-range --prefix-separator": "text",
      "--warn-empty --cache": "text",
      "-e --regexp -f --file": { value: "text", operands: "search*" },
    },
    flags: "-r -R --recursive -i --ignore-case -n --page-number -H -h -c --count -P -F -o -q -l -Z",
  },
  pdfimages: {
    flags: "-q -v -png -tiff -j -jp2 -jbig2 -ccitt -all -p -print-filenames",
    options: {
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-list": { harmless: true, operands: "read" },
    },
    operands: "read write?",
    does: ["file.write"],
  },
  pdfinfo: {
    lenient: true,
    operands: "read*",
    stdin: "data",
    options: { "-f -l -enc -opw -upw": "text" },
    output: "facts",
  },
  pdfjam: {
    operands: "read*",
    options: {
      "-o --outfile": "write",
      "--nup --paper --scale --offset --papersize --suffix --angle --trim": "text",
      "--landscape --no-landscape --quiet": "",
    },
    does: ["file.write"],
  },
  pdfseparate: {
    flags: "-q -v",
    options: { "-h -help --help -? --version": { harmless: true }, "-f -l -opw -upw": "text" },
    operands: "read write",
  },
  pdfsig: {
    flags: "-nocert -no-ocsp -no-appearance -aia -assert-signer",
    options: {
      "-h -help --help -? -v": { harmless: true },
      "-opw -upw -nssdir -nss-pwd -nick -kpw -digest -reason": "text",
      "-sign -add-signature": { operands: "read write" },
      "-dump": { does: ["file.write"] },
    },
    operands: "read",
    output: "facts",
  },
  // Its words are no options: `output` stands before the file that is written.
  pdftk: { operands: "write*" },
  pdftocairo: "pdftoppm",
  pdftohtml: {
    flags:
      "-q -v -p -c -s -i -noframes -stdout -xml -hidden -nomerge -nodrm -dataurls -noroundcoord " + "-fontfullname",
    options: {
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-fmt -zoom -wbt -enc -xres -yres": "text",
    },
    operands: "read write?",
    does: ["file.write"],
  },
  pdftoppm: {
    flags:
      "-pdf -svg -ps -eps -expand -noshrink -nocenter -level2 -level3 -origpagesizes -duplex -struct " +
      "-q -v -o -e -singlefile -png -jpeg -jpegcmyk -tiff -mono -gray -cropbox -hide-annotations " +
      "-progress",
    options: {
      "-paper -paperw -paperh -icc -antialias": "text",
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-r -rx -ry -scale-to -scale-to-x -scale-to-y -x -y -W -H -sz -jpegopt -tiffcompression -forcenum": "text",
      "-sep": "text",
    },
    operands: "read write?",
    does: ["file.write"],
  },
  pdftops: {
    flags: "-q -level1 -level2 -level3 -eps -duplex -expand -noshrink -nocenter -form",
    options: {
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-r -paper -paperw -paperh -passfonts": "text",
    },
    operands: "read write?",
    stdin: "data",
  },
  pdftotext: {
    flags: "-q -v -layout -raw -nodiag -htmlmeta -tsv -bbox -bbox-layout -cropbox -nopgbrk -listenc",
    options: {
      "-h -help --help -? --version": { harmless: true },
      "-f -l -opw -upw": "text",
      "-r -x -y -W -H -enc -eol -fixed -colspacing": "text",
    },
    operands: "read write?",
    stdin: "data",
  },
  pdfunite: { operands: "read* write", flags: "-v" },
  ps2ascii: "ps2pdf",
  ps2epsi: "ps2pdf",
  ps2pdf: {
    operands: "script write?",
    options: { "-d -s -r": { value: "text", optional: true } },
    does: ["file.write"],
    language: "postscript",
  },
  ps2pdf14: "ps2pdf",
  qpdf: {
    flags:
      "--linearize --decrypt --check --show-npages --show-pages --show-xref --qdf --coalesce-contents " +
      "--empty --pages --remove-restrictions --warning-exit-0 --progress --verbose --is-encrypted " +
      "--requires-password --show-encryption --list-attachments --overlay --underlay --flatten-rotation " +
      "--optimize-images --static-id --deterministic-id --newline-before-endstream --with-images " +
      "--raw-stream-data --filtered-stream-data",
    options: {
      "-h --help --version": { harmless: true },
      "--replace-input": { operands: "write*" },
      "--encrypt": { operands: "text text text read write", signals: ["encryption.files"] },
      "--password --rotate --split-pages --stream-data --show-object --compress-streams": {
        value: "text",
        optional: true,
      },
      "--object-streams --password-mode --show-attachment --json": { value: "text", optional: true },
      "--password-file --job-json-file --add-attachment": { value: "read", optional: true },
    },
    operands: "read* write",
  },
  tesseract: {
    operands: "read write text*",
    options: {
      "-h --help --version --list-langs --print-parameters": { harmless: true },
      "-l --psm --oem -c --dpi --tessdata-dir": "text",
    },
  },
};
