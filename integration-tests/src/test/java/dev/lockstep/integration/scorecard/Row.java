package dev.lockstep.integration.scorecard;

/**
 * A line of the scorecard.
 *
 * @param figure what is measured
 * @param target what it should be
 * @param measured what it is; for one that was not run, why not
 * @param of of how many, or how
 */
record Row(String figure, String target, String measured, String of, Verdict verdict) {
    /** What has become of a target. */
    enum Verdict {
        MET("met"),
        MISSED("**missed**"),
        NOT_RUN("**not run**"),
        /** A figure without a target. */
        SHOWN("-");

        private final String shown;

        Verdict(String shown) {
            this.shown = shown;
        }

        /** As it stands on the page. */
        String shown() {
            return shown;
        }
    }

    static Row of(String figure, String target, String measured, String of, boolean met) {
        return new Row(figure, target, measured, of, met ? Verdict.MET : Verdict.MISSED);
    }

    static Row shown(String figure, String measured, String of) {
        return new Row(figure, "-", measured, of, Verdict.SHOWN);
    }

    static Row notRun(String figure, String target, String why) {
        return new Row(figure, target, why, "0", Verdict.NOT_RUN);
    }

    String markdown() {
        return "| %s | %s | %s | %s | %s |"
                .formatted(escaped(figure), escaped(target), escaped(measured), escaped(of), verdict.shown);
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
