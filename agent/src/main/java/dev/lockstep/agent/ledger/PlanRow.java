package dev.lockstep.agent.ledger;

import com.google.protobuf.ByteString;

/** The plan that later phases run, byte for byte (rule A1). */
public record PlanRow(long epoch, ByteString planBytes, ByteString planHash) {}
