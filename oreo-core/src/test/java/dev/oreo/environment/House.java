package dev.oreo.environment;

/** A small world of our own that uses all of PDDL and of the grammar language that is supported. */
final class House {
  static final String DOMAIN =
      """
      (define (domain house)
        (:requirements :adl :typing :action-costs)
        (:types room item person - object lamp key - item)
        (:constants Master - key)
        (:predicates
          (at ?p - person ?r - room) (door ?a ?b - room) (in ?i - item ?r - room)
          (holds ?p - person ?i - item) (lit ?l - lamp) (locked ?r - room)
          (dusty ?i - item) (seen ?r - room) (steep ?a ?b - room))
        (:functions (total-cost) - number)
        (:action look
          :parameters (?p - person ?r - room)
          :precondition (at ?p ?r)
          :effect (seen ?r))
        (:action go
          :parameters (?p - person ?from ?to - room)
          :precondition (and (at ?p ?from) (or (door ?from ?to) (door ?to ?from))
                             (not (locked ?to)))
          :effect (and (not (at ?p ?from)) (at ?p ?to) (increase (total-cost) 1)))
        (:action take
          :parameters (?p - person ?i - item ?r - room)
          :precondition (and (at ?p ?r) (in ?i ?r) (not (exists (?j - item) (holds ?p ?j))))
          :effect (and (holds ?p ?i) (not (in ?i ?r))))
        (:action drop
          :parameters (?p - person ?i - item ?r - room)
          :precondition (and (at ?p ?r) (holds ?p ?i))
          :effect (and (in ?i ?r) (not (holds ?p ?i))))
        (:action swap
          :parameters (?p - person ?i ?j - item ?r - room)
          :precondition (and (at ?p ?r) (holds ?p ?i) (in ?j ?r) (not (= ?j ?i))
                             (imply (lit ?i) (dusty ?j)))
          :effect (and (in ?i ?r) (not (holds ?p ?i)) (holds ?p ?j) (not (in ?j ?r))))
        (:action switch
          :parameters (?p - person ?l - lamp ?r - room)
          :precondition (and (at ?p ?r) (in ?l ?r))
          :effect (and (when (lit ?l) (not (lit ?l))) (when (not (lit ?l)) (lit ?l))))
        (:action clean
          :parameters (?p - person ?r - room)
          :precondition (and (at ?p ?r) (exists (?i - item) (and (in ?i ?r) (dusty ?i))))
          :effect (forall (?i - item) (when (in ?i ?r) (not (dusty ?i)))))
        (:action unlock
          :parameters (?p - person ?r ?to - room)
          :precondition (and (at ?p ?r) (door ?r ?to) (locked ?to)
                             (or (holds ?p MASTER) (forall (?l - lamp) (lit ?l))))
          :effect (not (locked ?to)))
        (:action roll
          :parameters (?i - item ?r ?to - room)
          :precondition (and (door ?r ?to) (steep ?r ?to) (in ?i ?r))
          :effect (and (not (in ?i ?r)) (in ?i ?to))))
      """;

  static final String PROBLEM =
      """
      ; two lamps of the same kind, a door that leads back to where one stands
      (define (problem small) (:domain house)
        (:objects me - person hall kitchen cellar - room broom - item
                  Lamp_bar_1 lamp_bar_2 - lamp)
        (:init (at me hall) (door hall kitchen) (door hall hall) (door kitchen cellar)
               (locked cellar) (in broom hall) (in Lamp_bar_1 hall) (in lamp_bar_2 kitchen)
               (in master cellar) (dusty broom) (dusty lamp_bar_2) (= (total-cost) 0)
               (steep hall kitchen) (steep cellar hall))
        (:goal (and (forall (?l - lamp) (imply (dusty ?l) (lit ?l)))
                    (exists (?i ?j - item)
                      (and (in ?i cellar) (in ?j cellar) (not (= ?i ?j)))))))
      """;

  static final String GRAMMAR =
      """
      # our own words
      grammar :: \"""
        {
          "intro": [{"rhs": "Hello.\\n#room#\\nPlease UNKNOWN GOAL."}],
          "room": [
            {"condition": "at(p:person, r:room)", "rhs": "You are somewhere."},
            {"rhs": "You are nowhere."}
          ],
          "here": [{"rhs": "In the {r.name}: [{i.indefinite + ' ' + i.name | in(i:item, r:room)}]."}],
          "list_empty": [{"rhs": "nothing"}],
          "list_separator": [{"rhs": ", "}],
          "list_last_separator": [{"rhs": ", and "}],
          "thing(i)": [
            {"condition": "lit(i:item)", "rhs": "the lit {i.name or i.id}"},
            {"condition": "not_dusty(i:item)", "rhs": "the clean {i}"},
            {"rhs": "{i.definite} {i.name}"}
          ]
        }
      \""";
      action look { template :: "look"; feedback :: "#here#"; }
      action go {
        template :: "go to {to}";
        feedback :: "#arrive#";
        grammar :: \"""
          {
            # what lies there is told
            "arrive": [{"rhs": "You walk from {from.name} to {to.name}#others#"}],
            "others": [
              {
                "condition": "in(i:item, to:room) & in(j:item, to:room)",
                "rhs": ". Things lie here: {#thing(i)# | in(i:item, to:room)}."
              },
              {"rhs": "."}
            ]
          }
        \""";
      }
      action take { template :: "take {i} from {r}"; feedback :: "You take #thing(i)#."; }
      action drop { template :: "drop {i}"; feedback :: "You drop {i.id}, {i.type}."; }
      action swap { template :: "swap {i} for {j}"; feedback :: "Done."; }
      action switch { template :: "switch {l}"; feedback :: "Click."; }
      action clean { template :: "clean"; feedback :: "Shiny."; }
      action unlock { template :: "unlock [{to.name | door(r:room, to:room)}]"; feedback :: "Crack."; }
      action roll { template :: "roll {i} to {to}"; feedback :: "Gone."; }
      """;

  private House() {}

  static TextWorldLogic logic() {
    return TextWorldLogic.parse(DOMAIN, "house.pddl", GRAMMAR, "house.twl2");
  }

  static TextWorldGame game() {
    return TextWorldGame.of(logic(), PROBLEM, "small.pddl", "carry two things to the cellar.");
  }

  /** The state after some commands. */
  static TextWorldState after(String... commands) {
    TextWorldState state = game().reset();
    for (String command : commands) {
      state = state.step(command);
    }
    return state;
  }
}
