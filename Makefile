# `make help` lists the targets. Everything goes through ./mvnw, which finds a JDK 21 or newer.
MVN := ./mvnw -B
HADOLINT := $(shell command -v hadolint 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help
help: ## Lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)$(if $(HADOLINT),, | grep -v docker-lint)

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

.PHONY: format
format: ## Formats the Java sources and pom.xml
	$(MVN) -q spotless:apply

.PHONY: check
check: ## Fails when a file is not formatted; changes nothing
	$(MVN) -q spotless:check

.PHONY: clean
clean: ## Removes target/; data/ stays
	$(MVN) -q clean

# Listed and defined only where hadolint is installed.
ifneq ($(HADOLINT),)
.PHONY: docker-lint
docker-lint: ## Checks the Dockerfile with hadolint
	$(HADOLINT) Dockerfile
endif
