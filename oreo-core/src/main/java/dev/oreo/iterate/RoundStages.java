package dev.oreo.iterate;

import java.io.IOException;

/**
 * The work of a round, which a host application does in its own way: usually {@link
 * dev.oreo.rollout.RolloutCollector} to sample and {@link dev.oreo.train.Trainer} to train.
 *
 * <p>Policies and value functions are passed on as what the stages make of them, such as the folder
 * of a checkpoint, so that not all of them need to be in memory. Stages that keep what they made,
 * and find it again, make an iteration that can be taken up after a crash.
 *
 * @param <P> a policy
 * @param <V> a value function
 * @param <D> the data of a round
 */
public interface RoundStages<P, V, D> {

  /**
   * Draws a round's data and grades it.
   *
   * @param round its number, from 1
   * @param policy what the round before has made; in the first round the initial policy
   * @return the data
   * @throws IOException if it cannot be read or written
   */
  D sample(int round, P policy) throws IOException;

  /**
   * Trains a policy and a value function on a round's data.
   *
   * @param start what to begin with
   * @param data of this round alone
   * @return the trained pair
   * @throws IOException if it cannot be read or written
   */
  RoundResult<P, V> train(RoundStart<P, V> start, D data) throws IOException;
}
