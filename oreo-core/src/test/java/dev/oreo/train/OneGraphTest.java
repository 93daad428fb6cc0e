package dev.oreo.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oreo.model.CharTokenizer;
import dev.oreo.model.ForwardPass;
import dev.oreo.model.TabularPolicy;
import dev.oreo.model.TabularValueFunction;
import dev.oreo.model.TrainablePolicy;
import dev.oreo.model.TrainableValueFunction;
import dev.oreo.objective.Score;
import dev.oreo.objective.SoftBellmanObjective;
import dev.oreo.objective.TrajectoryScores;
import dev.oreo.trajectory.Granularity;
import dev.oreo.trajectory.Trajectory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates in which the graphs of both networks are not in memory at once. */
final class OneGraphTest {
  private static final List<Trajectory> ROWS = Rows.random(12);

  /** Counts the passes that are open. */
  private static final class Passes {
    private int open;
    private int most;
    private int all;

    <T> T counted(Class<T> type, T network) {
      return proxy(
          type,
          (self, method, arguments) -> {
            Object result = call(method, network, arguments);
            return method.getName().equals("forward") ? counted((ForwardPass) result) : result;
          });
    }

    private ForwardPass counted(ForwardPass pass) {
      all++;
      open++;
      most = Math.max(most, open);
      return proxy(
          ForwardPass.class,
          (self, method, arguments) -> {
            if (method.getName().equals("close")) {
              open--;
            }
            return call(method, pass, arguments);
          });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
      try {
        return method.invoke(target, arguments);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
    }
  }

  private record Run(
      Passes passes, List<TrajectoryScores> policy, List<TrajectoryScores> values, Recorder told) {}

  private static Run train(boolean oneGraph) {
    TabularPolicy policy = TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, 1);
    TabularPolicy reference = TabularPolicy.random(new CharTokenizer("abc"), Rows.VOCABULARY, 2);
    TabularValueFunction value = TabularValueFunction.random(Rows.VOCABULARY, 3);
    TrainerConfig config =
        TrainerConfig.builder()
            .epochs(2)
            .microBatchTokens(20)
            .oneGraphAtATime(oneGraph)
            .policyLearningRate(0.01)
            .valueLearningRate(0.02)
            .policyFreezeFraction(0.3)
            .build();
    Passes passes = new Passes();
    Recorder recorder = new Recorder();
    Trainer.builder(
            passes.counted(TrainablePolicy.class, policy),
            SoftBellmanObjective.builder(Granularity.TOKEN).build(),
            config)
        .valueFunction(passes.counted(TrainableValueFunction.class, value))
        .reference(reference)
        .listener(recorder)
        .build()
        .train(new ShuffledBatches<>(ROWS, 5, false, 9));
    return new Run(passes, policy.score(ROWS, Set.of(Score.LOG_PROB)), value.score(ROWS), recorder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void train_graphs_areOpenAsAskedAndClosedInTheEnd(boolean oneGraph) {
    Passes passes = train(oneGraph).passes();

    assertThat(passes.most).isEqualTo(oneGraph ? 1 : 2);
    assertThat(passes.open).isZero();
  }

  @Test
  void train_oneGraphAtATime_changesNoBit() {
    Run both = train(false);
    Run one = train(true);

    assertThat(one.passes().all).isGreaterThan(both.passes().all);
    for (int i = 0; i < ROWS.size(); i++) {
      assertThat(one.policy().get(i).get(Score.LOG_PROB))
          .isEqualTo(both.policy().get(i).get(Score.LOG_PROB));
      assertThat(one.values().get(i).get(Score.VALUE))
          .isEqualTo(both.values().get(i).get(Score.VALUE));
    }
    for (int u = 0; u < both.told().reports.size(); u++) {
      UpdateReport report = one.told().reports.get(u);
      assertThat(report.valueLoss()).isEqualTo(both.told().reports.get(u).valueLoss());
      assertThat(report.policyLoss()).isEqualTo(both.told().reports.get(u).policyLoss());
    }
  }
}
