package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;

/**
 * The catalog around one run of a step whose plan names no effects. A row without an end is of a run that is under way, or broke.
 *
 * @param number of the log's row that begins the run
 * @param beforeBytes the catalog when it began, as a serialised fingerprint without definitions; empty once the run has ended
 * @param changedBytes what the run changed, as it left it, as a serialised fingerprint; empty until the run has ended
 * @param ended whether the run has ended
 */
public record ObservationRow(
        long number, long epoch, int step, ByteString beforeBytes, ByteString changedBytes, boolean ended) {}
