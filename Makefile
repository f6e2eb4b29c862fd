# kosshi: make run · demo · test · bench · lint · fuzz · install · clean · help
# B is where things are built: several builds can live side by side (make B=build/asan SANITIZE=address,undefined).
B        ?= build
ifeq ($(origin CC),default)
CC       := gcc
endif
SANITIZE ?=
PREFIX   ?= /usr/local

# make run
FILE   ?= vision.db
LISTEN ?= 127.0.0.1
PORT   ?= 8080

# make fuzz: how long each target runs
SECONDS ?= 60

# One short line a step; make V=1 shows the whole commands.
SAY = $(if $(V),,@echo '  $(@:$(B)/%=%)';)

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2
CFLAGS   ?= -O2 -g
KFLAGS   := -std=c17 -D_GNU_SOURCE $(WARNINGS) -Iinclude -MMD -MP $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all)
KLINK    := -Wl,--as-needed -lmicrohttpd -lsqlite3 -ljansson -lsodium -licuuc -lz -lcmark-gfm-extensions -lcmark-gfm -lxlsxwriter -lcsv -lm -pthread \
            $(if $(SANITIZE),-fsanitize=$(SANITIZE))

SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(B)/%.o) $(B)/assets.o
# all but main.o, for tests that bring their own main
LIBRARY := $(filter-out $(B)/src/main.o,$(OBJECTS))

# What is embedded, in byte order of the paths: what lies in $(B) is built/… there.
BUILT  := $(B)/built/editor.js
ASSETS := $(BUILT) $(sort $(wildcard templates/* static/css/*.css static/js/*.js static/*.svg schema/*))

# One command for the parts that set up first and build after: what is missing at the start may be there then.
SUBMAKE := $(MAKE) --no-print-directory -j$(shell nproc)

.PHONY: all
all: $(B)/kosshi

$(B)/kosshi: $(OBJECTS)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) $(KLINK)

# The packages are looked for before the first compilation, so that a missing one is said in a sentence.
$(OBJECTS): | build-packages
.PHONY: build-packages
build-packages:
	@tests/setup.sh --check build

$(B)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(KFLAGS) $(CFLAGS) -c -o $@ $<

# Every asset becomes a run of bytes in the binary, and a row {path, start, end} in a table that base/assets.c reads.
$(B)/assets.S: $(ASSETS) Makefile
	@mkdir -p $(@D)
	@{ echo '.section .rodata'; i=0; \
	  for f in $(ASSETS); do i=$$((i+1)); \
	    printf 'path%d: .asciz "%s"\nstart%d: .incbin "%s"\nend%d: .byte 0\n' $$i "$${f#$(B)/}" $$i $$f $$i; done; \
	  echo '.section .data.rel.ro,"aw"'; echo '.balign 8'; echo '.globl assets_table'; echo 'assets_table:'; \
	  i=0; for f in $(ASSETS); do i=$$((i+1)); printf '.quad path%d, start%d, end%d\n' $$i $$i $$i; done; \
	  echo '.quad 0, 0, 0'; echo '.section .note.GNU-stack,"",@progbits'; } > $@

$(B)/assets.o: $(B)/assets.S
	$(SAY)$(CC) -c -o $@ $<

# The editor of texts: CodeMirror and what static/editor makes of it, in one file. Its parts come from npm; the lock file pins them to the byte.
EDITOR_PARTS := static/editor/node_modules/.package-lock.json
$(EDITOR_PARTS): static/editor/package-lock.json | build-packages
	@command -v npm >/dev/null || { echo 'The editor is built by npm, which is not here. Install Node.js 18 or later with npm, and run make again.' >&2; exit 1; }
	@cd static/editor && npm ci --loglevel=error --no-audit --no-fund --ignore-scripts || { \
	  echo 'The parts of the editor could not be fetched. Connect this machine to the network and run make again.' >&2; exit 1; }
	@touch $@

$(B)/built/editor.js: $(wildcard static/editor/*.js static/js/*.js) $(EDITOR_PARTS)
	$(SAY)static/editor/node_modules/.bin/esbuild static/editor/main.js --bundle --format=esm --target=es2022 --minify --charset=utf8 \
	  --legal-comments=none --banner:js='/* With CodeMirror and Lezer, (C) Marijn Haverbeke and others, MIT licence */' --log-level=warning --outfile=$@

$(B)/tests/%.o: tests/%.c | build-packages
	@mkdir -p $(@D)
	$(SAY)$(CC) $(KFLAGS) $(CFLAGS) -c -o $@ $<

# --- unit tests: tests/unit/<module>_test.c, one cmocka program each ----------------------------------------------------
UNIT := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/*_test.c)))

$(B)/tests/unit/%_test: $(B)/tests/unit/%_test.o $(LIBRARY)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) -lcmocka $(KLINK)

.PHONY: unit-programs
unit-programs: $(UNIT)

# --- fuzz targets: tests/fuzz/<name>_fuzz.c; replayed over their corpus by make test, searched anew by make fuzz ----------
FUZZ := $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

$(B)/tests/fuzz/%_replay: $(B)/tests/fuzz/%_fuzz.o $(B)/tests/fuzz/replay.o $(LIBRARY)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) $(KLINK)

$(B)/tests/fuzz/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(LIBRARY)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) $(KLINK) -fsanitize=fuzzer

.PHONY: replay-programs fuzz-programs
replay-programs: $(FUZZ:%=$(B)/tests/fuzz/%_replay)
fuzz-programs: $(FUZZ:%=$(B)/tests/fuzz/%_fuzz)

# --- changesets and spans beside CodeMirror's: tests/collab/*_lines.c answer, tests/collab/*.test.mjs compare ------------------
COLLAB := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/collab/*_lines.c)))

$(COLLAB): %: %.o $(LIBRARY)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) $(KLINK)

.PHONY: collab-programs
collab-programs: $(COLLAB)

# --- what a push costs without the file: tests/bench/push_cost.c --------------------------------------------------------------
PUSH_COST := $(B)/tests/bench/push_cost

$(PUSH_COST): $(PUSH_COST).o $(LIBRARY)
	$(SAY)$(CC) -o $@ $^ $(LDFLAGS) $(KLINK)

.PHONY: bench-programs
bench-programs: $(PUSH_COST)

# --- fault layer: tests/fault/disk.c, preloaded into the server ---------------------------------------------------------
$(B)/tests/fault/disk.so: tests/fault/disk.c | build-packages
	@mkdir -p $(@D)
	$(SAY)$(CC) $(KFLAGS) $(CFLAGS) -fPIC -shared -o $@ $< -ldl

# --- what people call ----------------------------------------------------------------------------------------------------
.PHONY: setup run demo screenshots test test-unit test-fuzz test-collab test-http test-fault test-browser bench lint fuzz install clean help

setup:
	@tests/setup.sh build

# Without FILE, serve says first what is wrong with the address: then no file is made for nothing.
run: setup
	@$(SUBMAKE) all
	@test -e '$(FILE)' || { said=$$($(B)/kosshi serve '$(FILE)' --listen '$(LISTEN):$(PORT)' 2>&1); \
	  case $$said in "kosshi: $(LISTEN):$(PORT): "*) printf '%s\n' "$$said" >&2; exit 1;; esac; \
	  $(B)/kosshi new '$(FILE)'; }
	@exec $(B)/kosshi serve '$(FILE)' --listen '$(LISTEN):$(PORT)'

# The sample is kept, with what one tried in it, until FRESH=1 or make clean.
DEMO := $(B)/demo.db

demo: setup
	@$(SUBMAKE) all
	@$(if $(FRESH),rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm)
	@test -e $(DEMO) || $(B)/kosshi demo $(DEMO)
	@exec $(B)/kosshi serve $(DEMO) --listen '$(LISTEN):$(PORT)'

# Browser and HTTP tests bring their tools from npm; the lock file pins them to the byte.
NODE_TOOLS := tests/browser/node_modules/.package-lock.json
$(NODE_TOOLS): tests/browser/package-lock.json
	@cd tests/browser && npm ci --loglevel=error --no-audit --no-fund --ignore-scripts || { \
	  echo "The browser tests' tools could not be fetched. Connect this machine to the network and run make test again." >&2; exit 1; }
	@touch $@

ASAN := B=$(B)/asan SANITIZE=address,undefined CFLAGS='-O1 -g'
TEST_PARTS := unit fuzz collab http fault browser

.PHONY: setup-test
setup-test:
	@tests/setup.sh build test
	@$(MAKE) --no-print-directory $(NODE_TOOLS)

test: setup-test
	@$(SUBMAKE) $(ASAN) all unit-programs replay-programs collab-programs
	@$(SUBMAKE) all $(B)/tests/fault/disk.so
	@tests/run.sh $(B) $(TEST_PARTS)

test-unit: setup-test
	@$(SUBMAKE) $(ASAN) unit-programs
	@tests/run.sh $(B) unit

test-fuzz: setup-test
	@$(SUBMAKE) $(ASAN) replay-programs
	@tests/run.sh $(B) fuzz

test-collab: setup-test
	@$(SUBMAKE) $(ASAN) all collab-programs
	@tests/run.sh $(B) collab

test-http: setup-test
	@$(SUBMAKE) $(ASAN) all
	@tests/run.sh $(B) http

test-fault: setup-test
	@$(SUBMAKE) all $(B)/tests/fault/disk.so
	@tests/run.sh $(B) fault

test-browser: setup-test
	@$(SUBMAKE) all
	@tests/run.sh $(B) browser

bench:
	@tests/setup.sh build bench
	@$(MAKE) --no-print-directory $(NODE_TOOLS)
	@$(SUBMAKE) all bench-programs $(B)/tests/fault/disk.so
	@node tests/bench/bench.mjs $(B)/kosshi

screenshots: setup-test
	@tests/setup.sh screenshots
	@$(SUBMAKE) all
	@node tests/screenshots/screenshots.mjs $(B)/kosshi

lint:
	@tests/setup.sh build lint
	@tests/lint/run.sh $(B)

fuzz:
	@tests/setup.sh build fuzz
	@$(SUBMAKE) B=$(B)/fuzz CC=clang SANITIZE=address,undefined,fuzzer-no-link CFLAGS='-O1 -g' fuzz-programs
	@tests/fuzz/run.sh $(B)/fuzz $(SECONDS) $(FUZZ)

install: all
	install -D -m 755 $(B)/kosshi $(DESTDIR)$(PREFIX)/bin/kosshi

clean:
	rm -rf $(B)

help:
	@echo 'make            builds $(B)/kosshi'
	@echo 'make run        installs what is missing, builds, makes FILE (vision.db) if there is none, and serves it on LISTEN:PORT'
	@echo '                make run FILE=plan.db PORT=8081'
	@echo 'make demo       builds, makes a filled sample if there is none (FRESH=1: anew), and serves it on LISTEN:PORT; one click a role signs in'
	@echo 'make test       all tests: test-unit test-fuzz test-http test-fault test-browser (each runs alone, too)'
	@echo 'make lint       warnings of two compilers, clang-tidy, cppcheck, clang-format, the walls between the folders'
	@echo 'make bench      speed and memory beside nginx, Fossil and cmark-gfm, on a corpus of its own'
	@echo 'make fuzz       searches for inputs that break the parsers, SECONDS (60) a target'
	@echo 'make screenshots takes the pictures of README.md anew, from the sample'
	@echo 'make install    copies the one binary to PREFIX/bin (/usr/local/bin)'
	@echo 'make clean      removes what was built'

-include $(wildcard $(OBJECTS:.o=.d) $(B)/tests/*/*.d)
