package dev.lockstep.coordinator.api;

import dev.lockstep.v1.AgentMessage;
import dev.lockstep.v1.CoordinatorMessage;
import dev.lockstep.v1.GetTipResponse;
import java.util.function.Consumer;

/** The agents' side of a coordinator. Thread-safe; nothing blocks. */
public interface AgentSessions {
    /**
     * A new stream of an agent.
     *
     * @param toAgent sends one message down the stream; may be called from any thread, one call at a time
     * @param end ends the stream
     */
    AgentSession attach(Consumer<CoordinatorMessage> toAgent, Runnable end);

    /** The newest directive decided; fails with {@link RequestRefused} where this coordinator does not lead. */
    GetTipResponse tip(String fleet);

    /** One stream; its calls come one at a time. */
    interface AgentSession {
        void receive(AgentMessage message);

        /** The stream has ended, for whatever reason. */
        void closed();
    }
}
