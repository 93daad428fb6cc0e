"""How many steps TextWorld's own engine makes in a second on recorded ALFWorld episodes, and whether they come out as recorded.

    python3 -m venv textworld && textworld/bin/pip install 'textworld[pddl]==1.7.0' alfworld==0.4.2
    taskset -c 1 textworld/bin/python textworld_steps.py --logic DIR --games games_*.jsonl.gz --traces traces.jsonl.gz --episodes 40

Versions it was written for: textworld 1.7.0, fast-downward-textworld 20.6.4, tatsu 5.8.3, alfworld 0.4.2, Python 3.11.
--logic is the folder that holds alfred.VERSION.pddl and alfred.VERSION.twl2. With --episodes N, every k-th episode is taken,
so that the N are spread over the file.

Each episode is loaded, reset and stepped through its commands in one process and one thread. After every command the feedback,
the admissible commands and the won flag are read and compared with the record (the engine makes all three at every step, asked
for or not). The first text is compared as well, except for the kind "random_walk", whose first text was recorded after the walk.

Two rates are printed, by processor time and by the clock: over the stepping alone, and over loading, reset and stepping. The
files are read before, and the comparison with the record is not in the time. The exit code is 1 if anything differs.
"""
import argparse
import sys
import time

from engine import Engine, Logic, read_rows

FIELDS = (("feedback", "o"), ("admissible_commands", "adm"), ("won", "won"))


class Clock:
    """Processor time and wall time, added up over spans."""

    def __init__(self):
        self.processor = self.wall = 0.0

    def run(self, work, *arguments):
        processor, wall = time.process_time(), time.perf_counter()
        result = work(*arguments)
        self.processor += time.process_time() - processor
        self.wall += time.perf_counter() - wall
        return result


def replay(engine, game, episode, loading, stepping):
    """Yields (where, recorded, got) for everything that differs."""
    first = loading.run(engine.open, game, episode["grammar"])
    if episode["kind"] != "random_walk" and first.feedback != episode["initial"]:
        yield "initial", episode["initial"], first.feedback
    if first.admissible_commands != episode["initial_admissible"]:
        yield "initial admissible", episode["initial_admissible"], first.admissible_commands
    states = stepping.run(lambda: [engine.step(step["c"]) for step in episode["steps"]])
    for number, (state, step) in enumerate(zip(states, episode["steps"])):
        for name, field in FIELDS:
            if state[name] != step[field]:
                yield f"step {number} {step['c']!r} {name}", step[field], state[name]


def spread(rows, count):
    return rows if count is None or count >= len(rows) else [rows[i * len(rows) // count] for i in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logic", required=True, help="folder of the domains and grammars")
    parser.add_argument("--games", required=True, nargs="+", help="rows with id, task, pddl_problem")
    parser.add_argument("--traces", required=True, help="recorded episodes")
    parser.add_argument("--episodes", type=int, help="only so many, spread over the file")
    options = parser.parse_args()
    episodes = spread(list(read_rows(options.traces)), options.episodes)
    wanted = {episode["id"] for episode in episodes}
    games = {game["id"]: game for path in options.games for game in read_rows(path) if game["id"] in wanted}
    engine, loading, stepping = Engine(Logic(options.logic)), Clock(), Clock()
    steps = differences = 0
    for episode in episodes:
        steps += len(episode["steps"])
        for where, recorded, got in replay(engine, games[episode["id"]], episode, loading, stepping):
            differences += 1
            if differences == 1:
                print(f"first difference: {episode['id']} {where}\n  recorded {recorded!r}\n  got      {got!r}")
    print(f"{len(episodes)} episodes, {steps} steps, {differences} differences")
    processor, wall = stepping.processor, stepping.wall
    print(f"stepping:           {steps / processor:.1f} steps per second of processor time, {steps / wall:.1f} by the clock")
    print(f"loading:            {loading.processor / len(episodes):.3f} s of processor time an episode")
    processor, wall = processor + loading.processor, wall + loading.wall
    print(f"loading + stepping: {steps / processor:.1f} steps per second of processor time, {steps / wall:.1f} by the clock")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
