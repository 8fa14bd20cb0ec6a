package dev.lockstep.deploy.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.Serial;
import java.net.ConnectException;
import java.util.Optional;

/** A coordinator said no, or did not answer. The message reads <i>expected …, but …</i>. */
public final class CoordinatorFailure extends RuntimeException {

    /** The code when nobody answers at the given addresses. */
    public static final String UNREACHABLE = "UNREACHABLE";

    /** The code when the contact broke while a command was on its way: it may or may not have been decided. */
    public static final String UNKNOWN_OUTCOME = "UNKNOWN_OUTCOME";

    /** The code when a coordinator did not answer in time. */
    public static final String NO_ANSWER = "NO_ANSWER";

    static final String NOT_LEADER = "NOT_LEADER";
    static final String UNAVAILABLE = "UNAVAILABLE";

    private static final String NEXT_STEP = "next_step";

    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String nextStep;

    public CoordinatorFailure(String code, String message, String nextStep) {
        super(message);
        this.code = code;
        this.nextStep = nextStep;
    }

    /** What a coordinator said with this status, if it was a coordinator that spoke and not the network. */
    static Optional<CoordinatorFailure> spokenIn(StatusRuntimeException failed) {
        Status status = StatusProto.fromThrowable(failed);
        if (status == null) {
            return Optional.empty();
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                return Optional.of(of(status.getMessage(), detail));
            }
        }
        return Optional.empty();
    }

    private static CoordinatorFailure of(String message, Any detail) {
        try {
            ErrorInfo info = detail.unpack(ErrorInfo.class);
            return new CoordinatorFailure(info.getReason(), message, info.getMetadataOrDefault(NEXT_STEP, ""));
        } catch (InvalidProtocolBufferException malformed) {
            return new CoordinatorFailure("UNKNOWN", message, "");
        }
    }

    /** The leader's "host:port", when this is the answer of one that does not lead and knows who does. */
    static Optional<String> leaderNamedIn(StatusRuntimeException failed) {
        return spokenIn(failed)
                .filter(spoken -> spoken.code().equals(NOT_LEADER))
                .map(CoordinatorFailure::nextStep)
                .filter(leader -> !leader.isEmpty());
    }

    /** Whether the request never left: nobody listens there. */
    static boolean wasNeverSent(StatusRuntimeException failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof java.net.UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** A stable word for scripts. */
    public String code() {
        return code;
    }

    /** What the user can do; empty for nothing. */
    public String nextStep() {
        return nextStep;
    }
}
