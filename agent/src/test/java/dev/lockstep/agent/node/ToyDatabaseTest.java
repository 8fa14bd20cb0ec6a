package dev.lockstep.agent.node;

class ToyDatabaseTest extends NodeDatabaseContract {
    @Override
    protected NodeDatabase freshDatabase() {
        return new ToyDatabase();
    }
}
