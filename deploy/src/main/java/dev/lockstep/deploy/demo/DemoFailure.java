package dev.lockstep.deploy.demo;

import java.io.Serial;

/** The demo came to a point from which it cannot go on; the message says where and why. */
public final class DemoFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
