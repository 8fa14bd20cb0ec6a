package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;

/** A directive as it was received. */
public record DirectiveRow(long number, long epoch, ByteString hash, ByteString envelopeBytes) {}
