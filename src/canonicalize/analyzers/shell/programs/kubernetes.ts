import type { OptionSpec, ProgramSpec, ProgramTable, RuleSpec } from "../spec.ts";
import { each, HELP, SHORT_HELP, SHOWS } from "./options.ts";

type Options = Readonly<Record<string, OptionSpec>>;

/** Options of kubectl(1) that every command has; a kubeconfig may name a program that signs in. */
const OPTIONS: Options = {
  ...SHORT_HELP,
  "--kubeconfig": { value: "read", does: ["process.exec"] },
  "-s --server": "connect",
  "--certificate-authority --client-certificate --client-key": "read",
  "-n --namespace --context --cluster --user --as --as-group --token --username --password -l --selector --field-selector -o --output --template --sort-by":
    "text",
  "-c --container --since --since-time --tail --timeout --for --replicas --port --target-port --type --name --grace-period --subresource -L --label-columns":
    "text",
  "--chunk-size --request-timeout -v --v --field-manager --cascade --overrides --image --restart --labels --annotations --limits --requests --copy-to --set-image --target --profile --dry-run --schedule --from --pod-running-timeout --max-log-requests --prefix":
    "text",
  "-f --filename -k --kustomize --patch-file --values": "read",
  "--cache-dir --profile-output --log-file": "text",
};
const base: Pick<ProgramSpec, "lenient" | "options" | "operands"> = {
  lenient: true,
  options: OPTIONS,
  operands: "text*",
};
const SECRETS: RuleSpec = {
  operand: /(?:^|,)secrets?(?:[/,]|$)/,
  does: ["secret.read"],
  signals: ["credential.secret_store"],
};
const READS: ProgramSpec = { ...base, rules: [SECRETS], does: ["infra.read"] };
const UPDATES: ProgramSpec = { ...base, options: OPTIONS, does: ["infra.update"] };
const APPLIES: ProgramSpec = { ...UPDATES, stdin: "data" };
const DELETES: ProgramSpec = {
  ...base,
  does: ["infra.delete"],
  rules: [
    { option: "--all -A --all-namespaces", signals: ["cloud.destroy"] },
    {
      operand: /^(?:ns|namespaces?|nodes?|pv|persistentvolumes?|crd|customresourcedefinitions?|clusters?|all)(?:\/|$)/,
      signals: ["cloud.destroy"],
    },
  ],
  flags: "--all -A --all-namespaces --force --now --wait",
};
const GRANTS: ProgramSpec = { ...base, does: ["identity.grant"] };
const RUNS: ProgramSpec = {
  flags: "-i -t -q -it --stdin --tty --rm --quiet --attach --command --expose",
  options: { ...OPTIONS, "--privileged": { signals: ["privilege.container"] }, "--env": "environment" },
  rules: [
    {
      option: "--overrides",
      value: /host(?:PID|IPC|Network|Path)|privileged|SYS_ADMIN/,
      signals: ["privilege.container"],
    },
  ],
  operands: "text command?",
  does: ["process.exec"],
  elsewhere: true,
};
const LISTENS: ProgramSpec = { ...base, does: ["net.listen"], signals: ["network.tunnel"] };
const STARTS: ProgramSpec = { ...base, does: ["infra.create"] };

/** `--` stands before the command; without it the operand behind the pod is the command. */
const EXEC: ProgramSpec = RUNS;

const KUBECTL: ProgramSpec = {
  flags:
    "-A --all-namespaces --insecure-skip-tls-verify --match-server-version --warnings-as-errors --disable-compression",
  options: OPTIONS,
  subcommands: {
    ...each(
      "alpha api-resources api-versions cluster-info completion convert describe diff events explain get help kustomize logs log options plugin rollout-history top tree version wait whoami",
      READS,
    ),
    ...each(
      "annotate apply autoscale cordon create drain edit expose label patch replace rollout scale set taint uncordon certificate",
      APPLIES,
    ),
    apply: {
      ...APPLIES,
      subcommands: { "edit-last-applied": UPDATES, "set-last-applied": UPDATES, "view-last-applied": READS },
    },
    attach: { ...base, does: ["process.exec"], elsewhere: true },
    auth: { options: OPTIONS, subcommands: { "can-i": READS, reconcile: GRANTS, whoami: READS } },
    certificate: { options: OPTIONS, subcommands: { approve: GRANTS, deny: UPDATES } },
    config: {
      options: OPTIONS,
      subcommands: {
        ...each("current-context get-clusters get-contexts get-users", READS),
        ...each("rename-context set set-cluster set-context unset use use-context", { ...base, does: ["file.write"] }),
        ...each("delete-cluster delete-context delete-user", { ...base, does: ["file.delete"] }),
        "set-credentials": {
          ...base,
          rules: [{ option: "--exec-command", does: ["process.schedule"] }],
          flags: "--exec-command",
          does: ["file.write"],
        },
        view: {
          ...READS,
          options: { ...OPTIONS, "--raw --flatten": { does: ["secret.read"], signals: ["credential.read"] } },
        },
      },
    },
    cp: { ...base, operands: "copy_from copy_to", does: ["process.exec"] },
    create: {
      ...APPLIES,
      does: ["infra.create"],
      subcommands: {
        ...each("clusterrole clusterrolebinding role rolebinding", GRANTS),
        token: { ...base, does: ["secret.read", "identity.grant"], signals: ["credential.read"] },
        secret: {
          ...base,
          options: {
            ...OPTIONS,
            "--from-file --from-env-file --cert --key": "read",
            "--from-literal --docker-server --docker-username --docker-password": "text",
          },
          does: ["secret.write"],
        },
        configmap: { ...base, options: { ...OPTIONS, "--from-file --from-env-file": "read" }, does: ["infra.create"] },
      },
    },
    debug: { ...RUNS, signals: ["privilege.container"] },
    delete: DELETES,
    exec: EXEC,
    krew: { ...base, does: ["code.install"], subcommands: each("help info list search version", SHOWS) },
    "port-forward": LISTENS,
    proxy: LISTENS,
    rollout: { ...UPDATES, subcommands: each("history status", READS) },
    run: { ...RUNS, does: ["infra.create", "process.exec"] },
  },
};

const OC: ProgramSpec = {
  ...KUBECTL,
  subcommands: {
    ...KUBECTL.subcommands,
    ...each("projects project status whoami extract-info observe", READS),
    ...each(
      "adm cancel-build deploy idle import-image new-app new-project new-build policy process rollback secrets start-build tag registry image",
      APPLIES,
    ),
    adm: { ...base, does: ["identity.grant", "infra.update"] },
    extract: { ...base, does: ["secret.read", "file.write"] },
    login: { ...base, does: ["identity.update", "net.connect"] },
    logout: { ...base, does: ["identity.update"] },
    policy: GRANTS,
    rsh: RUNS,
    rsync: { ...base, operands: "copy_from copy_to" },
    serviceaccounts: { ...base, does: ["secret.read"] },
  },
};

const HELM: ProgramSpec = {
  options: {
    ...OPTIONS,
    "--kube-context --kube-apiserver --kube-token --kube-as-user --registry-config --repository-cache --repository-config --burst-limit":
      "text",
    "--set-file": "read",
  },
  flags: "--debug",
  subcommands: {
    ...each(
      "completion env get help history lint list ls search show status template verify version dependency-list",
      READS,
    ),
    create: { ...base, operands: "write", does: ["file.write"] },
    dependency: { ...base, does: ["net.fetch", "file.write"], subcommands: each("list ls", READS) },
    diff: READS,
    install: { ...base, does: ["infra.create", "code.install"] },
    package: { ...base, operands: "search", does: ["file.write"] },
    plugin: {
      options: OPTIONS,
      subcommands: {
        install: { ...base, does: ["code.install"] },
        list: READS,
        uninstall: { ...base, does: ["file.delete"] },
        update: { ...base, does: ["code.install"] },
      },
    },
    pull: { ...base, does: ["net.fetch", "file.write"] },
    push: { ...base, operands: "read text", does: ["net.upload"] },
    registry: { ...base, does: ["identity.update", "net.connect"] },
    repo: {
      options: OPTIONS,
      subcommands: {
        add: { ...base, operands: "text fetch", does: ["file.write"] },
        index: { ...base, does: ["file.write"] },
        list: READS,
        remove: { ...base, does: ["file.delete"] },
        update: { ...base, does: ["net.fetch", "file.write"] },
      },
    },
    rollback: UPDATES,
    secrets: { ...base, does: ["secret.read"] },
    test: { ...base, does: ["code.run"] },
    uninstall: { ...base, does: ["infra.delete"] },
    upgrade: { ...base, does: ["infra.update", "code.install"] },
  },
};

const CLUSTERS: ProgramSpec = {
  options: { ...SHORT_HELP, "-p --profile --config -n --name --cluster": "text", "-f --config-file": "read" },
  operands: "text*",
  subcommands: {
    ...each("addons-list completion get help ip list logs profile service status update-check version options", READS),
    ...each("create start restart pause unpause node image addons kubeconfig docker-env podman-env upgrade", STARTS),
    ...each("delete", DELETES),
    ...each("dashboard mount tunnel", LISTENS),
    connect: { ...base, operands: "text*", does: ["net.connect"] },
    ssh: { options: SHORT_HELP, flags: "--native-ssh", operands: "command?", does: ["process.exec"], elsewhere: true },
    stop: UPDATES,
    cp: { ...base, operands: "copy_from copy_to" },
    kubectl: KUBECTL,
    load: { ...base, does: ["infra.update"] },
    build: { ...base, does: ["code.run"] },
  },
  conventional: "infra",
};

const GITOPS: ProgramSpec = {
  options: OPTIONS,
  operands: "text*",
  subcommands: {
    ...each("export trace tree", READS),
    ...each("reconcile resume suspend", UPDATES),
    login: { ...base, does: ["identity.update", "net.connect"] },
    admin: { ...base, does: ["infra.update"] },
    bootstrap: STARTS,
    completion: SHOWS,
    context: SHOWS,
  },
  conventional: "infra",
};

/** Programs that manage Kubernetes clusters and what runs in them. */
export const KUBERNETES: ProgramTable = {
  argo: {
    ...GITOPS,
    subcommands: {
      ...GITOPS.subcommands,
      ...each("resubmit retry submit", STARTS),
      stop: UPDATES,
      terminate: DELETES,
    },
  },
  argocd: GITOPS,
  "aws-iam-authenticator": { ...base, does: ["secret.read"], signals: ["credential.read"] },
  chainctl: GITOPS,
  cilium: GITOPS,
  cmctl: GITOPS,
  eksctl: CLUSTERS,
  flux: GITOPS,
  helm: HELM,
  helmfile: {
    ...base,
    does: ["code.run"],
    subcommands: {
      ...each("build diff lint list status template test version show-dag", READS),
      ...each("apply sync deps", { ...base, does: ["infra.update", "code.install"] }),
      ...each("delete destroy", DELETES),
    },
  },
  istioctl: GITOPS,
  k0s: { ...GITOPS, subcommands: { ...GITOPS.subcommands, kubectl: KUBECTL } },
  k3d: CLUSTERS,
  k3s: { ...GITOPS, subcommands: { ...GITOPS.subcommands, kubectl: KUBECTL, server: LISTENS, agent: LISTENS } },
  k9s: {
    ...base,
    flags: "--readonly",
    does: ["infra.update"],
    subcommands: each("completion help info version", SHOWS),
  },
  kapp: GITOPS,
  karmadactl: GITOPS,
  kind: {
    ...CLUSTERS,
    subcommands: { ...CLUSTERS.subcommands, export: { ...base, does: ["secret.read", "file.write"] } },
  },
  kn: GITOPS,
  knative: GITOPS,
  kops: CLUSTERS,
  kubeadm: {
    ...GITOPS,
    subcommands: {
      ...GITOPS.subcommands,
      init: STARTS,
      join: STARTS,
      reset: DELETES,
      token: { ...base, does: ["secret.read", "identity.grant"] },
      upgrade: UPDATES,
      certs: UPDATES,
    },
  },
  kubecolor: KUBECTL,
  kubectl: KUBECTL,
  kubectx: {
    ...base,
    options: { ...SHORT_HELP, "-c --current": { harmless: true }, "-d": { value: "text", does: ["file.write"] } },
    rules: [{ operand: /./, does: ["file.write"] }],
  },
  kubens: "kubectx",
  kubeseal: {
    lenient: true,
    options: {
      ...SHORT_HELP,
      "-f --secret-file --cert": "read",
      "-w --sealed-secret-file": "write",
      "--recovery-unseal": { does: ["secret.read"] },
    },
    operands: "text*",
    stdin: "data",
  },
  kubetail: READS,
  kustomize: {
    options: SHORT_HELP,
    subcommands: {
      build: {
        lenient: true,
        options: { ...HELP, "-o --output": "write", "--enable-exec --enable-alpha-plugins": { does: ["code.run"] } },
        operands: "search?",
      },
      cfg: READS,
      completion: SHOWS,
      create: { ...base, does: ["file.write"] },
      edit: { ...base, does: ["file.write"] },
      fn: { ...base, does: ["code.run"] },
      localize: { ...base, does: ["net.fetch", "file.write"] },
      version: SHOWS,
    },
  },
  linkerd: GITOPS,
  microk8s: {
    ...CLUSTERS,
    subcommands: {
      ...CLUSTERS.subcommands,
      kubectl: KUBECTL,
      helm: HELM,
      helm3: HELM,
      enable: STARTS,
      disable: UPDATES,
      inspect: READS,
      config: { ...base, does: ["secret.read"] },
    },
  },
  minikube: CLUSTERS,
  mirrord: { ...base, does: ["code.run", "net.connect"] },
  oc: OC,
  odo: GITOPS,
  okteto: {
    ...GITOPS,
    subcommands: { ...GITOPS.subcommands, exec: EXEC, up: { ...base, does: ["code.run", "infra.update"] } },
  },
  popeye: READS,
  rancher: {
    ...GITOPS,
    subcommands: { ...GITOPS.subcommands, kubectl: KUBECTL, ssh: { operands: "text command?", elsewhere: true } },
  },
  skaffold: {
    ...base,
    does: ["code.run", "infra.update"],
    subcommands: { ...each("completion diagnose options version schema config", SHOWS), delete: DELETES },
  },
  stern: READS,
  talosctl: GITOPS,
  telepresence: LISTENS,
  tilt: {
    ...base,
    does: ["code.run", "infra.update"],
    subcommands: { ...each("version help doctor analytics", SHOWS), down: DELETES },
  },
  vcluster: { ...CLUSTERS },
  velero: GITOPS,
};
