package dev.lockstep.integration.postgres.explain.random;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules with weighted alternatives.
 *
 * <p>A line {@code name:} begins a rule; each indented line under it is an alternative: a weight, versions that know it where not all do ({@code @14} from 14
 * on, {@code @-14} before 14), and its text. In a text {@code <name>} stands for a rule or for something of the schema, {@code <name?30>} for the same in 30 of a
 * hundred cases.
 */
final class Grammar {
    private static final Pattern ALTERNATIVE = Pattern.compile("\\s+(\\d+) (?:@(-?)(\\d+) )?(.*)");

    private final Map<String, List<Alternative>> rules = new HashMap<>();

    /** One way to say it; {@code since} is included, {@code until} is not. */
    record Alternative(int weight, int since, int until, String text) {}

    static Grammar read() {
        try (InputStream stream = Grammar.class.getResourceAsStream("/explain/random/grammar.txt")) {
            if (stream == null) {
                throw new IllegalStateException("expected the resource explain/random/grammar.txt, found none");
            }
            return new Grammar(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Grammar(String text) {
        List<Alternative> current = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher alternative = ALTERNATIVE.matcher(line);
            if (line.isBlank() || line.startsWith("--")) {
                continue;
            }
            if (alternative.matches()) {
                current.add(read(alternative));
            } else if (line.endsWith(":") && !line.startsWith(" ")) {
                current = new ArrayList<>();
                if (rules.put(line.substring(0, line.length() - 1), current) != null) {
                    throw new IllegalStateException("expected each rule once, found another " + line);
                }
            } else {
                throw new IllegalStateException("expected a rule or a weight and a text, found: " + line);
            }
        }
    }

    private static Alternative read(Matcher line) {
        int version = line.group(3) == null ? 0 : Integer.parseInt(line.group(3));
        boolean before = "-".equals(line.group(2));
        return new Alternative(
                Integer.parseInt(line.group(1)),
                before ? 0 : version,
                before ? version : Integer.MAX_VALUE,
                line.group(4));
    }

    boolean knows(String rule) {
        return rules.containsKey(rule);
    }

    List<Alternative> alternatives(String rule, int major) {
        return rules.getOrDefault(rule, List.of()).stream()
                .filter(each -> each.since() <= major && major < each.until())
                .toList();
    }
}
