package dev.lockstep.integration.attack.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.change.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What became of hostile change files.
 *
 * @param controls readers that are wrong on purpose, and how often each was seen to be
 */
record FileReport(FileTally tally, Map<String, Integer> controls) {
    private static final int CONTROL = 200;

    /** Gives so many files to a reader, and some to worse ones. */
    static FileReport of(List<Path> files, BiFunction<String, String, ChangeFileResult> reader, long seed, int count)
            throws IOException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (Map.Entry<String, BiFunction<String, String, ChangeFileResult>> wrong :
                wrongReaders(reader).entrySet()) {
            seen.put(
                    wrong.getKey(),
                    new HostileFiles(files, wrong.getValue())
                            .attack(seed, CONTROL)
                            .wrong());
        }
        return new FileReport(new HostileFiles(files, reader).attack(seed, count), seen);
    }

    private static Map<String, BiFunction<String, String, ChangeFileResult>> wrongReaders(
            BiFunction<String, String, ChangeFileResult> reader) {
        Map<String, BiFunction<String, String, ChangeFileResult>> wrong = new LinkedHashMap<>();
        wrong.put(
                "what cannot be printed is left out before it is read",
                (name, text) ->
                        reader.apply(name, text.replaceAll("\\\\u(00[01][0-9a-f]|20[0-9a-f]{2}|d[89c-f]..)", "")));
        wrong.put("a name is read without its last letter", (name, text) -> altered(reader.apply(name, text)));
        wrong.put("a refusal does not say where", (name, text) -> nowhere(reader.apply(name, text)));
        return wrong;
    }

    private static ChangeFileResult altered(ChangeFileResult result) {
        return result instanceof ChangeFileResult.Read read
                ? new ChangeFileResult.Read(read.change().toBuilder()
                        .setName(read.change()
                                .getName()
                                .substring(0, read.change().getName().length() - 1))
                        .build())
                : result;
    }

    private static ChangeFileResult nowhere(ChangeFileResult result) {
        return result instanceof ChangeFileResult.Problems problems
                ? new ChangeFileResult.Problems(problems.problems().stream()
                        .map(problem -> new Problem(problem.file(), 0, 0, problem.message()))
                        .toList())
                : result;
    }

    boolean isRight() {
        return tally.wrong() == 0 && controls.values().stream().allMatch(seen -> seen > 0);
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("files", tally.given());
        json.put("tricks", tally.tricks());
        json.put("wrong", tally.wrong());
        json.put("taken", tally.taken());
        tally.findings().forEach(json.putArray("findings")::add);
        ObjectNode seen = json.putObject("controls");
        controls.forEach(seen::put);
        return json.toString();
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d change files made in %d ways: %,d taken or refused wrongly; %,d were right, whatever they looked like%n",
                tally.given(),
                tally.tricks(),
                tally.wrong(),
                tally.taken()));
        tally.findings().forEach(finding -> text.append("  ").append(finding).append('\n'));
        controls.forEach((control, seen) ->
                text.append(String.format(Locale.ROOT, "  control, %s: seen %,d times%n", control, seen)));
        return text.toString();
    }
}
