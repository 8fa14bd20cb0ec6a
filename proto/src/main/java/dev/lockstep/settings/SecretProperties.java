package dev.lockstep.settings;

import dev.lockstep.change.NearestWord;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Reads a properties file (UTF-8) that may hold secrets. Problems are gathered, so that all are told at once; none of them shows a value. */
public final class SecretProperties {
    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private SecretProperties() {}

    /**
     * The properties in a file.
     *
     * @param known the keys that may stand there
     * @param problems takes what is wrong
     * @return those whose keys are known
     */
    public static Map<String, String> read(Path file, Collection<String> known, List<String> problems) {
        Properties found = new Properties();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            requireOwnerOnly(file, problems);
            found.load(text);
        } catch (NoSuchFileException missing) {
            problems.add("expected a properties file at " + file + ", but there is none");
        } catch (IOException | IllegalArgumentException unreadable) {
            // Its text could show what stands in the file.
            problems.add("expected a properties file (UTF-8) at " + file + ", but it cannot be read: "
                    + unreadable.getClass().getSimpleName());
        }
        return checked(file, found, known, problems);
    }

    private static Map<String, String> checked(
            Path file, Properties found, Collection<String> known, List<String> problems) {
        Map<String, String> properties = new TreeMap<>();
        for (String key :
                new TreeMap<>(found).keySet().stream().map(String::valueOf).toList()) {
            String value = found.getProperty(key).strip();
            if (!known.contains(key)) {
                problems.add("unknown key `" + key + "` in " + file + NearestWord.hint(key, known));
            } else if (value.isEmpty()) {
                problems.add("expected a value for `" + key + "` in " + file + ", but it is empty; add it, or take the"
                        + " key away");
            } else {
                properties.put(key, value);
            }
        }
        return properties;
    }

    private static void requireOwnerOnly(Path file, List<String> problems) throws IOException {
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
            problems.add("expected " + file + " to be readable by its owner only, because it may hold secrets, but"
                    + " others may read or write it; run: chmod 600 " + file);
        }
    }
}
