package dev.lockstep.agent.presence;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Lets a gRPC channel follow the leader: its target is {@code lockstep:///leader}. Give it to the channel's builder, or register it with a registry of your own.
 */
public final class LeaderNameResolverProvider extends NameResolverProvider {
    /** The scheme of targets that are resolved here. */
    public static final String SCHEME = "lockstep";

    /** The target of a channel to whoever leads. */
    public static final String TARGET = SCHEME + ":///leader";

    private static final int USUAL_PRIORITY = 5;

    private final LeaderLocator locator;

    /** @param locator closed by the caller, after the channels */
    public LeaderNameResolverProvider(LeaderLocator locator) {
        this.locator = locator;
    }

    @Override
    public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args arguments) {
        return SCHEME.equals(target.getScheme()) ? new LeaderNameResolver(locator, arguments) : null;
    }

    @Override
    public String getDefaultScheme() {
        return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return USUAL_PRIORITY;
    }
}
