package dev.oreo.examples.quickstart;

import dev.oreo.train.TrainingListener;
import dev.oreo.train.TrainingPlan;
import dev.oreo.train.TrainingSummary;
import dev.oreo.train.UpdateReport;
import java.util.ArrayList;
import java.util.List;

/** Remembers what each update of a training run reported. */
final class TrainingCurve implements TrainingListener {
  private final List<UpdateReport> updates = new ArrayList<>();

  @Override
  public void started(TrainingPlan plan) {}

  @Override
  public void updated(UpdateReport report) {
    updates.add(report);
  }

  @Override
  public void finished(TrainingSummary summary) {}

  /** Returns the reports in order. */
  List<UpdateReport> updates() {
    return updates;
  }
}
