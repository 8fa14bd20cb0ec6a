package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.Strain;
import dev.lockstep.agent.engine.StrainGauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Optional;

/** The server is slow to answer even what asks nothing: the slowest but one in a hundred of the latest questions. */
final class AnswerTimeGauge implements StrainGauge {
    private static final int QUESTIONS = 5;
    private static final int REMEMBERED = 100;
    private static final double NANOS_PER_MILLI = 1e6;

    private final int mostMillis;
    private final ArrayDeque<Double> latestMillis = new ArrayDeque<>();

    AnswerTimeGauge(int mostMillis) {
        this.mostMillis = mostMillis;
    }

    @Override
    public Optional<Strain> look(Connection observer) throws SQLException {
        for (int question = 0; question < QUESTIONS; question++) {
            latestMillis.add(ask(observer));
        }
        while (latestMillis.size() > REMEMBERED) {
            latestMillis.remove();
        }
        double slow = latestMillis.stream()
                .sorted()
                .skip((long) (latestMillis.size() * 0.99) - (latestMillis.size() == REMEMBERED ? 1 : 0))
                .findFirst()
                .orElse(0.0);
        return slow > mostMillis
                ? Optional.of(new Strain("the server takes %.0f ms to answer".formatted(slow), false))
                : Optional.empty();
    }

    private static double ask(Connection observer) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }
}
