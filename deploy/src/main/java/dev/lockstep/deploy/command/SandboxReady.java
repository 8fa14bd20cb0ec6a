package dev.lockstep.deploy.command;

import dev.lockstep.deploy.sandbox.Member;
import dev.lockstep.deploy.sandbox.Sandbox;
import dev.lockstep.deploy.sandbox.SandboxNode;
import dev.lockstep.deploy.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/** What a sandbox says of itself when it is ready. The names of the components are those of the JSON. */
record SandboxReady(
        List<Coordinator> coordinators,
        List<Agent> agents,
        List<Node> nodes,
        String kafka,
        String zookeeper,
        String dashboard) {

    record Coordinator(String name, long pid, String address) {}

    record Agent(String name, long pid) {}

    record Node(String name, String engine, String jdbcUrl, String user, String password) {}

    static SandboxReady of(Sandbox sandbox) {
        return new SandboxReady(
                sandbox.coordinators().stream().map(SandboxReady::coordinator).toList(),
                sandbox.agents().stream()
                        .map(agent -> new Agent(agent.name(), agent.pid()))
                        .toList(),
                sandbox.nodes().stream().map(SandboxReady::node).toList(),
                sandbox.kafka(),
                sandbox.zooKeeper(),
                sandbox.dashboard());
    }

    private static Coordinator coordinator(Member member) {
        return new Coordinator(member.name(), member.pid(), member.address());
    }

    private static Node node(SandboxNode node) {
        return new Node(
                node.name(),
                node.engine(),
                node.jdbcUrl(),
                node.server().user(),
                node.server().password());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        TextTable members = new TextTable("NAME", "PID", "ADDRESS");
        coordinators.forEach(one -> members.add(one.name(), Long.toString(one.pid()), one.address()));
        agents.forEach(one -> members.add(one.name(), Long.toString(one.pid()), "-"));
        lines.addAll(members.lines());
        lines.add("");
        TextTable databases = new TextTable("NODE", "ENGINE", "JDBC URL", "USER", "PASSWORD");
        nodes.forEach(node -> databases.add(node.name(), node.engine(), node.jdbcUrl(), node.user(), node.password()));
        lines.addAll(databases.lines());
        lines.add("");
        lines.add("Kafka " + kafka + ", ZooKeeper " + zookeeper);
        lines.add("page  " + dashboard);
        lines.add("try   lockstep status --coordinator " + coordinators.get(0).address());
        lines.add("end   Ctrl-C");
        return lines;
    }
}
