package dev.lockstep.integration.simulation;

import java.util.EnumSet;
import java.util.Set;

/** Which classes of faults a seed has, how often each strikes, and how many have. */
final class Faults {
    private final Chance chance;
    private final Set<Fault> on = EnumSet.noneOf(Fault.class);
    private final int[] rarity = new int[Fault.values().length];
    private boolean healed;
    private long injected;

    /** @param none whether nothing is to fail at all */
    Faults(Chance chance, boolean none) {
        this.chance = chance;
        for (Fault fault : Fault.values()) {
            boolean chosen = chance.percent(35);
            rarity[fault.ordinal()] = 1 + chance.nextInt(6);
            if (chosen && !none) {
                on.add(fault);
            }
        }
    }

    boolean has(Fault fault) {
        return !healed && on.contains(fault);
    }

    /**
     * Whether a fault strikes now.
     *
     * @param usual once in so many times in a seed of middle bad luck
     */
    boolean strikes(Fault fault, int usual) {
        if (healed || !on.contains(fault) || !chance.oneIn(Math.max(1, usual * rarity[fault.ordinal()] / 3))) {
            return false;
        }
        injected++;
        return true;
    }

    /** From now on nothing fails any more. */
    void heal() {
        healed = true;
    }

    boolean isHealed() {
        return healed;
    }

    long injected() {
        return injected;
    }

    @Override
    public String toString() {
        return on.toString();
    }
}
