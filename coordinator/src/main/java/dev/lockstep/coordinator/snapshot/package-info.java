/** States kept on disk, so that a start need not replay a whole journal (rule L9). */
@NullMarked
package dev.lockstep.coordinator.snapshot;

import org.jspecify.annotations.NullMarked;
