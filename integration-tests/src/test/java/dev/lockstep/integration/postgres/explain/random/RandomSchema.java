package dev.lockstep.integration.postgres.explain.random;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A schema from a seed, in a database, and statements about it that follow from the same seed. */
public final class RandomSchema {
    private final List<String> accepted = new ArrayList<>();
    private final Speaker speaker;
    private final Dice dice;
    private final boolean filled;
    private Inventory inventory;

    private RandomSchema(long seed, int major) {
        dice = new Dice(seed * 7919 + 17);
        speaker = new Speaker(Grammar.read(), major, dice);
        filled = seed % 4 == 3;
        inventory = new Inventory();
    }

    /** Makes it in an empty database; what the server does not take is left out. */
    public static RandomSchema make(Connection connection, long seed) throws SQLException {
        RandomSchema schema = new RandomSchema(seed, connection.getMetaData().getDatabaseMajorVersion());
        schema.run(connection, "setup_begin", 1);
        schema.run(connection, "setup_types", 8);
        schema.run(connection, "setup_table", 6);
        schema.run(connection, "setup_partitioned", 3);
        schema.run(connection, "setup_partition", 9);
        schema.run(connection, "setup_more", 25);
        if (schema.filled) {
            List<String> before = List.copyOf(schema.accepted);
            schema.run(connection, "setup_row", 30);
            schema.accepted.clear();
            schema.accepted.addAll(before);
        }
        return schema;
    }

    private void run(Connection connection, String rule, int times) throws SQLException {
        for (int each = 0; each < times; each++) {
            String sql = speaker.say(rule, inventory).sql();
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException leftOut) {
                continue;
            }
            accepted.add(sql);
            inventory = Inventory.of(connection);
        }
    }

    /** Whether its tables have rows, which a schema file does not tell. */
    public boolean isFilled() {
        return filled;
    }

    /** What makes it, without rows. */
    public String sql() {
        return String.join(";\n", accepted) + ";\n";
    }

    /** The next statement about it. */
    public RandomStatement next() {
        Speaker.Said said = speaker.say("statement", inventory);
        return new RandomStatement(said.path(), said.sql());
    }
}
