/** The servers that only these tests need, seen to keep what they acknowledged. */
@NullMarked
package dev.lockstep.integration.servers;

import org.jspecify.annotations.NullMarked;
