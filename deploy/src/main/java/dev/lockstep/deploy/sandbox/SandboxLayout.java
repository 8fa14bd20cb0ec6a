package dev.lockstep.deploy.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many of what a data folder was made for: the same names must mean the same databases at each start. */
public record SandboxLayout(int postgres, int mariadb, int mysql, int coordinators) {

    /** What a new sandbox consists of when nobody says otherwise. */
    public static final SandboxLayout USUAL = new SandboxLayout(3, 1, 0, 2);

    private static final String FILE = "layout";
    private static final Pattern TEXT =
            Pattern.compile("--postgres (\\d+) --mariadb (\\d+) --mysql (\\d+) --coordinators (\\d+)");

    /** The layout that a folder was made for; empty for a new one. */
    public static Optional<SandboxLayout> of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            Matcher numbers = TEXT.matcher(text);
            if (!numbers.matches()) {
                throw new IllegalStateException("expected numbers like \"" + USUAL + "\" in " + file + ", found \""
                        + text + "\"; correct the file, or take another folder");
            }
            return Optional.of(new SandboxLayout(
                    Integer.parseInt(numbers.group(1)),
                    Integer.parseInt(numbers.group(2)),
                    Integer.parseInt(numbers.group(3)),
                    Integer.parseInt(numbers.group(4))));
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to read " + file, failed);
        }
    }

    void rememberIn(Path folder) {
        try {
            Files.writeString(folder.resolve(FILE), this + "\n", StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("expected to be able to write into " + folder, failed);
        }
    }

    /** As options of the command. */
    @Override
    public String toString() {
        return "--postgres " + postgres + " --mariadb " + mariadb + " --mysql " + mysql + " --coordinators "
                + coordinators;
    }
}
