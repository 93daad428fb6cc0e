package dev.oreo.train;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a run tells its listeners. */
final class Recorder implements TrainingListener {
  final List<TrainingPlan> plans = new ArrayList<>();
  final List<UpdateReport> reports = new ArrayList<>();
  final List<TrainingSummary> summaries = new ArrayList<>();

  @Override
  public void started(TrainingPlan plan) {
    plans.add(plan);
  }

  @Override
  public void updated(UpdateReport report) {
    reports.add(report);
  }

  @Override
  public void finished(TrainingSummary summary) {
    summaries.add(summary);
  }
}
