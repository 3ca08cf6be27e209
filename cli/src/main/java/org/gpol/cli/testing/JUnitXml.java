package org.gpol.cli.testing;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.gpol.bpf.GpolBug;

/** The outcomes of tests in the XML that CI servers read. */
public final class JUnitXml {
  private static final double NS_PER_S = 1e9;

  private JUnitXml() {}

  /** A suite for each file. */
  public static String of(Map<String, List<TestOutcome>> byFile) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (Map.Entry<String, List<TestOutcome>> file : byFile.entrySet()) {
        suite(xml, file.getKey(), file.getValue());
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new GpolBug("XML cannot be written", e);
    }
    return text.toString();
  }

  private static void suite(XMLStreamWriter xml, String file, List<TestOutcome> outcomes)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", file);
    xml.writeAttribute("tests", Integer.toString(outcomes.size()));
    long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    xml.writeAttribute("failures", Long.toString(failed));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", seconds(outcomes.stream().mapToLong(TestOutcome::wallNs).sum()));
    for (TestOutcome outcome : outcomes) {
      testCase(xml, file, outcome);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void testCase(XMLStreamWriter xml, String file, TestOutcome outcome)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", file);
    xml.writeAttribute("name", outcome.test().title());
    xml.writeAttribute("file", file);
    xml.writeAttribute("line", Integer.toString(outcome.test().span().line()));
    xml.writeAttribute("time", seconds(outcome.wallNs()));
    for (TestOutcome.Failure failure : outcome.failures()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", failure.message());
      xml.writeCharacters(failure.span() + ": " + failure.span().text());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%.3f", ns / NS_PER_S);
  }
}
