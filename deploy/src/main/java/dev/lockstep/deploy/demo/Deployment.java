package dev.lockstep.deploy.demo;

import dev.lockstep.deploy.sandbox.SandboxNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The application on every node: one instance each, replaced one after the other, as a real deployment would. */
final class Deployment implements AutoCloseable {

    private final List<Application> running = new ArrayList<>();
    private final int rows;
    private final LoadFigures figures;
    private int build;

    private Deployment(int rows, LoadFigures figures) {
        this.rows = rows;
        this.figures = figures;
    }

    static Deployment start(List<SandboxNode> nodes, Shape shape, int rows, LoadFigures figures)
            throws SQLException, InterruptedException {
        Deployment deployment = new Deployment(rows, figures);
        deployment.build = 1;
        try {
            for (SandboxNode node : nodes) {
                deployment.running.add(deployment.instance(node, shape));
            }
        } catch (SQLException | InterruptedException | RuntimeException failed) {
            deployment.close();
            throw failed;
        }
        return deployment;
    }

    /**
     * Replaces every instance by one of another shape. On each node both run for a moment, so the schema must suit both.
     *
     * @param tells gets a line per node
     */
    void replaceBy(Shape shape, Consumer<String> tells) throws SQLException, InterruptedException {
        build++;
        for (int i = 0; i < running.size(); i++) {
            Application old = running.get(i);
            Application replacement = instance(old.node(), shape);
            running.set(i, replacement);
            old.close();
            tells.accept("  " + old.node().name() + " " + old.name() + " replaced by " + replacement.name() + " ("
                    + shape.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ")");
        }
    }

    private Application instance(SandboxNode node, Shape shape) throws SQLException, InterruptedException {
        return Application.start("build " + build, node, shape, rows, figures);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        for (Application application : running) {
            application.close();
        }
        running.clear();
    }
}
