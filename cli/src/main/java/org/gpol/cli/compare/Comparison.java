package org.gpol.cli.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gpol.cli.output.Durations;
import org.gpol.kernel.report.SimulationResult;

/** The runs of several policies under the same seeds, and what they say about each other. */
public final class Comparison {
  private static final double PERCENT = 100;

  private final List<String> policies;
  private final List<List<SimulationResult>> runs = new ArrayList<>();

  /** Nothing yet; the first policy is what the others are compared with. */
  public Comparison(List<String> policies) {
    this.policies = List.copyOf(policies);
    policies.forEach(policy -> runs.add(new ArrayList<>()));
  }

  /** Adds the runs of one seed, one a policy. */
  public void add(List<SimulationResult> ofOneSeed) {
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).add(ofOneSeed.get(i));
    }
  }

  /** How many seeds were run. */
  public int seeds() {
    return runs.get(0).size();
  }

  /** Whether every metric that changed at all has changed for sure, in every policy. */
  public boolean significant() {
    return seeds() > 1
        && metrics().stream()
            .allMatch(
                metric -> {
                  for (int i = 1; i < policies.size(); i++) {
                    Bootstrap.Difference difference = difference(metric, i);
                    if (difference.change() != 0 && !difference.significant()) {
                      return false;
                    }
                  }
                  return true;
                });
  }

  private List<Metric> metrics() {
    return Metric.of(runs.get(0).get(0));
  }

  private double[] values(Metric metric, int policy) {
    return runs.get(policy).stream().mapToDouble(metric.of()).toArray();
  }

  private Bootstrap.Difference difference(Metric metric, int policy) {
    return Bootstrap.difference(values(metric, 0), values(metric, policy));
  }

  /** A table of means and a sentence for each metric of each policy but the first. */
  public String render() {
    StringBuilder page = new StringBuilder();
    int width = 18;
    for (String policy : policies) {
      width = Math.max(width, policy.length() + 2);
    }
    page.append(String.format(Locale.ROOT, "%-22s", "mean of " + seeds() + " seeds"));
    for (String policy : policies) {
      page.append(String.format(Locale.ROOT, "%" + width + "s", policy));
    }
    page.append('\n');
    for (Metric metric : metrics()) {
      page.append(String.format(Locale.ROOT, "%-22s", metric.name()));
      for (int i = 0; i < policies.size(); i++) {
        double mean = java.util.Arrays.stream(values(metric, i)).average().orElse(0);
        page.append(String.format(Locale.ROOT, "%" + width + "s", shown(metric, mean)));
      }
      page.append('\n');
    }
    for (int i = 1; i < policies.size(); i++) {
      page.append('\n');
      for (Metric metric : metrics()) {
        page.append(verdict(metric, i)).append('\n');
      }
    }
    return page.toString();
  }

  /**
   * The same for programs: of each metric the values of all seeds for each policy, and how each
   * policy but the first differs from it, as a part of the first's mean. Times are nanoseconds.
   */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("seeds", seeds());
      json.writeArrayFieldStart("metrics");
      for (Metric metric : metrics()) {
        json.writeStartObject();
        json.writeStringField("name", metric.name());
        json.writeBooleanField("time", metric.time());
        json.writeArrayFieldStart("policies");
        for (int i = 0; i < policies.size(); i++) {
          writePolicy(json, metric, i);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private void writePolicy(JsonGenerator json, Metric metric, int policy) throws IOException {
    json.writeStartObject();
    json.writeStringField("policy", policies.get(policy));
    json.writeArrayFieldStart("values");
    for (double value : values(metric, policy)) {
      json.writeNumber(Math.round(value));
    }
    json.writeEndArray();
    if (policy > 0) {
      Bootstrap.Difference difference = difference(metric, policy);
      json.writeObjectFieldStart("difference");
      number(json, "change", difference.change());
      number(json, "low", difference.low());
      number(json, "high", difference.high());
      json.writeBooleanField("significant", seeds() > 1 && difference.significant());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** JSON has no infinity: a change from nothing to something is null. */
  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static String shown(Metric metric, double mean) {
    return metric.time()
        ? Durations.format(Math.round(mean))
        : String.format(Locale.ROOT, "%.0f", mean);
  }

  private String verdict(Metric metric, int policy) {
    Bootstrap.Difference difference = difference(metric, policy);
    String of = policies.get(policy) + "'s " + metric.name();
    String seeds = seeds() == 1 ? "1 seed" : seeds() + " seeds";
    if (difference.change() == 0 && difference.low() == 0 && difference.high() == 0) {
      return of + " is the same (" + seeds + ")";
    }
    if (Double.isInfinite(difference.change()) || Double.isInfinite(difference.high())) {
      return of + " is above " + policies.get(0) + "'s, which is 0 (" + seeds + ")";
    }
    double half = (difference.high() - difference.low()) / 2 * PERCENT;
    String size =
        String.format(
            Locale.ROOT, "%.1f%% ± %.1f%%", Math.abs(difference.change()) * PERCENT, half);
    String direction = difference.change() < 0 ? " lower" : " higher";
    if (seeds() > 1 && !difference.significant()) {
      return of
          + " cannot be told from "
          + policies.get(0)
          + "'s: "
          + size
          + direction
          + ", "
          + seeds;
    }
    return of + " is " + size + direction + ", " + seeds;
  }
}
