import type { ProgramSpec, ProgramTable } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";
import {
  BUILDS,
  CLEANS,
  INSTALLS,
  PUBLISHES,
  REFRESHES,
  RUNS_CODE,
  SETS,
  SHOWS_PACKAGES,
  SIGNS_IN,
} from "./package-commands.ts";

const GEM: ProgramSpec = {
  options: { ...SHORT_HELP, "-v": "", "-C": "chdir", "--config-file": "read" },
  subcommands: {
    ...each(
      "contents dependency environment env help info list outdated query rdoc search specification stale unpack-list which check",
      SHOWS_PACKAGES,
    ),
    ...each("install i pristine rebuild setup update upgrade", INSTALLS),
    ...each("build", BUILDS),
    ...each("fetch mirror unpack", REFRESHES),
    cert: { ...SETS, does: ["identity.grant"] },
    cleanup: CLEANS,
    exec: { ...RUNS_CODE, does: ["code.install", "code.run"] },
    generate_index: SETS,
    open: RUNS_CODE,
    owner: { ...SETS, does: ["identity.grant"] },
    push: PUBLISHES,
    server: { lenient: true, does: ["net.listen"] },
    signin: SIGNS_IN,
    signout: SIGNS_IN,
    sources: { ...SETS, does: ["file.write", "identity.grant"], options: { ...HELP, "-l --list": { harmless: true } } },
    uninstall: CLEANS,
    yank: PUBLISHES,
  },
};

/** bundle(1): a Gemfile is Ruby that runs when it is read. */
const BUNDLE: ProgramSpec = {
  options: { ...SHORT_HELP, "--gemfile": "script" },
  flags: "-V --verbose --no-color -r --retry",
  does: ["code.install"],
  subcommands: {
    ...each("doctor env fund help info licenses list outdated platform show version viz why", {
      ...SHOWS_PACKAGES,
      does: ["code.run"],
    }),
    ...each("add binstubs cache install lock package pristine update", INSTALLS),
    ...each("console open", RUNS_CODE),
    ...each("clean remove", CLEANS),
    ...each("config gem init inject plugin", SETS),
    exec: {
      flags: "--keep-file-descriptors",
      options: { "--gemfile": "script" },
      operands: "command",
      does: ["process.exec", "code.run"],
    },
  },
};

const COMPOSER: ProgramSpec = {
  options: { ...SHORT_HELP, "-V": "", "-d --working-dir": "chdir" },
  flags: "-q -v -vv -vvv -n --quiet --no-interaction --ansi --no-ansi --profile --no-plugins --no-scripts --no-cache",
  subcommands: {
    ...each(
      "about audit browse bump-list check-platform-reqs depends diagnose fund help home info licenses list outdated prohibits search show status suggests validate why why-not",
      SHOWS_PACKAGES,
    ),
    ...each("create-project i install r reinstall require self-update selfupdate u update upgrade", INSTALLS),
    ...each("archive bump dump-autoload dumpautoload init normalize", SETS),
    ...each("clear-cache clearcache cc remove rm", CLEANS),
    ...each("run run-script test", RUNS_CODE),
    config: {
      ...SETS,
      rules: [
        {
          operand: /^(?:scripts|bin-dir|vendor-dir|allow-plugins|repositories|repos|secure-http)/,
          does: ["process.schedule"],
        },
      ],
    },
    exec: { operands: "command", does: ["process.exec"] },
    global: INSTALLS,
  },
  // Any other word is the name of a script of the project.
  operands: "text*",
  does: ["code.run"],
};

/** rails(1), symfony and the like: everything loads the application. */
const FRAMEWORK: ProgramSpec = {
  options: { ...SHORT_HELP, "-v": "" },
  operands: "text*",
  lenient: true,
  does: ["code.run"],
  rules: [
    {
      operand: /(?:^|:)(?:new|generate|g|make:\w+|scaffold|init|install|setup|create|migrate|db:migrate|template)$/,
      does: ["file.write"],
    },
    {
      operand:
        /^(?:d|destroy|pmu|uninstall|remove|.*:(?:drop|clear|purge|destroy|rollback|reset|wipe|fresh|clobber|uninstall|remove))$/,
      does: ["file.delete"],
    },
    { operand: /(?:^|:)(?:drop|reset|purge|wipe|fresh|rollback)$/, does: ["db.delete"] },
    { operand: /^(?:server|s|serve|dev|start|runserver|server:start)$/, does: ["net.listen"] },
    { bare: true, harmless: true },
  ],
};

const SITE: ProgramSpec = {
  options: {
    ...SHORT_HELP,
    "-s --source --contentDir --config -c -f --config-file": "read",
    "-d --destination --site-dir -o --output": "write",
  },
  operands: "text*",
  lenient: true,
  does: ["code.run", "file.write"],
  rules: [
    { operand: /^(?:serve|server|s|dev|develop|watch|start|preview)$/, does: ["net.listen"] },
    { operand: /^(?:deploy|gh-deploy|publish|d)$/, does: ["net.upload", "repo.push"] },
    { operand: /^(?:clean|destroy|clear|remove|uninstall)$/, does: ["file.delete"] },
  ],
  subcommands: each("check config doctor env help info list version", SHOWS),
};

/** Packages and frameworks of Ruby, PHP, Perl, Lua and R, and what builds web sites. */
export const SCRIPTED_LANGUAGES: ProgramTable = {
  artisan: FRAMEWORK,
  astro: SITE,
  bundle: BUNDLE,
  bundler: BUNDLE,
  cake: FRAMEWORK,
  cap: FRAMEWORK,
  carton: INSTALLS,
  composer: COMPOSER,
  cpan: INSTALLS,
  cpanm: { ...INSTALLS, options: { ...SHORT_HELP, "--info": { stdout: true } } },
  "create-react-app": INSTALLS,
  docusaurus: SITE,
  drupal: FRAMEWORK,
  drush: FRAMEWORK,
  eleventy: SITE,
  ember: SITE,
  expo: { ...SITE, rules: [{ operand: /^(?:publish|upload|build|submit)/, does: ["net.upload"] }] },
  fastlane: { ...RUNS_CODE, does: ["code.run", "net.upload"] },
  foreman: RUNS_CODE,
  gatsby: SITE,
  gem: GEM,
  ghost: FRAMEWORK,
  grails: FRAMEWORK,
  gridsome: SITE,
  grunt: RUNS_CODE,
  gulp: RUNS_CODE,
  hexo: SITE,
  honcho: RUNS_CODE,
  hugo: { ...SITE, does: ["file.write"] },
  ionic: SITE,
  jekyll: SITE,
  laravel: FRAMEWORK,
  luarocks: {
    options: SHORT_HELP,
    subcommands: {
      ...each("config doc help lint list path search show which", SHOWS_PACKAGES),
      ...each("build install make", INSTALLS),
      ...each("init new_version pack write_rockspec", SETS),
      download: REFRESHES,
      purge: CLEANS,
      remove: CLEANS,
      test: RUNS_CODE,
      unpack: REFRESHES,
      upload: PUBLISHES,
      admin: PUBLISHES,
    },
  },
  mdbook: SITE,
  meteor: SITE,
  mkdocs: SITE,
  nest: SITE,
  next: SITE,
  ng: {
    ...SITE,
    rules: [
      { operand: /^(?:serve|s|dev)$/, does: ["net.listen"] },
      { operand: /^(?:add|update|new|n)$/, does: ["code.install"] },
    ],
    subcommands: each("config doc help version", SHOWS),
  },
  nuxi: SITE,
  nuxt: SITE,
  overmind: RUNS_CODE,
  pear: {
    ...INSTALLS,
    rules: [{ operand: /^(?:uninstall|clear-cache|channel-delete)$/, does: ["file.delete"] }],
    subcommands: each(
      "config-show help info list list-all list-channels list-files list-upgrades remote-info remote-list search version",
      SHOWS,
    ),
  },
  pecl: "pear",
  pelican: SITE,
  phive: {
    ...INSTALLS,
    rules: [{ operand: /^(?:remove|purge|reset)$/, does: ["file.delete"] }],
    subcommands: each("help list outdated skel status version", SHOWS),
  },
  quarto: SITE,
  quasar: SITE,
  rackup: { ...RUNS_CODE, does: ["code.run", "net.listen"] },
  rails: FRAMEWORK,
  rake: {
    ...RUNS_CODE,
    options: {
      ...SHORT_HELP,
      "-T --tasks -P --prereqs -W --where": "",
      "-f --rakefile -r --require -R --rakelibdir": "script",
      "-e --execute -p --execute-print -E --execute-continue": { value: "code" },
    },
    language: "ruby",
    rules: [{ operand: /(?:^|:)(?:drop|clean|clobber|purge)$/, does: ["file.delete"] }],
  },
  remix: SITE,
  spring: FRAMEWORK,
  symfony: FRAMEWORK,
  thor: FRAMEWORK,
  valet: { lenient: true, operands: "text*", does: ["infra.update", "net.listen"] },
  vue: {
    ...SITE,
    rules: [
      { operand: /^(?:create|add|invoke|upgrade|migrate)$/, does: ["code.install"] },
      { operand: /^(?:serve|ui)$/, does: ["net.listen"] },
    ],
    subcommands: each("config info inspect outdated", SHOWS),
  },
  wp: {
    ...FRAMEWORK,
    options: { ...HELP, "--path": "chdir", "--ssh --http": "connect", "--require": "script", "--exec": "code" },
    language: "php",
  },
  "wp-cli": "wp",
  zola: { ...SITE, does: ["file.write"] },
};
