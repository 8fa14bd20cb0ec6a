package dev.lockstep.integration.crash;

import com.google.protobuf.ByteString;
import dev.lockstep.agent.execute.ReportSink;
import dev.lockstep.agent.execute.StepWork;
import dev.lockstep.agent.execute.WorkWatch;
import dev.lockstep.agent.follow.NodeFollower;
import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.v1.Directive;
import dev.lockstep.v1.Progress;
import dev.lockstep.v1.Report;

/** Listeners of an agent that has nobody to talk to. What counts is in the ledger. */
final class Quiet {
    private Quiet() {}

    static final class Reports implements ReportSink {
        @Override
        public void outcome(Report outcome) {}

        @Override
        public void refusal(long number, String reason) {}

        @Override
        public void forget(long epoch) {}

        @Override
        public void progress(Progress.Builder progress) {}
    }

    static final class Watch implements WorkWatch {
        @Override
        public boolean mayStart(Mandate mandate) {
            return true;
        }

        @Override
        public void progress(Progress.Builder progress) {}

        @Override
        public void stepDone(StepWork work, long millis) {}

        @Override
        public void batchDone(int rows) {}

        @Override
        public void lockWaited() {}
    }

    static final class Orders implements NodeFollower.OrderListener {
        @Override
        public void coming(Directive directive) {}

        @Override
        public void received(Directive directive, ByteString hash) {}
    }

    abstract static class Contact implements NodeFollower.Contact {
        @Override
        public void reached() {}

        @Override
        public void directivesReached() {}

        @Override
        public void directivesLost(String message) {}
    }
}
