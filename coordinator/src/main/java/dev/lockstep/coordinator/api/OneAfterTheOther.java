package dev.lockstep.coordinator.api;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Tells a call of reflection that it may send more only when it is through with what it was told before, as gRPC's own server does. Armeria may say so while a message is being sent, from within
 * sending it; gRPC's reflection then answers the same question twice, and a client takes the second answer for that to its next question.
 */
final class OneAfterTheOther implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener = next.startCall(call, headers);
        boolean reflection =
                String.valueOf(call.getMethodDescriptor().getServiceName()).startsWith("grpc.reflection.");
        return reflection ? new Listener<>(listener) : listener;
    }

    /** Used by one thread: all that a call is told comes from its event loop. */
    private static final class Listener<Q> extends SimpleForwardingServerCallListener<Q> {
        private boolean told;
        private boolean readyMeanwhile;

        Listener(ServerCall.Listener<Q> call) {
            super(call);
        }

        @Override
        public void onMessage(Q message) {
            tell(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            tell(super::onHalfClose);
        }

        @Override
        public void onReady() {
            if (told) {
                readyMeanwhile = true;
            } else {
                tell(super::onReady);
            }
        }

        private void tell(Runnable what) {
            boolean outer = told;
            told = true;
            try {
                what.run();
            } finally {
                told = outer;
            }
            if (!told && readyMeanwhile) {
                readyMeanwhile = false;
                onReady();
            }
        }
    }
}
