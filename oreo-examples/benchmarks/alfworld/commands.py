"""Commands beside the errands of a recorded walk: asides that change nothing, and commands the game does not know."""

ODDITIES = (
    "", " ", "dance", "put all", "take", "go", "go to", "examine", "use", "i", "l", "wait", "open fridge", "go to nowhere 1",
    "go to cabinet 99", "take mug 1", "look around", "inventory please", "check valid actions", "Action: look", "look.",
    "go to loc 1", "examine agent1", "nothing", "help", "Help", "slice apple 1", "examine floor", "look\tinventory",
    "go to cabinet  1", "take 1 from 1", "{o}", "#look.feedback#", "\u00e9couter", "\u770b", "x" * 300,
)
BLANKS = (" ", "  ", "\t", "\n", "\r\n")
ASIDES = ("look", "inventory", "help", "examine ")


def aside(walk):
    """A command that is admissible and changes nothing."""
    return walk.rng.choice([command for command in walk.admissible if command.startswith(ASIDES)])


def unknown(walk):
    """A made-up command. Some are admissible after all: blanks around a command do not matter."""
    return walk.rng.choice((_oddity, _slip, _slip, _misplaced, _misplaced))(walk)


def _oddity(walk):
    return walk.rng.choice(ODDITIES)


def _slip(walk):
    rng = walk.rng
    command = rng.choice(walk.admissible)
    words = command.split(" ")
    position = rng.randrange(len(words))
    return rng.choice((
        command.upper(),
        command.capitalize(),
        command.title(),
        command.replace(" ", "  ", 1),
        command.replace(" ", "\t", 1),
        command + rng.choice((".", "!", " please", " 1", "0")),
        rng.choice(BLANKS) + command,
        command + rng.choice(BLANKS),
        command[:-1],
        " ".join(words[:position] + words[position + 1:]),
        " ".join(words[:position] + ["the"] + words[position:]),
        " ".join(words[:position] + words[position:][::-1]),
        command.replace("in/on", rng.choice(("in", "on", "into"))),
        command.replace("put ", "move ").replace(" in/on ", " to "),
        command.replace("move ", "put ").replace(" to ", " in/on "),
    ))


def _misplaced(walk):
    """A well-formed command about things of this game, nearly always at the wrong moment."""
    rng, facts = walk.rng, walk.engine.facts()
    objects, receptacles = ([walk.engine.name(i) for i in sorted({fact[1] for fact in facts if fact[0] == kind})]
                            for kind in ("objecttype", "receptacletype"))
    first, second, place = rng.choice(objects), rng.choice(objects), rng.choice(receptacles)
    put = put_command(walk.version, first, place)
    return rng.choice((
        f"go to {place}", f"go to {first}", f"open {place}", f"close {place}", f"examine {place}", f"examine {first}",
        f"take {first} from {place}", f"take {first}", f"take {place} from {place}", put, f"use {first}",
        f"heat {first} with {place}", f"cool {first} with {place}", f"clean {first} with {place}",
        f"slice {first} with {second}",
    ))


def put_command(version, thing, place):
    return f"put {thing} in/on {place}" if version == "2.1.1" else f"move {thing} to {place}"
