/** What users and agents call, as gRPC and REST on one port; the live page, metrics and health beside it. */
@NullMarked
package dev.lockstep.coordinator.api;

import org.jspecify.annotations.NullMarked;
