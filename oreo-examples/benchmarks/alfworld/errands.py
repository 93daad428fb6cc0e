"""Errands of a recorded walk: short runs of commands that lead into states a random walk seldom meets.

Each errand is a generator of commands. It looks at the facts of the engine when it starts and after each command, so it may
name a command that is not admissible at that moment; the walk then drops it, or sends it to be refused.
"""
from collections import Counter, defaultdict

from commands import put_command

FREE_COMMANDS = 3  # the longest run of them
PUTS = ("put ", "move ")
CHANGES = (*PUTS, "take ", "open ", "close ", "heat ", "cool ", "clean ", "slice ", "use ")
APPLIANCES = (("clean", "sinkbasintype"), ("heat", "microwavetype"), ("cool", "fridgetype"))
KNIVES = ("knifetype", "butterknifetype")


class Scene:
    """The engine's facts, by predicate, and the names of things."""

    def __init__(self, walk):
        self._name = walk.engine.name
        self._facts = defaultdict(list)
        for predicate, *ids in sorted(walk.engine.facts()):
            self._facts[predicate].append(tuple(ids))

    def pairs(self, predicate):
        return self._facts[predicate]

    def ids(self, predicate):
        return [fact[0] for fact in self._facts[predicate]]

    def of_type(self, predicate, *types):
        return [thing for thing, kind in self._facts[predicate] if kind in types]

    def name(self, identifier):
        return self._name(identifier)

    def held(self):
        return [self.name(thing) for _, thing in self._facts["holds"]]

    def lying(self, things):
        """(thing, receptacle) for those of these things that lie in one and can be taken."""
        takable = set(self.ids("pickupable")).intersection(things)
        return [pair for pair in self._facts["inreceptacle"] if pair[0] in takable]


def draw(walk, goal_too):
    """One errand, drawn by chance; the goal is among them only if asked for."""
    choices = [swap, swap, astray, astray, kitchen, kitchen, kitchen, dish, lamp, doors, gather, free, free, free]
    return walk.rng.choice(choices + [goal] * 4 if goal_too else choices)(walk)


def free(walk):
    """Any admissible commands, those that change something four times as likely as the others."""
    for _ in range(walk.rng.randint(1, FREE_COMMANDS)):
        weights = [4 if command.startswith(CHANGES) else 1 for command in walk.admissible]
        yield walk.rng.choices(walk.admissible, weights)[0]


def goal(walk):
    """The planner's way to the goal of the game."""
    yield from walk.engine.plan()


def swap(walk):
    """Takes a thing out of a receptacle and puts it into another one at the same place, and looks at what is left."""
    scene = Scene(walk)
    beside = defaultdict(list)
    for receptacle, place in scene.pairs("receptacleatlocation"):
        beside[place].append(receptacle)
    neighbours = {receptacle: group for group in beside.values() if len(group) > 1 for receptacle in group}
    candidates = [pair for pair in scene.lying(scene.ids("pickupable")) if pair[1] in neighbours]
    if not candidates:
        return
    thing, source = walk.rng.choice(candidates)
    targets = [scene.name(other) for other in neighbours[source] if other != source]
    thing, source = scene.name(thing), scene.name(source)
    yield from _fetch(walk, thing, source)
    yield "look"
    for target in walk.rng.sample(targets, min(2, len(targets))):
        yield f"open {target}"
        yield put_command(walk.version, thing, target)
        yield "look"
        yield f"examine {target}"
        yield f"examine {source}"
        yield f"take {thing} from {target}"
    yield put_command(walk.version, thing, source)
    yield "look"


def astray(walk):
    """Handles a thing that lies in two receptacles, is recorded at a place where its receptacle is not, or is inside another."""
    scene = Scene(walk)
    places, spots = dict(scene.pairs("receptacleatlocation")), dict(scene.pairs("objectatlocation"))
    outer = dict(scene.pairs("inreceptacleobject"))
    times = Counter(scene.ids("inreceptacle"))
    candidates = [(thing, source) for thing, source in scene.lying(scene.ids("pickupable"))
                  if times[thing] > 1 or spots.get(thing) != places[source] or thing in outer]
    if not candidates:
        return
    thing, source = walk.rng.choice(candidates)
    others = {other for item, other in scene.pairs("inreceptacle") if item == thing}
    others |= {other for other, place in places.items() if place == spots.get(thing)}
    others = sorted(others - {source})
    name = scene.name(thing)
    yield from _fetch(walk, name, scene.name(source))
    for other in map(scene.name, walk.rng.sample(others, min(2, len(others)))):
        for command in (f"go to {other}", f"open {other}", f"examine {other}", "look", f"take {name} from {other}",
                        put_command(walk.version, name, other), "look", f"take {name} from {other}", f"examine {other}"):
            yield command
    yield from _drop(walk)
    for holder, place in scene.lying([outer[thing]] if thing in outer else []):
        yield from _fetch(walk, scene.name(holder), scene.name(place))
        yield f"examine {scene.name(holder)}"


def kitchen(walk):
    """Slices a thing, then cleans, heats or cools it in any order, reading it each time."""
    scene = Scene(walk)
    knives = scene.lying(scene.of_type("objecttype", *KNIVES))
    food = scene.lying(scene.ids("sliceable"))
    if knives and food:
        (knife, drawer), (thing, place) = walk.rng.choice(knives), walk.rng.choice(food)
        yield from _fetch(walk, scene.name(knife), scene.name(drawer))
        yield f"go to {scene.name(place)}"
        yield f"slice {scene.name(thing)} with {scene.name(knife)}"
        yield from _drop(walk)
        yield from _fetch(walk, scene.name(thing), scene.name(place))
        yield f"examine {scene.name(thing)}"
        yield from _treat(walk, scene, scene.name(thing))


def dish(walk):
    """Takes a thing that can hold others, or one that can be cleaned, heated or cooled, and treats it."""
    scene = Scene(walk)
    kind = walk.rng.choice(("isreceptacleobject", "cleanable", "heatable", "coolable"))
    candidates = scene.lying(scene.ids(kind))
    if candidates:
        thing, place = walk.rng.choice(candidates)
        yield from _fetch(walk, scene.name(thing), scene.name(place))
        yield f"examine {scene.name(thing)}"
        yield from _treat(walk, scene, scene.name(thing))
        yield from _drop(walk)


def lamp(walk):
    """Carries something to a lamp and switches the lamp on, twice."""
    scene = Scene(walk)
    lamps = [pair for pair in scene.pairs("inreceptacle") if pair[0] in scene.ids("toggleable")]
    things = scene.lying(scene.ids("pickupable"))
    if lamps and things:
        thing, place = walk.rng.choice(things)
        light, table = walk.rng.choice(lamps)
        if walk.rng.random() < 0.5:
            yield from _fetch(walk, scene.name(thing), scene.name(place))
        yield f"go to {scene.name(table)}"
        yield f"use {scene.name(light)}"
        yield f"examine {scene.name(light)}"
        yield f"use {scene.name(light)}"
        yield f"take {scene.name(light)} from {scene.name(table)}"


def doors(walk):
    """Opens and closes a receptacle, and tries what a closed one forbids."""
    scene = Scene(walk)
    openable = scene.ids("openable")
    if openable:
        place = walk.rng.choice(openable)
        inside = [scene.name(thing) for thing, receptacle in scene.pairs("inreceptacle") if receptacle == place]
        name = scene.name(place)
        for verb in ("go to", "examine", "open", "open", "examine", "close", "close", "examine"):
            yield f"{verb} {name}"
        for thing in inside[:1]:
            yield f"take {thing} from {name}"
        yield f"open {name}"


def gather(walk):
    """Brings two things, of one type where there are two, into a receptacle that takes the first."""
    scene = Scene(walk)
    types = dict(scene.pairs("objecttype"))
    things = scene.lying(scene.ids("pickupable"))
    if not things:
        return
    first = walk.rng.choice(things)
    kind = types[first[0]]
    second = walk.rng.choice([pair for pair in things if types[pair[0]] == kind and pair != first] or things)
    targets = scene.of_type("receptacletype", *(taker for taker, taken in scene.pairs("cancontain") if taken == kind))
    if targets:
        target = scene.name(walk.rng.choice(targets))
        for thing, place in (first, second):
            yield from _fetch(walk, scene.name(thing), scene.name(place))
            yield f"go to {target}"
            yield f"open {target}"
            yield put_command(walk.version, scene.name(thing), target)
        yield f"examine {target}"


def _fetch(walk, thing, place):
    if thing in Scene(walk).held():
        return
    yield from _drop(walk)
    yield f"go to {place}"
    yield f"open {place}"
    yield f"take {thing} from {place}"


def _drop(walk):
    """Puts down what is held, here if the game allows it, else at one of a few other places."""
    for _ in range(5):
        if not Scene(walk).held():
            return
        puts = [command for command in walk.admissible if command.startswith(PUTS)]
        opens = [command for command in walk.admissible if command.startswith("open ")]
        moves = [command for command in walk.admissible if command.startswith("go to ")]
        yield walk.rng.choice(puts or opens or moves or walk.admissible)


def _treat(walk, scene, thing):
    for verb, kind in walk.rng.sample(APPLIANCES, walk.rng.randint(1, len(APPLIANCES))):
        places = scene.of_type("receptacletype", kind)
        if places:
            place = scene.name(walk.rng.choice(places))
            yield f"go to {place}"
            yield f"{verb} {thing} with {place}"
            yield f"examine {thing}"
