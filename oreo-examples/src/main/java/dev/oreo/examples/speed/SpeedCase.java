package dev.oreo.examples.speed;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * One workload and who does it.
 *
 * @param name short, for options and file names
 * @param title for the table
 * @param workload what all of them read
 * @param contestants oreo first
 */
record SpeedCase(String name, String title, JsonObject workload, List<Contestant> contestants) {}
