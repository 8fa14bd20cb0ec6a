package dev.lockstep.deploy.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** What an application of one version knows of the table {@code orders}: these columns and no other. */
enum Shape {
    /** Knows no region. */
    WITHOUT_REGION(
            "INSERT INTO orders (customer, country, amount) VALUES (?, ?, ?)",
            "UPDATE orders SET amount = ?, country = ? WHERE id = ?",
            "SELECT id, customer, country, amount, created_at FROM orders WHERE id = ?"),
    /** Writes and reads the region. */
    WITH_REGION(
            "INSERT INTO orders (customer, country, amount, region) VALUES (?, ?, ?, ?)",
            "UPDATE orders SET amount = ?, country = ?, region = ? WHERE id = ?",
            "SELECT id, customer, country, amount, created_at, region FROM orders WHERE id = ?");

    private static final String[] COUNTRIES = {"DE", "FR", "US", "GB", "JP"};

    private final String insert;
    private final String update;
    private final String select;

    Shape(String insert, String update, String select) {
        this.insert = insert;
        this.update = update;
        this.select = select;
    }

    /** Runs one statement as a user of the application would cause it. */
    void act(Connection connection, Random random, int rows) throws SQLException {
        switch (random.nextInt(4)) {
            case 0 -> insert(connection, random);
            case 1 -> update(connection, random, rows);
            default -> read(connection, random, rows);
        }
    }

    private void insert(Connection connection, Random random) throws SQLException {
        String country = country(random);
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, "Customer " + random.nextInt(2_000));
            statement.setString(2, country);
            statement.setBigDecimal(3, java.math.BigDecimal.valueOf(random.nextInt(100_000), 2));
            if (this == WITH_REGION) {
                statement.setString(4, regionOf(country));
            }
            statement.executeUpdate();
        }
    }

    private void update(Connection connection, Random random, int rows) throws SQLException {
        String country = country(random);
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setBigDecimal(1, java.math.BigDecimal.valueOf(random.nextInt(100_000), 2));
            statement.setString(2, country);
            if (this == WITH_REGION) {
                statement.setString(3, regionOf(country));
            }
            statement.setLong(this == WITH_REGION ? 4 : 3, 1 + random.nextInt(rows));
            statement.executeUpdate();
        }
    }

    private void read(Connection connection, Random random, int rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setLong(1, 1 + random.nextInt(rows));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    if (this == WITH_REGION && result.getString("region") == null) {
                        throw new SQLException(
                                "order " + result.getLong("id") + " has no region, though none may lack it");
                    }
                }
            }
        }
    }

    private static String country(Random random) {
        return COUNTRIES[random.nextInt(COUNTRIES.length)];
    }

    static String regionOf(String country) {
        return country.equals("DE") || country.equals("FR") ? "eu" : "us";
    }
}
