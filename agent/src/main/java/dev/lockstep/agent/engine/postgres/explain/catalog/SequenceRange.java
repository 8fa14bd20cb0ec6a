package dev.lockstep.agent.engine.postgres.explain.catalog;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/** The numbers that a sequence gives. */
public record SequenceRange(String type, BigInteger increment, BigInteger least, BigInteger most, BigInteger start) {

    private static final Map<String, Integer> BITS = Map.of("int2", 15, "int4", 31, "int8", 63);

    /**
     * What a statement says of a sequence.
     *
     * @param type empty when it says none
     * @param least empty when it says none, or NO MINVALUE
     * @param most empty when it says none, or NO MAXVALUE
     * @param restart where it goes on
     */
    public record Said(
            Optional<String> type,
            Optional<BigInteger> increment,
            Optional<BigInteger> least,
            boolean noLeast,
            Optional<BigInteger> most,
            boolean noMost,
            Optional<BigInteger> start,
            Optional<BigInteger> restart) {}

    /** A new sequence. */
    public static SequenceRange of(Said said) {
        String type = said.type().orElse("int8");
        BigInteger increment = said.increment().orElse(BigInteger.ONE);
        BigInteger least = said.least().orElse(defaultLeast(type, increment));
        BigInteger most = said.most().orElse(defaultMost(type, increment));
        BigInteger start = said.start().orElse(increment.signum() > 0 ? least : most);
        return new SequenceRange(type, increment, least, most, start).checked(said);
    }

    /** After an ALTER SEQUENCE: a limit that was that of the type follows it. */
    public SequenceRange with(Said said) {
        String newType = said.type().orElse(type);
        BigInteger newIncrement = said.increment().orElse(increment);
        boolean freeLeast = said.noLeast() || said.type().isPresent() && least.equals(lowest(type));
        boolean freeMost = said.noMost() || said.type().isPresent() && most.equals(highest(type));
        BigInteger newLeast = said.least().orElse(freeLeast ? defaultLeast(newType, newIncrement) : least);
        BigInteger newMost = said.most().orElse(freeMost ? defaultMost(newType, newIncrement) : most);
        return new SequenceRange(
                        newType, newIncrement, newLeast, newMost, said.start().orElse(start))
                .checked(said);
    }

    private static BigInteger highest(String type) {
        return BigInteger.TWO.pow(BITS.getOrDefault(type, 63)).subtract(BigInteger.ONE);
    }

    private static BigInteger lowest(String type) {
        return highest(type).negate().subtract(BigInteger.ONE);
    }

    private static BigInteger defaultLeast(String type, BigInteger increment) {
        return increment.signum() > 0 ? BigInteger.ONE : lowest(type);
    }

    private static BigInteger defaultMost(String type, BigInteger increment) {
        return increment.signum() > 0 ? highest(type) : BigInteger.ONE.negate();
    }

    private SequenceRange checked(Said said) {
        if (most.compareTo(highest(type)) > 0 || most.compareTo(lowest(type)) < 0) {
            throw refusal("MAXVALUE (" + most + ") is out of range for sequence data type " + type);
        }
        if (least.compareTo(highest(type)) > 0 || least.compareTo(lowest(type)) < 0) {
            throw refusal("MINVALUE (" + least + ") is out of range for sequence data type " + type);
        }
        if (least.compareTo(most) >= 0) {
            throw refusal("MINVALUE (" + least + ") must be less than MAXVALUE (" + most + ")");
        }
        requireWithin("START", start);
        said.restart().ifPresent(each -> requireWithin("RESTART", each));
        return this;
    }

    private void requireWithin(String what, BigInteger value) {
        if (value.compareTo(least) < 0) {
            throw refusal(what + " value (" + value + ") cannot be less than MINVALUE (" + least + ")");
        }
        if (value.compareTo(most) > 0) {
            throw refusal(what + " value (" + value + ") cannot be greater than MAXVALUE (" + most + ")");
        }
    }

    private static Refusal refusal(String text) {
        return new Refusal("22023", text);
    }
}
