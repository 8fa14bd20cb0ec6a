package dev.lockstep.agent.execute;

import dev.lockstep.agent.ledger.Mandate;
import dev.lockstep.v1.Progress;

/** Also starts nothing while ZooKeeper's connection is in doubt. Thread-safe. */
record GatedWatch(WorkWatch inner, PhaseAdmission admission) implements WorkWatch {
    @Override
    public boolean mayStart(Mandate mandate) {
        return inner.mayStart(mandate) && !admission.isSuspended();
    }

    @Override
    public void progress(Progress.Builder progress) {
        inner.progress(progress);
    }

    @Override
    public void stepDone(StepWork work, long millis) {
        inner.stepDone(work, millis);
    }

    @Override
    public void batchDone(int rows) {
        inner.batchDone(rows);
    }

    @Override
    public void lockWaited() {
        inner.lockWaited();
    }
}
