"""Records new ALFWorld episodes with TextWorld's own engine, as test data for another engine.

    textworld/bin/python record_episodes.py --logic DIR --games games_train.jsonl.gz games_valid_seen.jsonl.gz \\
        --without old_traces.jsonl.gz --episodes 300 --steps 60 --seed 1 --output new_traces.jsonl.gz

How to install the engine and the versions it was written for: see textworld_steps.py.

One JSON row per episode: {kind "biased_walk", id, grammar, domain, initial, initial_admissible, steps: [{c command, o feedback,
won, adm admissible commands}]}. The first text and commands are those at reset. An episode ends when the game is won or after
--steps commands; with --past-win it goes on after the win, as the bare engine allows. The wordings 2.1.1 and 2.1.3 alternate.
Games are taken from the --games files in turn, in shuffled order, none twice; games that the --without file has are left out.
A walk depends on the seed, the game and the wording alone.

A walk is a chain of errands (errands.py) that lead into states a random walk seldom meets, mixed with random admissible
commands and with commands the game does not know, most of them one slip away from an admissible one (commands.py).
"""
import argparse
import gzip
import json
import random
import time

import commands
import errands
from engine import Engine, Logic, read_rows

VERSIONS = ("2.1.1", "2.1.3")
UNKNOWN = 0.10  # share of steps that send a command made up by commands.unknown
ASIDE = 0.10  # share of steps that look, take stock or examine between two steps of an errand
REFUSED = 0.15  # how often an errand's command is sent although the game would refuse it
LAST_QUARTER = 0.75  # from here on the goal is an errand too, so that walks are not won at once


class Walk:
    """One episode as it is being recorded: what errands look at, and the row so far."""

    def __init__(self, engine, game, version, rng):
        self.engine, self.version, self.rng = engine, version, rng
        self.state = engine.open(game, version)
        self.steps = []
        self.row = {"kind": "biased_walk", "id": game["id"], "grammar": version, "domain": version,
                    "initial": self.state.feedback, "initial_admissible": self.state.admissible_commands,
                    "steps": self.steps}

    @property
    def admissible(self):
        return self.state.admissible_commands

    def send(self, command):
        self.state = self.engine.step(command)
        self.steps.append({"c": command, "o": self.state.feedback, "won": self.state.won, "adm": self.admissible})


def chain(walk, length):
    """The commands of one errand after the other, without end."""
    while True:
        late = len(walk.steps) >= LAST_QUARTER * length
        for command in errands.draw(walk, late):
            if command in walk.admissible or walk.rng.random() < REFUSED:
                yield command


def record(engine, game, version, rng, length, past_win):
    walk = Walk(engine, game, version, rng)
    planned = chain(walk, length)
    while len(walk.steps) < length and (past_win or not walk.state.won):
        chance = rng.random()
        if chance < UNKNOWN:
            walk.send(commands.unknown(walk))
        elif chance < UNKNOWN + ASIDE:
            walk.send(commands.aside(walk))
        else:
            walk.send(next(planned))
    return walk.row


def games_in_turn(paths, left_out, rng):
    queues = [[game for game in read_rows(path) if game["id"] not in left_out] for path in paths]
    for queue in queues:
        rng.shuffle(queue)
    while any(queues):
        for queue in filter(None, queues):
            yield queue.pop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logic", required=True, help="folder of the domains and grammars")
    parser.add_argument("--games", required=True, nargs="+", help="rows with id, task, pddl_problem")
    parser.add_argument("--without", nargs="*", default=[], help="recorded episodes whose games are left out")
    parser.add_argument("--output", required=True, help="the file to write, JSONL in gzip")
    parser.add_argument("--episodes", type=int, default=300)
    parser.add_argument("--steps", type=int, default=60, help="commands in an episode")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="start no new episode after so long")
    parser.add_argument("--past-win", action="store_true", help="go on after the game is won")
    options = parser.parse_args()
    left_out = {row["id"] for path in options.without for row in read_rows(path)}
    games = games_in_turn(options.games, left_out, random.Random(options.seed))
    engine, started, steps, count = Engine(Logic(options.logic)), time.monotonic(), 0, 0
    with gzip.open(options.output, "wt", encoding="utf-8") as out:
        while count < options.episodes and (game := next(games, None)):
            if options.minutes and time.monotonic() - started > 60 * options.minutes:
                break
            version = VERSIONS[count % len(VERSIONS)]
            rng = random.Random(f"{options.seed} {version} {game['id']}")
            row = record(engine, game, version, rng, options.steps, options.past_win)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count, steps = count + 1, steps + len(row["steps"])
    print(f"{count} episodes, {steps} steps, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
