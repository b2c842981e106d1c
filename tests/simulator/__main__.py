"""`make simulate SEEDS=n`: any number of seeds on every core; a failing one is printed and can be run alone.

python -m tests.simulator --seeds N [--first S] [--steps K] [--without "RULE"]
"""

from __future__ import annotations

import argparse
import logging
import sys
from multiprocessing import Pool

from tests.simulator.mutants import MUTANTS
from tests.simulator.seeds import Ran, ran


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=160)
    parser.add_argument("--without", choices=("", *MUTANTS), default="", help="take this rule away")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    tasks = [
        (seed, options.steps, options.without) for seed in range(options.first, options.first + options.seeds)
    ]
    results: list[Ran] = []
    with Pool() as pool:
        for result in pool.imap_unordered(ran, tasks):
            results.append(result)
            if result.broken:
                sys.stdout.write(f"seed {result.seed}: {result.broken}\n")
                sys.stdout.flush()
    broken = sorted(result.seed for result in results if result.broken)
    papers = sum(result.papers for result in results)
    sys.stdout.write(
        f"{len(results)} seeds, {papers} papers, {sum(r.amended for r in results)} corrections,"
        f" {sum(r.conflicts for r in results)} conflicts, {sum(r.crashes for r in results)} crashes,"
        f" {sum(r.restores for r in results)} restored disks: {len(broken)} broken {broken or ''}\n"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
