# Needs npm, Go and GNU make; everything else comes from the lock file and from the pinned Go modules. `make help` lists the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

BIN := $(CURDIR)/node_modules/.bin
# npm runs on the Node that it was installed with: the one in node_modules goes away while npm replaces it.
OUTER_PATH := $(subst $(BIN):,,$(PATH))
export PATH := $(BIN):$(OUTER_PATH)

INSTALLED := node_modules/.installed
GENERATED := src/gen/.generated
COMPILED := dist/.compiled
DESCRIPTORS := dist/descriptors.binpb
BUNDLE := dist/bundle/.manifest

# Folders are listed too: their time changes when a file comes or goes.
PROTO_FILES := $(shell find proto -type d -o -name '*.proto')
SRC_FILES := $(shell find src -path src/gen -prune -o -type d -print -o -type f -print)
SRC_ASSETS := $(shell find src -path src/gen -prune -o -type f ! -name '*.ts' -print | sed 's|^src/||')
REGO_FILES := $(shell find rego -type d -o -type f ! -name '*_test.rego')

OBTAIN := NODE_USE_ENV_PROXY=1 node tools/obtain/main.ts

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-15s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: ready ## Set up what is missing, then start Writ in development mode (Ctrl-C stops it)
	@exec node dist/main.js serve --dev

.PHONY: ready
ready:
	@$(MAKE) -j2 build bundle

.PHONY: setup
setup: $(INSTALLED) ## Install the packages of the lock file

$(INSTALLED): package-lock.json
	@echo "installing packages" >&2
	@PATH="$(OUTER_PATH)" npm ci --no-audit --no-fund --loglevel=error >&2
	@node -e 'if (+process.versions.node.split(".")[0] < 24) throw new Error("npm ci installed no Node 24 (does ignore-scripts keep install scripts from running?)")'
	@touch $@

.PHONY: build
build: $(COMPILED) $(DESCRIPTORS) ## Generate the protobuf code and compile TypeScript into dist/

$(GENERATED): $(PROTO_FILES) buf.yaml buf.gen.yaml | $(INSTALLED)
	@echo "generating protobuf code" >&2
	@buf generate
	@touch $@

$(DESCRIPTORS): $(PROTO_FILES) buf.yaml | $(INSTALLED)
	@mkdir -p $(@D)
	@buf build --as-file-descriptor-set -o $@

# What an earlier build left is removed first, so that a module that is gone is not found any more.
$(COMPILED): $(SRC_FILES) $(GENERATED) tsconfig.json tsconfig.build.json $(INSTALLED)
	@echo "compiling TypeScript" >&2
	@mkdir -p dist
	@find dist -mindepth 1 -maxdepth 1 ! -name 'bundle*' ! -name '*.binpb' -exec rm -rf {} +
	@tsc -p tsconfig.build.json
	@$(if $(SRC_ASSETS),tar -C src -cf - $(SRC_ASSETS) | tar -C dist -xf -)
	@touch $@

.PHONY: bundle
bundle: $(BUNDLE) ## Compile the default policy to WASM into dist/bundle/

$(BUNDLE): $(REGO_FILES) tools/opa/go.mod | $(COMPILED)
	@set -eu; opa=$$($(OBTAIN) opa); echo "compiling the default policy" >&2; \
	  OPA="$$opa" node dist/main.js policy build rego --no-sources --output dist/bundle >&2; touch $@

.PHONY: tools
tools: opa regal ## Obtain OPA and Regal into var/bin/

.PHONY: opa regal
opa regal: | $(INSTALLED)
	@$(OBTAIN) $@ >/dev/null

OPA_WASM := tools/opa/package/opa.wasm
OPA_WASM_SRC := tools/opa/go.mod tools/opa/go.sum tools/opa/package/package.json $(shell find tools/opa/wasi tools/opa-wasm -type f)

.PHONY: opa-wasm
opa-wasm: $(OPA_WASM) ## Compile OPA to WebAssembly for the package @writ/opa (needs Go)

$(OPA_WASM): $(OPA_WASM_SRC) | $(INSTALLED)
	@node tools/opa-wasm/main.ts

.PHONY: counterparts
counterparts: | $(INSTALLED) ## Obtain the real servers and judges that integration tests talk to
	@NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts >/dev/null

.PHONY: opa-package
opa-package: $(INSTALLED) ## Pack @writ/opa with the compressed program (takes minutes)
	@cd tools/opa/package && npm pack

.PHONY: test
test: ## Set up what is missing, then run every check and every test there is
	@$(MAKE) -j2 build bundle tools
	@if command -v go >/dev/null; then $(MAKE) opa-wasm; fi
	@$(MAKE) counterparts
	@node tools/check/main.ts

.PHONY: test-aws
test-aws: ready ## Build MinIO (needs Go; takes minutes, once), and have its STS take grants
	@NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts minio >/dev/null
	@vitest run test/integration/identity/aws.test.ts

.PHONY: test-gateways
test-gateways: ready ## Build Traefik and ToolHive's authorizer (needs Go; takes minutes, once), and have them ask
	@NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts traefik toolhive >/dev/null
	@vitest run test/integration/gateways/traefik.test.ts test/integration/gateways/toolhive.test.ts

.PHONY: test-deploy
test-deploy: ready ## Build Helm, Kustomize and a Kubernetes API server (needs Go; takes minutes, once), and have them judge deploy/
	@NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts helm kustomize kube-apiserver compose etcd >/dev/null
	@vitest run test/integration/deploy/kubernetes.test.ts test/integration/deploy/units.test.ts

.PHONY: deploy-base
deploy-base: $(INSTALLED) ## Write deploy/kustomize/base from the Helm chart (builds Helm once, in minutes)
	@tools/deploy/kustomize-base.sh "$$(NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts helm)" deploy/kustomize/base

.PHONY: test-backup
test-backup: ready ## Back up and restore a database with records (needs Debian's postgresql), and verify what came back
	@WRIT_TEST_DRILL=1 vitest run test/integration/deploy/backup.test.ts

.PHONY: bench-disk
bench-disk: ready ## Measure what a decision takes on PostgreSQL's disk
	@exec node bench/disk/main.ts

.PHONY: bench-queries
bench-queries: ready ## Measure each statement that a service under load sends to PostgreSQL (pg_stat_statements)
	@exec node bench/queries/main.ts

.PHONY: test-container
test-container: $(INSTALLED) ## Build the image (needs root, buildah, podman, runc, mmdebstrap, Go; takes minutes), and have it decide
	@tools/container/build.sh var/container >/dev/null
	@WRIT_TEST_IMAGE=1 vitest run test/integration/deploy/container.test.ts

.PHONY: test-kafka
test-kafka: ready ## Fetch a Kafka broker (needs Java and Maven; 46 MB, once), and bring it the record
	@[ -d var/kafka ] || { rm -rf var/kafka.tmp && \
	  mvn -q -B -f tools/kafka/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/var/kafka.tmp && \
	  mv var/kafka.tmp var/kafka; }
	@vitest run test/integration/outbox/kafka.test.ts

.PHONY: test-upgrade
test-upgrade: ready ## Build the version before (from git's history, once), and run it beside this one on one database
	@node tools/previous/main.ts >/dev/null
	@vitest run test/integration/postgres/upgrade.test.ts

.PHONY: test-failover
test-failover: ready ## Kill, pause, replace, fill and slow PostgreSQL under load, and kill and replace replicas (takes ten minutes)
	@vitest run --config vitest.failover.config.ts

.PHONY: chaos
chaos: ready opa ## Break two replicas and their surroundings at random under load (10 minutes; DURATION=60s, SEED=…); prints a report
	@vitest run --config vitest.chaos.config.ts

.PHONY: test-frameworks
test-frameworks: ready ## Install agent frameworks (240 MB, once), and run their agents with tools that ask first
	@node tools/frameworks/main.ts >/dev/null
	@vitest run test/integration/client/frameworks.test.ts test/integration/client/openai-agents.test.ts

.PHONY: test-authzen
test-authzen: ready ## Install AuthZEN clients (40 MB, once), and have them ask
	@node tools/python-gateways/main.ts authzen >/dev/null
	@vitest run test/integration/gateways/authzen-clients.test.ts

.PHONY: test-contextforge
test-contextforge: ready ## Install ContextForge (245 MB, once), and have it ask before its tools run
	@node tools/python-gateways/main.ts contextforge >/dev/null
	@vitest run test/integration/gateways/contextforge.test.ts

.PHONY: test-litellm
test-litellm: ready ## Install LiteLLM (700 MB, once), and have its guardrail ask about a model's tool calls
	@node tools/python-gateways/main.ts litellm >/dev/null
	@vitest run test/integration/gateways/litellm.test.ts

.PHONY: test-package
test-package: ready ## Pack Writ, install it from the registry into an empty folder without Go (2 minutes), and ask it
	@vitest run --config vitest.package.config.ts

.PHONY: test-agents
test-agents: ready ## Install coding agents (from npm, into var/agents), and have their hooks ask Writ
	@node tools/agents/main.ts
	@vitest run --config vitest.agents.config.ts

.PHONY: sbom
sbom: $(INSTALLED) ## Write the software bill of materials (CycloneDX 1.6) of what users get into var/sbom.cdx.json
	@NODE_USE_ENV_PROXY=1 node tools/sbom/main.ts

.PHONY: release
release: ready ## Put the package, its bill of materials and their SHA-256 into var/release/
	@NODE_USE_ENV_PROXY=1 node tools/package/main.ts

.PHONY: reproducible
reproducible: $(INSTALLED) opa ## Install, build and pack twice in different places (5 minutes): the packages have to be the same
	@exec node tools/reproducible/main.ts

.PHONY: lint
lint: ## Run the checks that need no running service
	@$(MAKE) -j2 build bundle tools
	@node tools/check/main.ts --static

.PHONY: fmt
fmt: $(INSTALLED) opa ## Format TypeScript, JSON, Rego and proto files
	@biome check --write
	@buf format -w
	@var/bin/opa fmt --write rego src/policy/init/starter examples/policies

.PHONY: bench
bench: ready opa ## Measure Writ beside an OPA server, and what each protocol costs; prints two tables
	@node bench/main.ts
	@exec node bench/protocols/main.ts

.PHONY: bench-analyzers
bench-analyzers: $(INSTALLED) ## Measure what reading a tool call costs, and the worst that hostile text can do
	@exec node bench/analyzers/main.ts

.PHONY: bench-policy
bench-policy: $(INSTALLED) opa ## Measure an evaluation beside OPA's package for JavaScript and OPA's interpreter
	@exec node bench/policy/main.ts

.PHONY: bench-identity
bench-identity: ready ## Measure what tokens, proofs, intents and grants add to a decision
	@exec node bench/identity/main.ts

.PHONY: bench-tenants
bench-tenants: ready opa ## Measure one tenant's calls alone and beside tenants that flood, burn and break what they can
	@OPA=$(CURDIR)/var/bin/opa exec node bench/tenants/main.ts

.PHONY: bench-gateways
bench-gateways: ready opa ## Measure Envoy's external authorization beside opa-envoy-plugin (needs Go; builds it once, in minutes)
	@NODE_USE_ENV_PROXY=1 node tools/counterparts/main.ts opa-envoy >/dev/null
	@exec node bench/gateways/main.ts

.PHONY: bench-overload
bench-overload: ready ## Measure what is left of the peak under two and three times as much, and how fast refusals are
	@exec node bench/overload/main.ts

.PHONY: fuzz-policy
fuzz-policy: ready ## Damage inputs, modules and data of the default policy at random; nothing broken may be let through
	@exec node bench/fuzz/main.ts

.PHONY: efficacy
efficacy: ready ## Measure what is stopped and disturbed on labelled cases (WRIT_CASES); prints a table
	@exec node bench/efficacy/main.ts --markdown bench/EFFICACY.md

.PHONY: conformance
conformance: $(INSTALLED) ## Run OPA's own compliance cases through the policy runtime (needs Go); ends with N of M
	@exec node tools/conformance/main.ts

.PHONY: conformance-compare
conformance-compare: $(INSTALLED) opa ## Compare the builtins with OPA's own on a hundred thousand random calls (needs Go)
	@exec node tools/conformance/compare/main.ts

.PHONY: mutate
mutate: ready opa ## Change the default policy's rules one at a time: do its tests notice?
	@OPA=var/bin/opa exec node dist/main.js policy mutate rego --min-score 95

.PHONY: demo
demo: ready ## Replay recorded agent sessions through a running Writ
	@exec node examples/demo/main.ts

.PHONY: docs
docs: build opa ## Write what docs/ generates: the configuration's settings, the metrics, the library and the builtins of policies
	@node tools/docs-config.ts
	@node tools/docs-metrics.ts
	@OPA=var/bin/opa node tools/docs-policy.ts

.PHONY: proto-baseline
proto-baseline: $(INSTALLED) ## Accept the present proto files as what later ones must not break
	@buf build -o proto/baseline.binpb

.PHONY: clean
clean: ## Remove what was built; data and tools under var/ stay
	@rm -rf dist src/gen coverage
