package dev.lockstep.agent.engine.postgres;

import dev.lockstep.agent.engine.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Standbys: short locks travel to them in the write-ahead log, and queue there behind their readers without any time-out. */
final class StandbysCheck implements PreflightCheck {

    private static final String SEEN = """
            SELECT count(*), coalesce(string_agg(application_name, ', ' ORDER BY application_name), '')
            FROM pg_stat_replication r
            WHERE NOT EXISTS (SELECT FROM pg_replication_slots s WHERE s.active_pid = r.pid AND s.slot_type = 'logical')
            """;

    private static final int LASTS_MILLIS = 1000;

    private final DatabaseAddress address;

    StandbysCheck(DatabaseAddress address) {
        this.address = address;
    }

    @Override
    public void look(Connection connection, Facts facts, Findings findings) throws SQLException {
        List<String> known = address.standbys().jdbcUrls();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SEEN)) {
            rows.next();
            if (rows.getInt(1) > known.size()) {
                findings.note(
                        "standbys",
                        "this server has standbys (%s), of which the agent's settings name %d; a short exclusive lock can wait long behind readers of the others, so name those that are read from under `standbys`"
                                .formatted(rows.getString(2), known.size()));
            }
        }
        String system = known.isEmpty() ? "" : StandbyState.read(connection).system();
        for (String url : known) {
            try (StandbyServer standby = new StandbyServer(url, address)) {
                look(standby, system, facts, findings);
            }
        }
    }

    private void look(StandbyServer standby, String system, Facts facts, Findings findings) {
        try {
            StandbyState state = StandbyState.read(standby.session());
            findings.expect(
                    state.isStandby() && state.system().equals(system),
                    "not-a-standby",
                    "expected %s to be a standby of this server, found %s; correct `standbys` in the agent's settings"
                            .formatted(standby.name(), state.isStandby() ? "one of another" : "a primary"));
            if (state.isStandby()) {
                tell(standby, state, facts, findings);
            }
        } catch (SQLException failed) {
            findings.note(
                    "standby-unreachable",
                    "%s cannot be asked who reads there (%s); steps that lock readers out wait until it can be, so let the agent log in there, or take it out of the agent's settings"
                            .formatted(standby.name(), failed.getMessage()));
        }
    }

    private void tell(StandbyServer standby, StandbyState state, Facts facts, Findings findings) throws SQLException {
        findings.note(
                "standby",
                "%s is %d s behind; max_standby_streaming_delay is %s, and hot_standby_feedback is %s%s"
                        .formatted(
                                standby.name(),
                                state.delaySeconds(),
                                state.streamingDelay(),
                                state.feedback() ? "on" : "off",
                                state.feedback()
                                        ? ""
                                        : ", so what is vacuumed during a backfill can end long queries"));
        for (TableFacts table : facts.tables().values()) {
            for (StandbyReaders.Reader reader :
                    new StandbyReaders(table.name()).lasting(standby.session(), LASTS_MILLIS)) {
                findings.note(
                        "standby-reader",
                        "%s: %s reads %s, so steps that lock readers out of it wait for that: %s"
                                .formatted(
                                        standby.name(),
                                        reader.session(),
                                        table.name().shown(),
                                        reader.query()));
            }
        }
    }
}
