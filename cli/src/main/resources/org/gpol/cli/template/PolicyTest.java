import static org.gpol.testkit.PolicyAssert.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.gpol.testkit.PolicyUnderTest;
import org.gpol.testkit.jqwik.SchedulingDomain;
import org.gpol.testkit.scenario.Scenario;
import org.gpol.testkit.scenario.ScenarioFault.Kind;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Path DIRECTORY = Path.of(System.getProperty("policy.dir", ""));

  private static PolicyUnderTest policy(String name) throws IOException {
    return PolicyUnderTest.compile(DIRECTORY.resolve(name + ".gpol"));
  }

  @Test
  void policy_underAnyWorkload_keepsItsContracts() throws IOException {
    assertThat(policy("$name"))
        .on("4")
        .underAnyWorkload(50)
        .with(EnumSet.of(Kind.KILL, Kind.DEPART, Kind.RENICE, Kind.REBIND, Kind.STORM))
        .keepingFailuresIn(DIRECTORY.resolve("target/failures"))
        .keepsItsContracts();
  }

  /** The same as a property of jqwik, which says more about what it tries and shrinks by itself. */
  @Property(tries = 50)
  @Domain(SchedulingDomain.class)
  void policy_inAnyScenario_hasNoFault(@ForAll Scenario scenario) throws IOException {
    assertEquals(Optional.empty(), policy("$name").fault(scenario), scenario::rtApp);
  }

  /** Fails on purpose: README.md says how to read it. */
  @Test
  void brokenPolicy_underAnyWorkload_keepsItsContracts() throws IOException {
    assertThat(policy("broken"))
        .underAnyWorkload(50)
        .keepingFailuresIn(DIRECTORY.resolve("target/failures"))
        .keepsItsContracts();
  }
}
