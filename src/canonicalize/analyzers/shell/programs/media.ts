import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

const READER: ProgramSpec = { lenient: true, options: SHORT_HELP, operands: "read*" };
const PLAYER: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "--record-file --stream-record --stream-dump -dumpfile": "write",
    "--script --scripts --input-ipc-server": { value: "text", does: ["process.exec"] },
  },
  operands: "fetch*",
};
const CONVERTER: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o --output -d --dest --outdir --output-dir --out": "write" },
  operands: "read*",
  does: ["file.write"],
  stdin: "data",
};
const IN_OUT: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o --output": "write" },
  operands: "read write?",
  stdin: "data",
};
const IN_PLACE: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-o --out --output --dir -d --dest": "write" },
  operands: "write*",
};
const FILTER: ProgramSpec = { lenient: true, options: HELP, operands: "read*", stdin: "data" };
const DOWNLOADS: ProgramSpec = {
  lenient: true,
  options: {
    ...SHORT_HELP,
    "-o --output -P --paths -d --directory --dest": "write",
    "--cookies -a --batch-file": "read",
  },
  operands: "text*",
  does: ["net.fetch", "file.write"],
};
const SCRIPTED: ProgramSpec = {
  lenient: true,
  options: { ...SHORT_HELP, "-b --batch": "code", "-o --output": "write" },
  operands: "read*",
  does: ["file.write"],
};

/**
 * ffmpeg(1): the last operand is written; -i and the like are read. Filters and protocols may name files and hosts: concat lists, `subtitles=`,
 * `movie=`, and the outputs of the tee and segment muxers.
 */
const FFMPEG: ProgramSpec = {
  lenient: true,
  options: {
    "-h -version -formats -codecs -encoders -decoders -filters -protocols -devices -bsfs -pix_fmts -layouts -sample_fmts -buildconf -L -hwaccels -muxers -demuxers -colors -sources -sinks --help":
      { harmless: true },
    "-i -attach -filter_script -filter_complex_script -passlogfile": "read",
    "-progress -report -sdp_file -dump_attachment -vstats_file": "write",
    "-f -c -codec -vcodec -acodec -c:v -c:a -codec:v -codec:a -b -b:v -b:a -r -s -ss -t -to -vf -af -filter:v -filter:a -filter_complex -map -preset -crf -ar -ac -ab -aspect -vframes -frames:v -q:v -q:a -qscale -pix_fmt -metadata -threads -loop -framerate -movflags -g -pass -maxrate -bufsize -profile:v -tune -loglevel -v -vol -async -vsync -itsoffset -rtbufsize -start_number -map_metadata -disposition -tag:v -bsf:v -bsf:a -strict -hwaccel -hls_time -hls_list_size -segment_time -video_size -timestamp -vbr -compression_level -fs -stream_loop -user_agent -headers -protocol_whitelist -safe -lavfi -level -cpu-used -row-mt -init_hw_device -scodec -c:s -update -fps_mode":
      "text",
  },
  rules: [
    {
      option: "-f",
      value: /^(?:x11grab|avfoundation|gdigrab|kmsgrab|pulse|alsa|v4l2|dshow|fbdev)$/,
      does: ["device.read"],
      signals: ["collection.capture"],
    },
    { operand: /^(?:https?|rtmps?|rtsp|udp|tcp|srt|ftp|sftp|tee):/, does: ["net.upload"] },
  ],
  operands: "write*",
};

const MAGICK: ProgramSpec = {
  lenient: true,
  options: {
    "-help -version -list --help --version": { harmless: true },
    "-write": "write",
    "-script": "script",
    "-resize -quality -rotate -crop -geometry -gravity -density -size -colors -delay -loop -blur -sharpen -fill -font -pointsize -draw -annotate -background -format -depth -type -channel -threshold -extent -border -bordercolor -tile -fuzz -compress -interlace -colorspace -define -modulate -brightness-contrast -level -gamma -alpha -layers -compose -sampling-factor -metric -set -page -thumbnail -scale -sample -roll -shear -distort -virtual-pixel -filter -units -stroke -strokewidth -label -title -comment -window -profile -transparent -opaque -dither -posterize -swirl -wave -spread -implode -shadow -path -limit -repage -chop -shave -splice -evaluate -morphology -kernel":
      "text",
  },
  // A name with a colon is read by a module of its own (msl:, url:, ephemeral:, |command).
  rules: [{ operand: /^(?:\||msl:|mvg:|url:|https?:|ephemeral:|text:@|label:@|caption:@|@)/i, does: ["unknown"] }],
  operands: "read* write",
  stdin: "data",
};

const YT_DLP: ProgramSpec = {
  lenient: true,
  options: {
    "-h --help --version --list-extractors --extractor-descriptions": { harmless: true },
    "-o --output -P --paths --cache-dir --download-archive --print-to-file --write-pages": "write",
    "-a --batch-file --cookies --netrc-location --load-info-json --client-certificate": "read",
    "--cookies-from-browser": { value: "text", does: ["secret.read"], signals: ["credential.read"] },
    "--exec --exec-before-download --netrc-cmd": { value: "shell" },
    "--external-downloader --downloader --ffmpeg-location --plugin-dirs --config-locations --downloader-args --external-downloader-args --postprocessor-args --ppa --use-postprocessor":
      { value: "text", does: ["process.exec"] },
    "--proxy --geo-verification-proxy": "connect",
    "-f --format -r --limit-rate -u --username -p --password -N --concurrent-fragments -S --format-sort -I --playlist-items --sub-langs --sub-lang --audio-format --audio-quality --recode-video --remux-video --merge-output-format --match-filter --playlist-start --playlist-end --date --dateafter --datebefore --max-downloads --user-agent --referer --add-header --sleep-interval --retries -R --socket-timeout --ap-username --ap-password --video-password -2 --twofactor --match-title --reject-title --age-limit --download-sections --convert-subs --convert-thumbnails --parse-metadata --replace-in-metadata --extractor-args -t --preset-alias":
      "text",
    "-F --list-formats --list-subs -j --dump-json -J --dump-single-json -g --get-url -e --get-title -s --simulate --list-thumbnails --skip-download":
      { stdout: true },
  },
  operands: "fetch*",
  does: ["file.write"],
};

/** Pictures, sound and films. */
export const MEDIA: ProgramTable = {
  HandBrakeCLI: "handbrakecli",
  agg: IN_OUT,
  animate: MAGICK,
  aplay: READER,
  avconv: FFMPEG,
  avprobe: READER,
  "carbon-now": { ...CONVERTER, does: ["net.upload", "file.write"] },
  cdparanoia: { ...CONVERTER, operands: "text write?" },
  cjxl: IN_OUT,
  cmus: PLAYER,
  compare: MAGICK,
  composite: MAGICK,
  conjure: { ...MAGICK, operands: "script*" },
  convert: MAGICK,
  cvlc: PLAYER,
  cwebp: CONVERTER,
  darktable: READER,
  deemix: DOWNLOADS,
  display: MAGICK,
  djxl: IN_OUT,
  dvgrab: { lenient: true, operands: "write*", does: ["device.read"] },
  dwebp: CONVERTER,
  exiftool: {
    lenient: true,
    options: {
      "-ver": { harmless: true },
      "-@ -csv -json -TagsFromFile -tagsFromFile": "read",
      "-o -w -W -out": "write",
      "-config": "script",
      "-execute": "",
      "-if -p -ext -x -d -c -fileOrder -charset -lang": "text",
    },
    rules: [
      { option: "-if -p", value: /\b(?:system|exec|open|qx|`|eval)\b|`/, does: ["process.exec"] },
      { operand: /^-[A-Za-z:]+[-+^]?<?=/, does: ["file.write"] },
    ],
    operands: "read*",
  },
  exiv2: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-M -m": { value: "text", does: ["file.write"] },
      "--delete --insert --rename --modify --adjust --extract": { value: "text", optional: true, does: ["file.write"] },
      "-l --location": "write",
    },
    operands: "read*",
    rules: [
      {
        operand: /^(?:rm|mv|mo|in|ad|fi|delete|insert|modify|rename|adjust|fixiso|fixcom|ex|extract)$/,
        does: ["file.write"],
      },
    ],
  },
  fbi: READER,
  feh: {
    ...READER,
    options: {
      ...SHORT_HELP,
      "-A --action": { value: "shell" },
      "-o --output -O --output-only": "write",
      "-f --filelist": "read",
      "--bg-fill --bg-scale --bg-center --bg-tile --bg-max": "read",
    },
  },
  ffmpeg: FFMPEG,
  ffplay: { ...FFMPEG, operands: "fetch*" },
  ffprobe: { ...FFMPEG, operands: "fetch*" },
  flac: CONVERTER,
  flameshot: {
    lenient: true,
    options: { ...SHORT_HELP, "-p --path": "write" },
    operands: "text*",
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  flite: { lenient: true, options: { "-o": "write", "-f": "read", "-t -voice": "text" }, operands: "text*" },
  "gallery-dl": { ...YT_DLP },
  gdalinfo: READER,
  gifsicle: {
    ...CONVERTER,
    options: { ...SHORT_HELP, "-o --output": "write", "-b --batch": { does: ["file.write"] } },
  },
  gimp: SCRIPTED,
  gm: {
    options: HELP,
    subcommands: {
      ...each("animate compare composite conjure convert display identify import mogrify montage benchmark", MAGICK),
      batch: { ...MAGICK, operands: "script*" },
      version: SHOWS,
      help: SHOWS,
    },
  },
  gphoto2: {
    lenient: true,
    options: { ...SHORT_HELP, "--filename": "write", "--hook-script": "script" },
    does: ["device.read", "file.write"],
  },
  grabc: SHOWS,
  graphicsmagick: MAGICK,
  grim: {
    lenient: true,
    options: { "-g -t -q -o -s": "text" },
    operands: "write?",
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  "gst-inspect-1.0": SHOWS,
  "gst-launch-1.0": {
    lenient: true,
    options: HELP,
    operands: "text*",
    does: ["file.read", "file.write", "net.connect"],
  },
  handbrakecli: { ...CONVERTER, options: { ...SHORT_HELP, "-i --input": "read", "-o --output": "write" } },
  icecast: { lenient: true, options: { "-c": "read" }, does: ["net.listen"] },
  identify: { ...MAGICK, operands: "read*" },
  import: { ...MAGICK, operands: "write", does: ["device.read"], signals: ["collection.capture"] },
  inkscape: {
    ...CONVERTER,
    options: {
      ...HELP,
      "-o --export-filename --export-png --export-pdf": "write",
      "--actions": { value: "text", does: ["file.write"] },
    },
  },
  instaloader: DOWNLOADS,
  jpegoptim: IN_PLACE,
  jpegtran: { ...FILTER, options: { "-outfile": "write" } },
  krita: SCRIPTED,
  lame: { ...IN_OUT, options: { ...HELP, "-o --output": "write" } },
  lilypond: { ...CONVERTER, does: ["code.run", "file.write"] },
  magick: MAGICK,
  maim: {
    lenient: true,
    options: SHORT_HELP,
    operands: "write?",
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  mat2: { ...IN_PLACE, options: { ...SHORT_HELP, "-s --show": { stdout: true } } },
  mediainfo: READER,
  mencoder: FFMPEG,
  mkvextract: { lenient: true, operands: "read text*", does: ["file.write"] },
  mkvinfo: READER,
  mkvmerge: CONVERTER,
  mkvpropedit: IN_PLACE,
  mogrify: { ...MAGICK, operands: "write*" },
  montage: MAGICK,
  mp3gain: IN_PLACE,
  mpc: SHOWS,
  mpd: { lenient: true, operands: "read?", does: ["net.listen"] },
  mplayer: PLAYER,
  mpv: PLAYER,
  ncmpcpp: PLAYER,
  obs: PLAYER,
  oggenc: CONVERTER,
  ogrinfo: READER,
  optipng: IN_PLACE,
  opusenc: IN_OUT,
  oxipng: IN_PLACE,
  pacmd: "pactl",
  pactl: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [
      {
        operand: /^(?:load-module|unload-module|set|suspend|move|upload-sample|play-sample|exit|send-message)/,
        does: ["device.control"],
      },
    ],
  },
  pamixer: SHOWS,
  paplay: READER,
  pdf2svg: IN_OUT,
  playerctl: SHOWS,
  pngcrush: IN_OUT,
  pngquant: IN_PLACE,
  potrace: CONVERTER,
  povray: { ...CONVERTER, does: ["code.run", "file.write"] },
  pulseaudio: { lenient: true, options: SHORT_HELP, operands: "text*", does: ["process.exec"] },
  "pw-cli": SHOWS,
  "pw-dump": SHOWS,
  "pw-jack": { operands: "command" },
  "pw-metadata": SHOWS,
  "pw-play": READER,
  "pw-record": { lenient: true, operands: "write", does: ["device.read"], signals: ["collection.capture"] },
  "pw-top": SHOWS,
  rec: { lenient: true, operands: "write text*", does: ["device.read"], signals: ["collection.capture"] },
  "rsvg-convert": { ...CONVERTER, options: { ...HELP, "-o --output": "write" } },
  scrot: {
    lenient: true,
    options: { "-e --exec": "shell", "-d -q -t -s": "text" },
    operands: "write?",
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  simplescreenrecorder: { lenient: true, does: ["device.read", "file.write"], signals: ["collection.capture"] },
  sox: { lenient: true, options: { ...HELP, "--effects-file": "read" }, operands: "read* write" },
  soxi: READER,
  "speaker-test": SHOWS,
  spectacle: {
    lenient: true,
    options: { ...SHORT_HELP, "-o --output": "write" },
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  spotdl: YT_DLP,
  streamlink: {
    ...YT_DLP,
    options: {
      ...SHORT_HELP,
      "-o --output -r --record": "write",
      "-p --player": { value: "shell" },
      "-a --player-args": "text",
    },
  },
  svg2png: IN_OUT,
  svgcleaner: IN_OUT,
  sxiv: READER,
  timidity: { ...READER, options: { ...SHORT_HELP, "-o": "write" } },
  vipsthumbnail: { ...CONVERTER },
  vlc: PLAYER,
  "wf-recorder": {
    lenient: true,
    options: { ...SHORT_HELP, "-f --file": "write" },
    does: ["device.read"],
    signals: ["collection.capture"],
  },
  wpctl: {
    lenient: true,
    options: SHORT_HELP,
    operands: "text*",
    rules: [{ operand: /^set-/, does: ["device.control"] }],
  },
  x264: CONVERTER,
  x265: CONVERTER,
  "youtube-dl": YT_DLP,
  "yt-dlp": YT_DLP,
};
