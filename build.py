#!/usr/bin/env python3
"""Build, serve and test Inkglass.

python3 build.py            build the site and serve it on http://127.0.0.1:8000/ (--port N)
python3 build.py site       build the site into dist/
python3 build.py test       check and test it in about five minutes; --full leaves nothing out
                            and runs the benches, too; further arguments go to pytest
python3 build.py bench      measure it, all of it or what is named: bench reading, bench startup …
python3 build.py clean      remove all that was made

Needs Python 3.11 or newer to run, Node.js 20 or newer with npm, and a network for the first run.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the running Python is not yet the one of .venv
    sys.exit("build.py: needs Python 3.11 or newer to run; try python3.11 build.py or newer.")

import argparse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "py"))

from sitebuild import environment, layout, numpy_wheel, paths, runtime, server, steps

BENCH_OPTIONS = """Without a name models, hands, pictures, reading, training, startup and
lighthouse are run, with --runs N and --json FILE for all of them. Of models: --json FILE.
Of hands: --json FILE, --drawings N. Of pictures: --json FILE, --photographs N. Of reading:
--runs N, --json FILE, --models NAME …. Of startup: --runs N, --json FILE, --site DIR, --also DIR
(another build), --pages NAME …, --scenarios NAME …, --settle SECONDS. Of lighthouse: --json FILE,
--site DIR. Of training: --runs N, --threads N …, --json FILE. Of stages: --visits N, --site DIR,
--scenario NAME."""

TEST_OPTIONS = """Without --full some of each kind of test runs, in about five minutes on two
cores. With --full all of them run, on all drawings and on thousands of damaged files, the whole
library is tested in Pyodide as well, and each bench runs in its shortest form. All other arguments
go to pytest: `test --full tests/library -k conv`."""


def build_site() -> None:
    """Make `dist/`."""
    environment.prepare_node()
    environment.prepare("requirements-site.txt")
    numpy_wheel.prepare()
    runtime.prepare()
    layout.prepare()


def serve(options: argparse.Namespace) -> None:
    """Make `dist/` and serve it."""
    build_site()
    server.serve(paths.DIST, options.port)


def site(options: argparse.Namespace) -> None:
    """Make `dist/` and say where it is."""
    build_site()
    steps.say(f"The site is in {paths.DIST.relative_to(paths.ROOT)}/")


def test(options: argparse.Namespace) -> None:
    """Make `dist/` and run the checks on it."""
    from sitebuild import checks

    build_site()
    sys.exit(checks.run_all(options.further))


def bench(options: argparse.Namespace) -> None:
    """Make `dist/` and measure it, beside pages that do the same by other means."""
    from sitebuild import bench as benches

    build_site()
    sys.exit(benches.measure(options.further))


def clean(options: argparse.Namespace) -> None:
    """Remove all that was made."""
    peers = paths.TESTS / "bench" / "node_modules"
    for path in (paths.DIST, paths.CACHE, paths.VENV, paths.NODE_MODULES, peers):
        if path.exists():
            steps.say(f"Removing {path.relative_to(paths.ROOT)}/")
            steps.remove(path)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; without a command it is `serve`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = {"serve": serve, "site": site, "test": test, "bench": bench, "clean": clean}
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for name, function in commands.items():
        command = subparsers.add_parser(name, help=function.__doc__)
        command.set_defaults(function=function)
        if name == "serve":
            command.add_argument(
                "--port", type=int, help="the port to serve on; default: the first free from 8000"
            )
        if name == "bench":
            command.usage = "build.py bench [NAME] [OPTION …]"
            command.epilog = BENCH_OPTIONS
        if name == "test":
            command.usage = "build.py test [--full] [ARGUMENT OF PYTEST …]"
            command.epilog = TEST_OPTIONS
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["serve", *arguments]
    options, rest = parser.parse_known_args(arguments)
    if rest and options.function not in (test, bench):
        parser.error(f"unknown argument: {rest[0]}")
    options.further = rest
    return options


def main() -> None:
    """Run a command; what a user can mend is told in one line."""
    options = parse(sys.argv[1:])
    try:
        options.function(options)
    except steps.Failure as failure:
        sys.exit(f"build.py: {failure}")
    except KeyboardInterrupt:
        sys.exit("build.py: stopped; run the same command again to go on.")


if __name__ == "__main__":
    main()
