/**
 * Classes of hosts by name. A name stands for itself and everything below it; a host has every class that one of its
 * names has.
 */
export const NAMES: readonly (readonly [name: string, hosts: readonly string[]])[] = [
  // This very machine, also by names in public DNS that lead to it.
  [
    "loopback",
    ["localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback", "loopback", "lvh.me", "localtest.me", "lacolhost.com",
      "vcap.me", "readme.localtest.me", "fbi.com.localtest.me", "yoogle.com.localtest.me", "localho.st", "local.gd", "fuf.me", "fidr.io.localhost"],
  ],
  // Credentials of the machine.
  [
    "metadata",
    ["metadata.google.internal", "metadata.goog", "metadata", "instance-data", "instance-data.ec2.internal", "metadata.tencentyun.com", "metadata.azure.internal",
      "metadata.azure.com", "metadata.packet.net", "metadata.platformequinix.com", "metadata.nicvr.com", "metadata.exoscale.com", "api.metadata.cloud.ibm.com",
      "metadata.oraclecloud.com", "rancher-metadata", "metadata.service.consul"],
  ],
  // Names that only resolve inside of a network (RFC 6762, RFC 8375, ICANN's .internal) or a cluster.
  [
    "internal_name",
    ["internal", "local", "lan", "corp", "home", "intranet", "private", "localdomain", "home.arpa", "svc", "cluster", "consul", "mshome.net", "domain", "workgroup",
      "ts.net", "kubernetes", "kubernetes.default", "host.docker.internal", "gateway.docker.internal", "host.containers.internal", "docker", "test"],
  ],
  // Made for examples (RFC 2606).
  ["documentation", ["example", "example.com", "example.net", "example.org", "invalid"]],
  // Hidden services, and gateways to them.
  ["onion", ["onion", "onion.ly", "onion.ws", "onion.pet", "onion.to", "onion.cab", "tor2web.org", "tor2web.io", "i2p", "loki", "bit"]],
  // Text that anybody puts there and anybody fetches.
  [
    "paste_site",
    ["pastebin.com", "paste.ee", "pastebin.pl", "pastebin.ai", "hastebin.com", "haste.zneix.eu", "dpaste.com", "dpaste.org", "ghostbin.com", "ghostbin.co", "rentry.co", "rentry.org", "controlc.com", "termbin.com",
      "ix.io", "sprunge.us", "clbin.com", "paste.rs", "paste.c-net.org", "paste.debian.net", "paste.ubuntu.com", "pastebin.ubuntu.com", "paste.centos.org", "paste.fedoraproject.org", "paste.gg", "paste.sh", "paste.mozilla.org",
      "paste.opensuse.org", "paste.kde.org", "paste.xinu.at", "paste2.org", "pasteio.com", "pastes.io", "privatebin.net", "privatebin.info", "0bin.net", "justpaste.it", "codepad.org",
      "gist.github.com", "gist.githubusercontent.com", "snippet.host", "bpa.st", "bpaste.net", "throwbin.io", "nekobin.com", "del.dog", "p.ip.fi", "cl1p.net", "friendpaste.com", "hatebin.com", "kpaste.net", "textbin.net",
      "telegra.ph", "txt.fyi", "write.as", "pst.moe", "vpaste.net", "slexy.org", "tny.cz", "pastie.org", "pastebin.fi", "sourceb.in", "srcb.in", "doxbin.com", "bin.shortbin.eu"],
  ],
  // Files that anybody puts there without an account.
  [
    "file_drop",
    ["transfer.sh", "file.io", "0x0.st", "gofile.io", "catbox.moe", "litterbox.catbox.moe", "tmpfiles.org", "bashupload.com", "bashupload.app", "temp.sh", "oshi.at", "filebin.net", "filebin.ca", "uguu.se", "pomf.cat", "anonfiles.com",
      "anonfile.com", "bayfiles.com", "ufile.io", "wetransfer.com", "we.tl", "mega.nz", "mega.co.nz", "mediafire.com", "sendspace.com", "zippyshare.com", "sendgb.com", "keep.sh", "chunk.io", "x0.at", "qu.ax", "pixeldrain.com",
      "filemail.com", "dropmefiles.com", "easyupload.io", "send.vis.ee", "send.tresorit.com", "wormhole.app", "file.pizza", "ttm.sh", "envs.sh", "fars.ee", "upload.ee", "workupload.com", "krakenfiles.com", "1fichier.com",
      "rapidgator.net", "storjshare.io", "fileconvoy.com", "siasky.net", "limewire.com", "lufi.io", "up1.ca", "transfernow.net", "swisstransfer.com", "ipfs.io", "dweb.link"],
  ],
  // Ways from the internet into a machine that has no address there.
  [
    "tunnel_service",
    ["ngrok.io", "ngrok.app", "ngrok.dev", "ngrok.com", "ngrok-free.app", "ngrok-free.dev", "ngrok.pizza", "equinox.io", "trycloudflare.com", "cfargotunnel.com", "argotunnel.com", "loca.lt", "localtunnel.me", "localtunnel.it", "serveo.net", "serveousercontent.com",
      "localhost.run", "lhr.life", "lhr.rocks", "lhr.pro", "lhrtunnel.link", "localto.net", "pagekite.me", "pagekite.net", "telebit.io", "telebit.cloud", "bore.pub", "tunnelto.dev", "tunnel.pyjam.as", "tunnelmole.net", "pinggy.io", "pinggy.online", "pinggy.link",
      "a.pinggy.io", "zrok.io", "packetriot.net", "packetriot.com", "playit.gg", "joinmc.link", "loophole.site", "loophole.cloud", "localxpose.io", "loclx.io", "expose.dev", "sharedwithexpose.com", "sish.top", "tuns.sh", "beeceptor.com",
      "devtunnels.ms", "tunnels.api.visualstudio.com", "hookdeck.com", "holepunch.to", "tunwg.com", "nport.link", "portmap.io", "portmap.host", "remote.it", "teleconsole.com", "gradio.live", "portbuddy.dev", "staqlab.com", "webhookrelay.com", "tmate.io", "upterm.dev",
      "sshx.io", "gs-netcat.com", "gsocket.io", "beame.io", "homeip.net", "burrow.io", "cpolar.io", "cpolar.cn", "natappfree.cc", "sunny-ngrok.com", "vicp.fun", "oray.com"],
  ],
  // Names that move with an address at somebody's home.
  [
    "dynamic_dns",
    ["duckdns.org", "no-ip.com", "no-ip.org", "no-ip.biz", "no-ip.info", "noip.com", "noip.me", "ddns.net", "hopto.org", "zapto.org", "sytes.net", "serveftp.com", "servehttp.com", "servebeer.com", "serveblog.net", "servegame.com", "servecounterstrike.com",
      "redirectme.net", "myftp.org", "myftp.biz", "myvnc.com", "bounceme.net", "gotdns.ch", "webhop.me", "3utilities.com", "dyndns.org", "dyn.com", "dyndns.info", "dyndns.tv", "dynu.com", "dynu.net", "freeddns.org", "ddnsfree.com", "ddnsgeek.com", "giize.com", "gleeze.com",
      "kozow.com", "loseyourip.com", "ooguy.com", "theworkpc.com", "casacam.net", "accesscam.org", "camdvr.org", "mywire.org", "webredirect.org", "afraid.org", "mooo.com", "chickenkiller.com", "ignorelist.com", "jumpingcrab.com", "strangled.net",
      "twilightparadox.com", "crabdance.com", "us.to", "changeip.com", "changeip.net", "dns-dynamic.net", "dnsdynamic.org", "dynv6.net", "spdns.de", "spdns.org", "selfhost.de", "selfip.com", "homelinux.org", "homelinux.com", "homeunix.org", "homeunix.com", "homeftp.net",
      "ydns.eu", "nsupdate.info", "myds.me", "myqnapcloud.com", "synology.me", "myddns.me", "i234.me", "dscloud.me", "diskstation.me", "now-dns.com", "ddns.me", "ddnss.de", "goip.de", "my-wan.de", "3322.org", "f3322.net", "8866.org", "9966.org", "publicvm.com", "linkpc.net",
      "duia.us", "tunnelto.me", "cloudns.net", "cloudns.cl", "cloudns.asia", "cloudns.biz", "keenetic.link", "keenetic.pro", "asuscomm.com", "mynetgear.com", "tplinkdns.com", "dlinkddns.com"],
  ],
  // Names that carry an address, or change it between two questions.
  [
    "dns_rebinding",
    ["nip.io", "sslip.io", "xip.io", "xip.name", "traefik.me", "backname.io", "ip.addr.tools", "local-ip.co", "local-ip.sh", "my.local-ip.co", "rbndr.us", "rebind.network", "rebind.it", "rebinder.net", "1u.ms", "lock.cmpxchg8b.com",
      "a.singularity.me", "dnsrebindtool.43z.one", "make-rebind.com", "ipq.co"],
  ],
  // Links that do not say where they lead.
  [
    "url_shortener",
    ["bit.ly", "bitly.com", "j.mp", "t.co", "tinyurl.com", "goo.gl", "g.co", "ow.ly", "is.gd", "v.gd", "buff.ly", "rebrand.ly", "cutt.ly", "shorturl.at", "tiny.cc", "tiny.one", "rb.gy", "t.ly", "t.me", "s.id", "bl.ink", "short.io", "shorte.st", "adf.ly", "bc.vc", "soo.gd",
      "clck.ru", "qps.ru", "u.to", "x.co", "mcaf.ee", "lnkd.in", "fb.me", "amzn.to", "youtu.be", "git.io", "po.st", "dlvr.it", "snip.ly", "urlz.fr", "shrtco.de", "kutt.it", "1url.com", "linktr.ee", "vk.cc", "han.gl", "me2.do", "da.gd", "ulvis.net", "clicky.me", "budurl.com",
      "l.ead.me", "qr.ae", "zpr.io", "shor.by", "chilp.it", "lc.chat", "x.gd", "urlr.me", "n9.cl", "tr.im", "cli.re", "ity.im", "aka.ms", "go.microsoft.com", "dub.sh", "dub.co"],
  ],
  // Whatever is sent there is kept for somebody to look at.
  [
    "webhook_catcher",
    ["webhook.site", "requestbin.com", "requestbin.net", "requestbin.io", "requestbin.fullcontact.com", "requestb.in", "pipedream.net", "m.pipedream.net", "pipedream.com", "hookbin.com", "postb.in", "requestcatcher.com", "requestinspector.com",
      "request-inspector.glitch.me", "webhook.cool", "webhook-test.com", "webhookinbox.com", "typedwebhook.tools", "httpdump.app", "rbaskets.in", "ptsv2.com", "ptsv3.com", "putsreq.com", "mockbin.org", "mockbin.io", "beeceptor.com", "smee.io", "svix.com", "play.svix.com",
      "interact.sh", "interactsh.com", "oast.pro", "oast.live", "oast.site", "oast.online", "oast.fun", "oast.me", "burpcollaborator.net", "oastify.com", "dnslog.cn", "dnslog.pw", "ceye.io", "log.xn--9tr.com", "eyes.sh", "bxss.me", "bxss.in", "xss.ht", "xss.report",
      "ezxss.com", "canarytokens.com", "canarytokens.org", "canary.tools", "dnsbin.zhack.ca", "requestrepo.com", "pingb.in", "hookb.in", "webhooks.fivem.net", "pingrequest.com", "tukpoc.site", "ngrok-webhook.com", "dnshook.site", "emailhook.site",
      "cyberhaven.dev", "r3dir.me", "oastit.com", "instatunnel.my", "webhookapp.com", "requestly.tech", "log4j.huntress.com"],
  ],
  // Doors of chat services that take messages from anybody who has the link.
  [
    "chat_webhook",
    ["hooks.slack.com", "api.telegram.org", "webhook.office.com", "outlook.office.com", "chat.googleapis.com", "hooks.zapier.com", "maker.ifttt.com", "hook.integromat.com", "hook.eu1.make.com", "hook.us1.make.com", "ntfy.sh", "api.pushover.net", "api.pushbullet.com", "oapi.dingtalk.com",
      "open.feishu.cn", "open.larksuite.com", "qyapi.weixin.qq.com", "notify.run", "simplepush.io", "discordapp.com", "discord.com"],
  ],
  // Pools that pay for work of other people's machines.
  [
    "mining_pool",
    ["minexmr.com", "supportxmr.com", "nanopool.org", "moneroocean.stream", "hashvault.pro", "xmrpool.eu", "monerohash.com", "minergate.com", "nicehash.com", "2miners.com", "f2pool.com", "antpool.com", "ethermine.org", "hiveon.net", "herominers.com", "c3pool.com", "c3pool.org", "xmr.pt", "crypto-pool.fr",
      "dwarfpool.com", "poolto.be", "prohashing.com", "unmineable.com", "woolypooly.com", "viabtc.com", "kryptex.network", "zpool.ca", "zergpool.com", "p2pool.io", "skypool.org", "monerop.com", "pool.xmr.pt", "coinhive.com", "webminepool.com", "coinimp.com"],
  ],
]; // biome-ignore format: lists, read at a glance

/** A request's path that makes a common host a chat's door. Without it, the host is an ordinary one. */
export const WEBHOOK_PATHS: Readonly<Record<string, RegExp>> = {
  "discord.com": /^\/api\/(?:v[0-9]{1,2}\/)?webhooks\//,
  "discordapp.com": /^\/api\/(?:v[0-9]{1,2}\/)?webhooks\//,
  "outlook.office.com": /^\/webhook\//,
};

/** Schemes that reach another machine in the way that the program which is told to is there for. */
export const ORDINARY_SCHEMES: ReadonlySet<string> = new Set([
  "http", "https", "ws", "wss", "ftp", "ftps", "sftp", "scp", "ssh", "git", "git+ssh", "git+https", "git+http", "svn", "svn+ssh", "hg", "rsync", "mailto", "tel", "s3", "gs", "oci", "docker", "docker-image",
  "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss", "amqp", "amqps", "nats", "kafka", "mqtt", "mqtts", "clickhouse", "mssql", "sqlserver", "jdbc", "magnet", "udp", "tcp", "smtp", "smtps", "imap", "imaps", "pop3", "pop3s",
  "irc", "ircs", "xmpp", "grpc", "grpcs", "unix", "npm", "pkg", "urn", "doi", "webcal",
]); // biome-ignore format: one list

/** Names of query parameters that servers send the browser on to (OWASP, Unvalidated Redirects and Forwards). */
export const REDIRECT_PARAMETERS: ReadonlySet<string> = new Set([
  "url", "uri", "u", "r", "to", "go", "goto", "next", "nexturl", "next_url", "redir", "redirect", "redirecturl", "redirect_url", "redirecturi", "redirect_uri", "redirect_to", "redirectto", "return", "returnto", "return_to",
  "returnurl", "return_url", "returnpath", "return_path", "continue", "continueurl", "dest", "destination", "target", "targeturl", "target_url", "link", "out", "outurl", "login_url", "logout", "callback", "callback_url", "callbackurl", "cb",
  "checkout_url", "success_url", "cancel_url", "error_url", "forward", "forward_url", "fwd", "location", "rurl", "rt", "ret", "retour", "jump", "jump_url", "click", "clickurl", "relaystate", "post_logout_redirect_uri",
  "initiate_login_uri", "adurl",
]); // biome-ignore format: one list

/** Names of query parameters whose URL servers fetch themselves (CWE-918). */
export const FETCH_PARAMETERS: ReadonlySet<string> = new Set([
  "q", "image", "image_url", "imageurl", "img", "src", "source", "file", "feed", "host", "site", "page", "path", "data", "domain", "ref", "service", "open", "load", "fetch", "proxy", "webhook", "webhook_url", "remote", "resource",
  "download", "view", "preview", "import", "upload_url", "avatar", "avatar_url", "endpoint", "api", "server", "address", "request", "document", "pdf", "html", "template", "icon", "favicon", "oembed",
]); // biome-ignore format: one list

/** Schemes whose URLs name a person only to mislead, or to give a password away. */
export const WEB_SCHEMES: ReadonlySet<string> = new Set(["http", "https", "ws", "wss", "ftp"]);
