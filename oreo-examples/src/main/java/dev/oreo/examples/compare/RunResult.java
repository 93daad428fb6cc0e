package dev.oreo.examples.compare;

/**
 * What one training run of one method gave. Accuracies are in [0, 1].
 *
 * @param method the method's name
 * @param seed of data, policy and pool
 * @param round of the iterative form, from 1
 * @param learningRate peak rate of the policy
 * @param validation greedy accuracy on the validation problems, by which the rate is chosen
 * @param test greedy accuracy on the test problems
 * @param examples how many examples the method made of the pool
 * @param seconds of training
 * @param note empty, or why the run ended early
 */
record RunResult(
    String method,
    long seed,
    int round,
    double learningRate,
    double validation,
    double test,
    int examples,
    double seconds,
    String note) {}
