package dev.lockstep.deploy.demo;

import dev.lockstep.deploy.client.CoordinatorClient;
import dev.lockstep.deploy.sandbox.Closer;
import dev.lockstep.deploy.sandbox.Sandbox;
import dev.lockstep.deploy.sandbox.SandboxFolder;
import dev.lockstep.deploy.sandbox.SandboxSettings;
import dev.lockstep.v1.AuditReport;
import dev.lockstep.v1.DriftReport;
import dev.lockstep.v1.EpochStatus;
import dev.lockstep.v1.FleetStatus;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two epochs over real databases under load: one adds a column that must not be null and an index, one drops the column again. */
public final class Demo {

    private static final int POSTGRES_NODES = 3;
    private static final int MARIADB_NODES = 1;
    private static final int COORDINATORS = 2;
    private static final long BEFORE_SECONDS = 5;
    private static final String FLEET = SandboxSettings.FLEET;

    private final int rows;
    private final Consumer<String> tells;

    /**
     * @param rows of each node's table at the start
     * @param tells gets a line for each thing that happens
     */
    public Demo(int rows, Consumer<String> tells) {
        this.rows = rows;
        this.tells = tells;
    }

    /**
     * Starts everything in a temporary folder, runs both epochs and ends everything.
     *
     * @param closer ends everything, also when it is closed while this runs
     * @throws DemoFailure when an epoch does not come through
     */
    public DemoReport run(Closer closer) throws SQLException, InterruptedException {
        SandboxFolder folder = closer.add(SandboxFolder.temporary());
        Sandbox sandbox = Sandbox.start(
                new SandboxSettings(POSTGRES_NODES, MARIADB_NODES, 0, COORDINATORS, 0, false, rows),
                folder,
                tells,
                closer);
        tells.accept(sandbox.nodes().size() + " nodes with " + String.format("%,d", rows)
                + " orders each; watch them at " + sandbox.dashboard());
        CoordinatorClient client = closer.add(new CoordinatorClient(sandbox.coordinatorAddresses()));
        DemoReport report = underLoad(sandbox, client, closer);
        closer.close();
        return report;
    }

    private DemoReport underLoad(Sandbox sandbox, CoordinatorClient client, Closer closer)
            throws SQLException, InterruptedException {
        LoadFigures figures = new LoadFigures();
        Deployment deployment = closer.add(Deployment.start(sandbox.nodes(), Shape.WITHOUT_REGION, rows, figures));
        tells.accept("the application, build 1, inserts, updates and reads on every node");
        TimeUnit.SECONDS.sleep(1); // the first statements warm caches and say nothing about a usual day
        figures.p99MillisSinceLastCall();
        TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
        double before = figures.p99MillisSinceLastCall();

        EpochDriver driver = new EpochDriver(client, FLEET, tells);
        EpochStatus adding = driver.toRelease("orders-region.yaml", DemoChanges.ADD_REGION);
        tells.accept("both shapes work now; the application is replaced by one that knows the region");
        deployment.replaceBy(Shape.WITH_REGION, tells);
        driver.release(adding);

        EpochStatus dropping = driver.toRelease("orders-region-goes.yaml", DemoChanges.DROP_REGION);
        tells.accept("both shapes work now; the application is replaced by one that does not know the region");
        deployment.replaceBy(Shape.WITHOUT_REGION, tells);
        driver.release(dropping);

        double during = figures.p99MillisSinceLastCall();
        deployment.close();
        figures.failures().stream().distinct().limit(20).forEach(failure -> tells.accept("failed: " + failure));
        return report(
                client, new DemoReport.Load(figures.statements(), figures.failed(), rounded(before), rounded(during)));
    }

    private static double rounded(double millis) {
        return Math.round(millis * 100) / 100.0;
    }

    private DemoReport report(CoordinatorClient client, DemoReport.Load load) {
        AuditReport audit = client.verifyAudit(FLEET);
        DriftReport drift = client.drift(FLEET, "");
        if (drift.getUncheckedCount() > 0) {
            throw new DemoFailure(
                    "expected every node to be compared with its record, but: " + drift.getUncheckedList());
        }
        FleetStatus fleet = client.fleet(FLEET);
        List<EpochStatus> epochs = new ArrayList<>(client.epochs(FLEET, 10));
        epochs.sort(Comparator.comparingLong(EpochStatus::getNumber));
        return new DemoReport(
                fleet.getNodesList().stream()
                        .map(node -> new DemoReport.Node(
                                node.getName(),
                                node.getEngine(),
                                node.getVersion(),
                                node.getEpoch(),
                                node.getPhase().name(),
                                node.getFingerprint()))
                        .toList(),
                epochs.stream().map(Demo::epoch).toList(),
                load,
                new DemoReport.Audit(audit.getEntries(), audit.getIntact()),
                drift.getDriftList().stream()
                        .map(one -> new DemoReport.Drift(
                                one.getNode(), one.getObject(), one.getDifference(), one.getRecorded(), one.getLive()))
                        .toList());
    }

    private static DemoReport.Epoch epoch(EpochStatus epoch) {
        return new DemoReport.Epoch(
                epoch.getNumber(),
                epoch.getState().name(),
                epoch.getPhasesList().stream()
                        .map(timing -> new DemoReport.Phase(
                                timing.getPhase().name(), Math.round(timing.getSeconds() * 1_000) / 1_000.0))
                        .toList());
    }
}
