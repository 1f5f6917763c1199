# `make help` lists the targets. Everything goes through ./mvnw, which finds a JDK 21 or newer.
MVN := ./mvnw -B
HADOLINT := $(shell command -v hadolint 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help
help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)$(if $(HADOLINT),, | grep -v docker-lint)

.PHONY: run
run: ## Starts the gateway on port 8080 (SERVER_PORT), data in data/
	./mvnw spring-boot:run

.PHONY: build
build: ## Formats and compiles everything, tests included
	$(MVN) -q test-compile

.PHONY: package
package: ## Makes target/mehari-exec.jar (the application) and target/mehari.jar, without running tests
	$(MVN) -q -DskipTests package

.PHONY: test
test: ## Runs every test, those against the packaged jar included
	$(MVN) verify

.PHONY: bench
bench: ## Measures the gateway beside nginx and a bare JVM proxy (QUICK=1: a smoke run; ONLY=rules: what rules cost)
	bench/run

.PHONY: mutation
mutation: ## Mutation tests (PIT) of call, config, key, upstream and protocol, for some time; or one: PACKAGES='dev.mehari.key.*'
	$(MVN) -q -Djacoco.skip test-compile
	$(MVN) -Djacoco.skip org.pitest:pitest-maven:mutationCoverage $(if $(PACKAGES),-Dmutation.classes='$(PACKAGES)')
	@sh .ci/mutation-score target/pit-reports/mutations.csv

MINUTES := 10
.PHONY: soak
soak: ## MINUTES (10) of streams, hang-ups, large bodies and reloads; fails when the gateway holds on to anything
	$(MVN) -q -DskipTests package
	$(MVN) -q exec:exec@soak -Dsoak.minutes=$(MINUTES)

.PHONY: failover
failover: ## Plays the 16 scenarios of the Failover Bench in each protocol, beside a naive proxy; fails below 16 of 16
	$(MVN) -q -DskipTests package
	$(MVN) -q exec:exec@failover

chaos: MINUTES := 5
.PHONY: chaos
chaos: ## MINUTES (5) of upstreams that fail at random, 100 calls at once and edited files; fails when a call or a count is wrong
	$(MVN) -q -DskipTests package
	$(MVN) -q exec:exec@chaos -Dchaos.minutes=$(MINUTES) $(if $(SEED),-Dchaos.seed=$(SEED))

.PHONY: jmh
jmh: ## Measures what a translation costs, each pair of protocols, in some six minutes (JMH)
	jmh/run

.PHONY: fuzz
fuzz: ## MINUTES (10) of inputs made by coverage (Jazzer) for what reads requests, replies and streams; TARGETS='sse request'
	MINUTES=$(MINUTES) fuzz/run

.PHONY: clients
clients: package ## Calls the packaged gateway with the official SDKs for Python and TypeScript, and with coding agents; installs them below target/
	clients/run

.PHONY: format
format: ## Formats the Java sources and pom.xml
	$(MVN) -q spotless:apply

.PHONY: check
check: ## Fails when a source file is not formatted; changes nothing
	$(MVN) -q spotless:check

.PHONY: hooks
hooks: ## Has git format what is committed (pre-commit)
	@hook=$$(git rev-parse --git-path hooks)/pre-commit; \
	if [ -e "$$hook" ] && ! grep -q '\.ci/pre-commit' "$$hook"; then \
	    echo "$$hook is there already: call .ci/pre-commit from it, or remove it first." >&2; exit 1; \
	fi; \
	mkdir -p "$$(dirname "$$hook")"; \
	printf '#!/bin/sh\n# Put here by make hooks.\nexec sh "$$(git rev-parse --show-toplevel)/.ci/pre-commit"\n' > "$$hook"; \
	chmod +x "$$hook"; echo "git now calls .ci/pre-commit before each commit."

.PHONY: check-config
check-config: package ## Checks config/ and routes/ (MEHARI_HOME) as a start would, and starts nothing
	java -jar target/mehari-exec.jar check

.PHONY: schemas
schemas: ## Writes docs/schema/ anew, after a change of the keys in src/main/java/dev/mehari/config or of Camel's version
	$(MVN) -q -Dtest='ConfigSchemasTest#theCommitted*+camelsOwn*' -Dmehari.schemas.write=true test

.PHONY: compatibility
compatibility: ## Writes docs/compatibility.md anew, after a change of what translation does or of a golden case
	$(MVN) -q -Dtest='CompatibilityTest#theCommitted*' -Dmehari.compatibility.write=true test

.PHONY: clean
clean: ## Removes target/; data/ stays
	$(MVN) -q clean

# Listed and defined only where hadolint is installed.
ifneq ($(HADOLINT),)
.PHONY: docker-lint
docker-lint: ## Checks the Dockerfile with hadolint
	$(HADOLINT) Dockerfile
endif
