package dev.lockstep.integration.simulation;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.directives.ReceivedDirective;
import dev.lockstep.agent.gates.PhaseGate;
import dev.lockstep.agent.ledger.EpochRow;
import dev.lockstep.agent.ledger.LogRow;
import dev.lockstep.agent.ledger.NodeRow;
import dev.lockstep.coordinator.core.Command;
import dev.lockstep.coordinator.core.Reply;
import dev.lockstep.coordinator.fleet.FleetLoop;
import dev.lockstep.coordinator.gates.GateKeeper;
import dev.lockstep.coordinator.journal.Journal;
import dev.lockstep.fingerprint.Catalog;
import dev.lockstep.signing.SignatureCheck;
import dev.lockstep.v1.AgentMessage;
import dev.lockstep.zookeeper.GateId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The places where a broken protocol can be put together. As they stand here, nothing is broken. */
class Seams {
    NodeRow node(SimulatedSession session, NodeRow row) {
        return row;
    }

    boolean mayAdvance(SimulatedSession session, NodeRow row, long fromNumber, long incarnation) {
        return row.position().getNumber() == fromNumber && row.incarnation() == incarnation;
    }

    List<EpochRow> openEpochs(SimulatedSession session, List<EpochRow> rows) {
        return rows;
    }

    EpochRow lockedEpoch(SimulatedSession session, EpochRow row) {
        return row;
    }

    boolean mayLog(SimulatedSession session, LogRow row) {
        return true;
    }

    List<LogRow> log(SimulatedSession session, long epoch, List<LogRow> rows) {
        return rows;
    }

    void restarted(SimulatedDatabase database) {
        // What was committed is there.
    }

    void outcomeStored(SimulatedSession session, ByteString outcome) throws SQLException {
        // It is reported from the ledger only.
    }

    void commit(SimulatedSession session) throws SQLException {
        session.commitWhole();
    }

    boolean tryLock(SimulatedSession session) {
        return session.database().tryLock(session);
    }

    void end(SimulatedSession by, String sessionId) {
        by.database().end(sessionId);
    }

    Catalog catalog(SimulatedSession session, Catalog whole) {
        return whole;
    }

    Catalog catalog(SimulatedSession session, Collection<String> paths, Catalog part) {
        return part;
    }

    boolean isTrue(SimulatedSession session, String query, boolean answer) {
        return answer;
    }

    Act statement(SimulatedSession session, Act act) {
        return act;
    }

    Optional<List<String>> upperBound(Optional<List<String>> bound) {
        return bound;
    }

    ByteString journalRecord(World world, Process writer, ByteString record) {
        return record;
    }

    void beforeAppend(World world, ByteString record) {
        // Nothing is told before it counts.
    }

    List<ByteString> directivesRead(World world, List<ByteString> records) {
        return records;
    }

    boolean mayPublish(World world, ByteString record) {
        return true;
    }

    Journal journal(World world, Process process, Journal journal) {
        return journal;
    }

    String claimId(World world, String fresh) {
        return fresh;
    }

    CompletableFuture<Reply> submit(World world, FleetLoop loop, Command command) {
        return loop.submit(command);
    }

    CompletableFuture<GateKeeper.CloseAttempt> closeGate(GateKeeper gates, GateId gate, Duration timeout) {
        return gates.tryClose(gate, timeout);
    }

    CompletableFuture<PhaseGate.Entry> enterGate(PhaseGate gates, GateId gate, String node, Duration timeout) {
        return gates.enter(gate, node, timeout);
    }

    CompletableFuture<Void> leaveGate(World world, PhaseGate gates, GateId gate, String node) {
        return gates.leave(gate, node);
    }

    SignatureCheck trustOfAgents() {
        return World.KEY;
    }

    List<ReceivedDirective> received(
            World world, Process process, SimulatedDatabase database, List<ReceivedDirective> received) {
        return received;
    }

    AgentMessage said(World world, AgentMessage message) {
        return message;
    }

    boolean mayReport(World world, SimulatedConnection connection, AgentMessage message) {
        return true;
    }
}
