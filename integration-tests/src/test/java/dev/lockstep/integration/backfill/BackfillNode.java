package dev.lockstep.integration.backfill;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.lockstep.agent.engine.DatabaseAddress;
import dev.lockstep.agent.engine.Secret;
import dev.lockstep.agent.engine.SessionPurpose;
import dev.lockstep.agent.engine.StandbyLimits;
import dev.lockstep.agent.engine.postgres.PostgresEngine;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.PlanRow;
import dev.lockstep.agent.ledger.SignedDirective;
import dev.lockstep.agent.node.JdbcNodeDatabase;
import dev.lockstep.agent.node.NodeDatabase;
import dev.lockstep.agent.node.NodeSession;
import dev.lockstep.chain.Hashing;
import dev.lockstep.chain.Hashing.Domain;
import dev.lockstep.change.ChangeFile;
import dev.lockstep.change.ChangeFileResult;
import dev.lockstep.deploy.servers.DatabaseServer;
import dev.lockstep.v1.Approval;
import dev.lockstep.v1.Change;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Finding;
import dev.lockstep.v1.OpenPhase;
import dev.lockstep.v1.Order;
import dev.lockstep.v1.Phase;
import dev.lockstep.v1.PlanApproval;
import dev.lockstep.v1.Planned;
import dev.lockstep.v1.Position;
import dev.lockstep.v1.Prepare;
import dev.lockstep.v1.Report;
import dev.lockstep.v1.SignedEnvelope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A PostgreSQL node with a table, an epoch that fills a column of it, and directives that are received by hand. The tip may be read by any thread; all else is
 * used by one.
 */
public final class BackfillNode implements AutoCloseable {
    /** The fleet. */
    public static final String FLEET = "orders";

    /** The node. */
    public static final String NAME = "shard-1";

    private static final long EPOCH = 1;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseServer server;
    private final String name;
    private final DatabaseAddress address;
    private final NodeDatabase database;
    private final Connection application;
    private final NodeSession follower;
    private final Change change;
    private final ByteString changeHash;
    private final Planned planned;
    private volatile Position tip = Position.getDefaultInstance();
    private long incarnation;

    /**
     * @param setup makes and fills the table
     * @param changeFile adds a column with a value
     */
    public BackfillNode(DatabaseServer server, String setup, String changeFile) throws SQLException {
        this(server, setup, changeFile, database -> StandbyLimits.NONE);
    }

    /** @param standbys of a database with this name */
    public BackfillNode(
            DatabaseServer server, String setup, String changeFile, Function<String, StandbyLimits> standbys)
            throws SQLException {
        this.server = server;
        this.name = "backfill_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        server.createDatabase(name);
        this.address = new DatabaseAddress(
                server.jdbcUrl(name), server.user(), new Secret(server.password()), "lockstep", standbys.apply(name));
        PostgresEngine engine = new PostgresEngine();
        this.database = new JdbcNodeDatabase(engine, address, FLEET, NAME);
        this.application = engine.open(address, SessionPurpose.OBSERVER);
        run(setup);
        this.follower = database.open(SessionPurpose.FOLLOWER);
        this.change = read(changeFile);
        this.changeHash = Hashing.hash(Domain.CHANGE, Hashing.canonicalBytes(change));
        this.planned = adopt();
    }

    private static Change read(String changeFile) {
        ChangeFileResult result = ChangeFile.read("change.yaml", changeFile);
        if (result instanceof ChangeFileResult.Read read) {
            return read.change();
        }
        throw new IllegalArgumentException("the change file is wrong: " + result);
    }

    private Planned adopt() throws SQLException {
        follower.createLedger();
        Planned made = follower.plan(change, changeHash, EPOCH);
        if (made.getPlan().isEmpty()) {
            throw new IllegalStateException("expected a plan, found " + made.getFindingsList());
        }
        follower.begin();
        follower.ledger().adopt(FLEET, NAME, follower.identity().databaseIdentity(), "adoption");
        follower.ledger().putPlan(new PlanRow(EPOCH, made.getPlan(), made.getPlanHash()));
        follower.commit();
        raiseIncarnation();
        receive(Order.newBuilder()
                .setPrepare(Prepare.newBuilder()
                        .setChange(Hashing.canonicalBytes(change))
                        .setChangeHash(changeHash)));
        return made;
    }

    /** The plan for another change, as a dry run gives it. */
    public Planned dryRun(String changeFile) throws SQLException {
        Change other = read(changeFile);
        return follower.plan(other, Hashing.hash(Domain.CHANGE, Hashing.canonicalBytes(other)), 0);
    }

    /** What was planned for the epoch. */
    public Planned planned() {
        return planned;
    }

    /** A new process of the agent takes over from whoever works. */
    public void raiseIncarnation() throws SQLException {
        follower.begin();
        incarnation = follower.ledger().raiseIncarnation();
        follower.commit();
    }

    /** The phase is opened. */
    public void open(Phase phase) throws SQLException {
        receive(Order.newBuilder()
                .setOpenPhase(OpenPhase.newBuilder()
                        .setPhase(phase)
                        .setApproval(Approval.newBuilder()
                                .setFleet(FLEET)
                                .setEpoch(EPOCH)
                                .setChangeHash(changeHash)
                                .addPlans(
                                        PlanApproval.newBuilder().setNode(NAME).setPlanHash(planned.getPlanHash())))));
    }

    /** A directive comes in. */
    public void receive(Order.Builder order) throws SQLException {
        Directive directive = Directive.newBuilder()
                .setFleet(FLEET)
                .setNumber(tip.getNumber() + 1)
                .setPreviousHash(tip.getHash())
                .setEpoch(EPOCH)
                .setOrder(order.addNodes(NAME))
                .build();
        ByteString hash = Hashing.hash(Domain.DIRECTIVE, directive.toByteString());
        ByteString envelope = SignedEnvelope.newBuilder()
                .setPayload(directive.toByteString())
                .build()
                .toByteString();
        follower.begin();
        if (!follower.ledger().receive(SignedDirective.of(directive, hash, envelope), incarnation)) {
            throw new IllegalStateException("directive " + directive.getNumber() + " was not received");
        }
        follower.commit();
        tip = Position.newBuilder()
                .setNumber(directive.getNumber())
                .setHash(hash)
                .build();
    }

    /** The newest directive. */
    public Position tip() {
        return tip;
    }

    /** The epoch's row. */
    public EpochRow epoch() throws SQLException {
        return follower.ledger().openEpochs().get(0);
    }

    /** The outcome that the ledger has; empty bytes give an empty report. */
    public Report outcome() throws SQLException {
        try {
            return Report.parseFrom(epoch().outcomeBytes());
        } catch (InvalidProtocolBufferException unreadable) {
            throw new SQLException("the outcome in the ledger cannot be read", unreadable);
        }
    }

    /** The name of its database. */
    public String databaseName() {
        return name;
    }

    /** What was found while the plan was made. */
    public List<Finding> findings() {
        return planned.getFindingsList();
    }

    /** Sessions of the agent. */
    public NodeDatabase database() {
        return database;
    }

    /** The application's session. */
    public Connection application() {
        return application;
    }

    /** Another session, as an application has it. */
    public Connection connect() throws SQLException {
        return connect(address.jdbcUrl());
    }

    /** The same at another server. */
    public Connection connect(String jdbcUrl) throws SQLException {
        Connection session = new PostgresEngine()
                .open(
                        new DatabaseAddress(jdbcUrl, address.user(), address.password(), address.ledgerSchema()),
                        SessionPurpose.OBSERVER);
        session.setClientInfo("ApplicationName", "shop");
        return session;
    }

    /** Runs statements of the application. */
    public void run(String sql) throws SQLException {
        try (Statement statement = application.createStatement()) {
            for (String one : sql.split(";\\s*\\n")) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    /** The single value of a query. */
    public String ask(String query) throws SQLException {
        try (Statement statement = application.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    /** What the ledger says of the backfill, as {@code number position rows finished}. */
    public List<String> backfillRows() throws SQLException {
        return follower.rows(
                "SELECT range_number, position_text, rows_done, finished FROM lockstep.backfill ORDER BY range_number",
                1000);
    }

    @Override
    public void close() throws SQLException {
        follower.close();
        application.close();
        server.dropDatabase(name);
    }
}
