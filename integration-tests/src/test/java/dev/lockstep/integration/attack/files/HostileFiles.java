package dev.lockstep.integration.attack.files;

import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.change.Problem;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Change files that an honest person would not write, made from right ones by a seed, and given to whoever reads them. */
final class HostileFiles {
    private static final long MOST_NANOS = 10_000_000_000L;
    private static final int LONGEST_MESSAGE = 1_500;

    private final List<Tree> right = new ArrayList<>();
    private final BiFunction<String, String, ChangeFileResult> reader;

    /**
     * @param files right ones
     * @param reader the one that is asked: name and text
     */
    HostileFiles(List<Path> files, BiFunction<String, String, ChangeFileResult> reader) throws IOException {
        this.reader = reader;
        for (Path file : files) {
            right.add(Tree.parse(Files.readString(file)));
        }
    }

    /** The change files in these folders. */
    static List<Path> in(Path... folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().matches(".*\\.yaml"))
                        .filter(file -> !file.endsWith("agent.yaml"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Gives so many files to the reader. */
    FileTally attack(long seed, int count) {
        FileTally tally = new FileTally();
        List<FileTrick> tricks = List.of(FileTrick.values());
        for (int i = 0; i < count; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            Tree tree = right.get(random.nextInt(right.size()));
            FileTrick trick = tricks.get(i % tricks.size());
            String text = trick.play(tree, random);
            Optional<String> finding = judge(tree, trick, text, tally);
            int number = i;
            finding.ifPresent(what -> tally.find(trick + ", file " + number + ": " + what));
        }
        return tally;
    }

    private Optional<String> judge(Tree tree, FileTrick trick, String text, FileTally tally) {
        long startNanos = System.nanoTime();
        ChangeFileResult result;
        try {
            result = reader.apply("hostile.yaml", text);
        } catch (RuntimeException | StackOverflowError thrown) {
            return Optional.of("it threw " + thrown);
        }
        boolean isRead = result instanceof ChangeFileResult.Read;
        tally.count(trick, isRead);
        if (System.nanoTime() - startNanos > MOST_NANOS) {
            return Optional.of("it took " + (System.nanoTime() - startNanos) / 1_000_000 + " ms");
        }
        return result instanceof ChangeFileResult.Read read
                ? objection(tree, trick, text, read.change())
                : objection(trick, text, ((ChangeFileResult.Problems) result).problems());
    }

    private Optional<String> objection(Tree tree, FileTrick trick, String text, Change change) {
        List<String> wrong = SecondReading.objections(text, change);
        if (trick.expected() == FileTrick.Expected.REFUSED) {
            return Optional.of("it was taken: " + shortened(text));
        }
        if (!wrong.isEmpty()) {
            return Optional.of("it was taken for something else: " + wrong + " in " + shortened(text));
        }
        return trick.expected() == FileTrick.Expected.SAME && !meaning(change).equals(meaning(read(tree)))
                ? Optional.of("it means something else in another layout")
                : Optional.empty();
    }

    private static Optional<String> objection(FileTrick trick, String text, List<Problem> problems) {
        if (trick.expected() == FileTrick.Expected.SAME) {
            return Optional.of("it was refused: " + problems);
        }
        if (problems.isEmpty()) {
            return Optional.of("it was refused without a word");
        }
        long lines = text.chars()
                        .filter(each -> each == '\n' || each == '\r' || each == 0x85 || each == 0x2028)
                        .count()
                + 1;
        return problems.stream()
                .filter(problem -> problem.line() < 1
                        || problem.line() > lines + 1
                        || problem.column() < 1
                        || !problem.message().startsWith("expected")
                        || problem.message().length() > LONGEST_MESSAGE
                        || problem.message().chars().anyMatch(Character::isISOControl))
                .findFirst()
                .map(problem -> "its refusal does not say what is wrong, and where: " + problem);
    }

    private static Change read(Tree tree) {
        return ((ChangeFileResult.Read) ChangeFile.read("right.yaml", tree.yaml())).change();
    }

    private static Change meaning(Change change) {
        Change.Builder meaning = change.toBuilder();
        meaning.getOperationsBuilderList().forEach(Operation.Builder::clearLine);
        return meaning.build();
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
