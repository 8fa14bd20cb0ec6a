package dev.lockstep.coordinator.journal;

import com.google.protobuf.ByteString;

/**
 * An entry that counted when it was read.
 *
 * @param number of the entry
 * @param hash of its payload's stored bytes; it stands for the whole chain before it
 * @param offset where it was read: a hint. Where another record stands there, the entry is as good as missing
 */
public record Anchor(long number, ByteString hash, long offset) {}
