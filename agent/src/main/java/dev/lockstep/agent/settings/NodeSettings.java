package dev.lockstep.agent.settings;

import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.StrainLimits;
import dev.lockstep.v1.Engine;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One node that the agent serves.
 *
 * @param fleet the fleet that it belongs to
 * @param name unique in the fleet, and among the nodes of this agent
 * @param jdbcUrl names the database; without user and password
 * @param labels for waves, such as {@code canary=true}
 * @param ledgerSchema schema of the ledger's tables
 * @param backfillWorkers how many sessions may fill one table at once
 * @param strainLimits how much strain on the node a backfill may go on under
 * @param standbys its standbys, and how far behind they may be
 */
public record NodeSettings(
        String fleet,
        String name,
        Engine engine,
        String jdbcUrl,
        String user,
        Secret password,
        SortedMap<String, String> labels,
        String ledgerSchema,
        int backfillWorkers,
        StrainLimits strainLimits,
        StandbyLimits standbys) {
    /** Schema where none is given. */
    public static final String USUAL_LEDGER_SCHEMA = "lockstep";

    /** Workers of a backfill where nothing else is said: the least that anybody notices. */
    public static final int USUAL_BACKFILL_WORKERS = 1;

    public NodeSettings {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** One whose tables are filled by one worker. */
    public NodeSettings(
            String fleet,
            String name,
            Engine engine,
            String jdbcUrl,
            String user,
            Secret password,
            SortedMap<String, String> labels,
            String ledgerSchema) {
        this(
                fleet,
                name,
                engine,
                jdbcUrl,
                user,
                password,
                labels,
                ledgerSchema,
                USUAL_BACKFILL_WORKERS,
                StrainLimits.USUAL,
                StandbyLimits.USUAL);
    }

    /** Where its database is. */
    public DatabaseAddress address() {
        return new DatabaseAddress(jdbcUrl, user, password, ledgerSchema, standbys);
    }

    /** Labels as {@code key=value}, sorted. */
    public List<String> labelTexts() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
