"""Opens ALFWorld games in TextWorld's own engine. Shared by textworld_steps.py and record_episodes.py.

A game is a row of the games files (id, task, pddl_problem); the domain and the grammar come from a folder that
holds alfred.VERSION.pddl and alfred.VERSION.twl2 for the wordings 2.1.1 and 2.1.3. The goal sentence replaces "UNKNOWN GOAL."
in the grammar, as in ALFWorld's game files. Objects are named by ALFWorld's own Demangler. The few problems without the type
SinkType are given the same domain: what it says of that type then applies to nothing.
"""
import gzip
import json
import pathlib

import textworld
from alfworld.agents.utils.misc import Demangler
from textworld.envs.pddl.pddl import PddlEnv

UNKNOWN_GOAL = "UNKNOWN GOAL."


def read_rows(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


class Logic:
    """The domain and grammar texts of both wordings, each read once."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        self._texts = {}

    def _text(self, name):
        if name not in self._texts:
            self._texts[name] = (self._folder / name).read_text(encoding="utf-8")
        return self._texts[name]

    def domain(self, version):
        return self._text(f"alfred.{version}.pddl")

    def grammar(self, version, task):
        text = self._text(f"alfred.{version}.twl2")
        if text.count(UNKNOWN_GOAL) != 1:
            raise ValueError(f"grammar {version} must name the unknown goal once, got {text.count(UNKNOWN_GOAL)} times")
        return text.replace(UNKNOWN_GOAL, json.dumps(task, ensure_ascii=False)[1:-1])


class Engine:
    """One PddlEnv, into which games are loaded one after the other."""

    def __init__(self, logic):
        self._logic = logic
        self._env = PddlEnv(textworld.EnvInfos(feedback=True, won=True, admissible_commands=True))

    def open(self, game, version):
        """Loads and resets a game; returns its first state (feedback, admissible_commands, won)."""
        self._env.load({
            "pddl_domain": self._logic.domain(version),
            "grammar": self._logic.grammar(version, game["task"]),
            "pddl_problem": game["pddl_problem"],
        })
        infos = self._env._entity_infos
        demangler = Demangler(game_infos=infos)
        for info in infos.values():
            info.name = demangler.demangle_alfred_name(info.id)
        return self._env.reset()

    def step(self, command):
        """Sends one command; returns the state after it."""
        return self._env.step(command)[0]

    def facts(self):
        """What holds now, as tuples (predicate, id...)."""
        return [(fact.name, *(argument.name for argument in fact.arguments)) for fact in self._env._pddl_state.facts]

    def name(self, identifier):
        """The name the player reads for an id."""
        return self._env._entity_infos[identifier].name

    def plan(self):
        """The planner's commands from here to the goal."""
        return self._env._pddl_state.replan(self._env._entity_infos)
