package dev.lockstep.coordinator.view;

import dev.lockstep.v1.Progress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node now, and not journaled (rule L7).
 *
 * @param agent that serves it
 * @param progress what it last said of its work; null for nothing
 * @param health what is wrong with its database; empty for nothing
 */
public record LiveNode(String agent, @Nullable Progress progress, String health) {}
