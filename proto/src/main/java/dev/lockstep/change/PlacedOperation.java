package dev.lockstep.change;

import dev.lockstep.v1.Operation;

/** An operation and where it begins in the file. */
record PlacedOperation(Operation operation, Place place) {}
