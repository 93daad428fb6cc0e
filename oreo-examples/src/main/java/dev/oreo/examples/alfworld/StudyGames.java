package dev.oreo.examples.alfworld;

import dev.oreo.agent.AlfworldProtocol;
import dev.oreo.environment.AlfworldGame;
import dev.oreo.environment.Environment;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a study plays and imitates.
 *
 * @param opener gives a game's environment
 * @param protocol the conversation
 * @param transcripts of the expert, on training games
 * @param training the games whose episodes are learnt from
 * @param tests the games to evaluate on, by the split's name, in the order of the table
 */
public record StudyGames(
    Function<AlfworldGame, Environment> opener,
    AlfworldProtocol protocol,
    List<Transcript> transcripts,
    List<AlfworldGame> training,
    Map<String, List<AlfworldGame>> tests) {}
