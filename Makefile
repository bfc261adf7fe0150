# The README's two commands are enough; these are shorthands for developers.
.PHONY: demo test race bench fuzz ci

demo: ## play a year
	go run ./cmd/thidua demo --fast

test:
	go test ./...

race:
	go test -race -short ./...

bench: ## figures for docs/performance.md
	go test -run '^$$' -bench . -benchmem ./...

FUZZTIME ?= 30s
fuzz: ## every fuzz target for $(FUZZTIME)
	@for pkg in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "== $$pkg $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$pkg || exit 1; \
	  done; \
	done

ci:
	.ci/run
