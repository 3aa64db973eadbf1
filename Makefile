# The few commands. Each sets itself up: `make demo` and `make test` need git, make and Python >= 3.11, nothing else.
# No path here is absolute, so the folder may be called anything, blanks and Chinese included.

.DEFAULT_GOAL := help
.PHONY: help demo test check policies bless clean lock FORCE

bin := .venv/bin
# A virtual environment holds the path of its own folder and of its Python: when either has moved, it is made anew.
moved := $(shell test ! -e .venv/where || { test "$$(cat .venv/where)" = "$$(pwd -P)" && $(bin)/python -c ''; } 2>/dev/null || echo FORCE)

help:
	@echo 'make demo    检查 2020 年十五张自评表        check the fifteen forms of 2020'
	@echo 'make test    全部检验                        every check and every test'
	@echo 'make check   只看写法、类型和楼层            lint, types and floors only'
	@echo 'make policies 逐一检验随附的政策（较慢）      every measure of every shipped policy (slow)'
	@echo 'make bless   把现在的输出认作应有的输出      take what is printed now as what is expected'
	@echo 'make lock    重新锁定依赖（要有 uv）         lock the dependencies again (needs uv)'
	@echo 'make clean   删去做出来的一切                remove everything made'

demo: .venv/installed
	@$(bin)/perfrules check examples/qiaokou-2020 --fail-on never

test: check
	$(bin)/python -m pytest -n auto --dist worksteal

check: .venv/installed
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports --no-logo

# Every policy that checks forms: layout, examples and laws, remarks, what the examples try (all that can be reached) and notice.
# What is noticed is kept in build/, so a run that was stopped goes on. All of it is run before the target fails.
policies: .venv/installed
	$(bin)/python tests/shelf.py

bless: .venv/installed
	@if [ "$$CI" = true ]; then echo 'CI 里不能 bless；CI does not bless' >&2; exit 1; fi
	$(bin)/python -m pytest --bless

clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find perfrules tests -name __pycache__ -type d -prune -exec rm -rf {} +

lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet --output-file requirements.lock

# What pip says is shown only when it fails: its warnings are about the machine, not about this project.
.venv/installed: .venv/locked pyproject.toml
	@$(bin)/python -m pip install --no-input --no-deps --no-build-isolation --editable . >.venv/pip.log 2>&1 || { cat .venv/pip.log >&2; exit 1; }
	@touch $@

.venv/locked: requirements.lock $(moved)
	@found=; old=; \
	for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  old="$$python"; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null && { found="$$python"; break; }; \
	done; \
	if [ -z "$$old" ]; then \
	  echo '没有找到 Python 3.11 或更新的版本；装好后再试，或写 make PYTHON=它的路径' >&2; \
	  echo 'no Python 3.11 or newer was found; install one, or say make PYTHON=its-path' >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "$$old 缺少 venv 或 ensurepip（Debian/Ubuntu：apt install python3-venv）" >&2; \
	  echo "$$old lacks venv or ensurepip (Debian/Ubuntu: apt install python3-venv)" >&2; exit 1; \
	fi; \
	echo "准备环境，只此一次；setting up, once ($$("$$found" --version))" >&2; \
	"$$found" -m venv --clear .venv && \
	{ $(bin)/python -m pip install --no-input --require-hashes --requirement requirements.lock >.venv/pip.log 2>&1 || { cat .venv/pip.log >&2; exit 1; }; }
	@pwd -P >.venv/where
	@touch $@
