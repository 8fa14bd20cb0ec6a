package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.util.List;

/**
 * Which rows a partition holds.
 *
 * @param kind DEFAULT, LIST, RANGE or HASH
 * @param from the values of LIST; the lower end of RANGE, inclusive; modulus and remainder of HASH
 * @param to the upper end of RANGE, exclusive
 */
public record Bound(String kind, List<String> from, List<String> to) {

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
        try {
            return new java.math.BigDecimal(one).compareTo(new java.math.BigDecimal(other));
        } catch (NumberFormatException noNumbers) {
            return one.compareTo(other);
        }
    }
}
