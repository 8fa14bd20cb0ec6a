package dev.lockstep.integration.nemesis.check;

/** The columns of a row that no change touches: only the application changes their values. */
public record OldColumns(String customer, String country, int amount) {
    /** What every column that a change adds with a value must hold: the expression of the change over the row. */
    public String region() {
        return country.equals("DE") || country.equals("FR") ? "eu" : "us";
    }
}
