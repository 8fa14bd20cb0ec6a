package dev.lockstep.integration.simulation;

/**
 * One statement of a plan, as the simulated databases understand it. It says by itself which step it belongs to, so that its effect can be held against the
 * history by somebody who knows no code of the agent.
 *
 * @param forward false for an undo
 * @param verb {@code make}, {@code build} (by itself; leaves INVALID when it breaks), {@code add} (once more each time), {@code drop}
 */
record Act(boolean forward, String verb, long epoch, int step, String phase, String path, String definition) {
    static Act parse(String sql) {
        String[] words = sql.split(" ", 7);
        return new Act(
                words[0].equals("+"),
                words[1],
                Long.parseLong(words[2]),
                Integer.parseInt(words[3]),
                words[4],
                words[5],
                words.length > 6 ? words[6] : "");
    }

    String sql() {
        return (forward ? "+ " : "- ") + verb + " " + epoch + " " + step + " " + phase + " " + path
                + (definition.isEmpty() ? "" : " " + definition);
    }
}
