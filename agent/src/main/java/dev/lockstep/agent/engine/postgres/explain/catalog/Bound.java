package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows a partition holds.
 *
 * @param kind DEFAULT, LIST, RANGE or HASH
 * @param from the values of LIST; the lower end of RANGE, inclusive; modulus and remainder of HASH
 * @param to the upper end of RANGE, exclusive
 */
public record Bound(String kind, List<String> from, List<String> to) {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?))?([+-]\\d\\d(?::?\\d\\d)?)?");

    public Bound {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }

    public boolean isDefault() {
        return kind.equals("DEFAULT");
    }

    /** Whether a row could belong to both. */
    public boolean overlaps(Bound other) {
        if (!kind.equals(other.kind)) {
            return false;
        }
        return switch (kind) {
            case "LIST" -> from.stream().anyMatch(other.from::contains);
            case "RANGE" -> compare(from, other.to) < 0 && compare(other.from, to) < 0;
            case "HASH" -> hashOverlaps(other);
            default -> true;
        };
    }

    private boolean hashOverlaps(Bound other) {
        int modulus = Integer.parseInt(from.get(0));
        int otherModulus = Integer.parseInt(other.from.get(0));
        int smaller = Math.min(modulus, otherModulus);
        return Integer.parseInt(from.get(1)) % smaller == Integer.parseInt(other.from.get(1)) % smaller;
    }

    /** Whether the lower end is not below the upper end. */
    public boolean isEmptyRange() {
        return kind.equals("RANGE") && compare(from, to) >= 0;
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        if (one.equals("minvalue") || other.equals("maxvalue")) {
            return -1;
        }
        if (one.equals("maxvalue") || other.equals("minvalue")) {
            return 1;
        }
        Optional<LocalDateTime> time = time(one);
        Optional<LocalDateTime> otherTime = time(other);
        if (time.isPresent() && otherTime.isPresent()) {
            return time.get().compareTo(otherTime.get());
        }
        try {
            return new BigDecimal(one).compareTo(new BigDecimal(other));
        } catch (NumberFormatException noNumbers) {
            return one.compareTo(other);
        }
    }

    /** A date or a time; servers write the same one as 2026-01-01 and as 2026-01-01 00:00:00+00. */
    private static Optional<LocalDateTime> time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(matcher.group(1));
            LocalTime time = matcher.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
            String zone = matcher.group(3);
            ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
            return Optional.of(LocalDateTime.of(date, time).minusSeconds(offset.getTotalSeconds()));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
