package dev.lockstep.deploy.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Numbers, times and sizes as people read them; the same in every locale. */
public final class Amounts {

    private static final int SHORT_HASH = 12;
    private static final int LONGEST_CELL = 80;
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Amounts() {}

    /** Such as {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 350 ms}, {@code 2.4 s}, {@code 12 min 5 s} or {@code 3 h 2 min}. */
    public static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long seconds = millis / 1_000;
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /** Such as {@code 512 B}, {@code 35.2 MB}. */
    public static String bytes(long bytes) {
        double size = bytes;
        for (String unit : List.of("B", "kB", "MB", "GB")) {
            if (size < 1_000) {
                return unit.equals("B") ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", size, unit);
            }
            size /= 1_000;
        }
        return String.format(Locale.ROOT, "%.1f TB", size);
    }

    /** A point in time in this zone; empty for 0. */
    public static String time(long epochMillis, ZoneId zone) {
        return epochMillis == 0
                ? ""
                : DATE_TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
    }

    /** The first digits of a hash, enough to compare by eye; {@code -} for none. */
    public static String shortHash(String hex) {
        if (hex.isEmpty()) {
            return "-";
        }
        return hex.length() <= SHORT_HASH ? hex : hex.substring(0, SHORT_HASH);
    }

    /** The beginning of a text that is too long for a cell of a table, on one line. */
    public static String brief(String text) {
        String line = text.replace('\n', ' ');
        return line.length() <= LONGEST_CELL ? line : line.substring(0, LONGEST_CELL - 1) + "…";
    }

    /** The text, or {@code -} where there is none. */
    public static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
