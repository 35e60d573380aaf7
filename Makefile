# The targets that people and CI run. `make run` and `make test` set up all they need.
BIN := .venv/bin

.PHONY: run test lint fmt lab-setup setup bench accuracy long dist pictures docs golden lock demo

setup:
	@sh tools/setup.sh

run: setup            ## check this machine, then a sample estate made on the spot; writes out/answer.html
	@$(BIN)/python examples/run.py

demo: setup           ## a campaign on twelve real hosts made on this machine; leaves plan, pages and bundle in out/demo
	@sh tools/lab_hosts.sh
	@$(BIN)/python tools/demo.py

test: setup lint lab-setup  ## everything that CI checks
	$(BIN)/python -m pytest -m "not long"

lint: setup           ## ruff, mypy (also for Windows), the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 src
	$(BIN)/lint-imports

fmt: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lab-setup:
	@sh tools/lab.sh
	@sh tools/lab_hosts.sh

long: setup lab-setup ## every kill point, hosts of a lab, thousands of byte changes, gigabytes
	@sh tools/lab_hosts.sh all
	$(BIN)/python -m pytest -m long --timeout 3600

bench: setup          ## measure; prints figures and ratios, fails on nothing
	$(BIN)/python benchmarks/run.py

accuracy: setup       ## how exact attribution is, on labelled records beside the project; skipped where there are none
	$(BIN)/python benchmarks/accuracy.py

dist: setup           ## wheel and source archive in dist/
	rm -rf dist build
	$(BIN)/python -m build --no-isolation --outdir dist .

pictures: setup       ## pictures of the README, from the real run (needs chromium)
	$(BIN)/python tools/pictures.py

docs: setup           ## write the generated parts of the documentation anew
	$(BIN)/python tools/reference.py

golden: setup         ## write the golden files anew; look at the difference by eye
	$(BIN)/python -m pytest tests/unit/report --update-golden

lock: setup           ## lock the dependencies anew, with hashes
	$(BIN)/python tools/lock.py
