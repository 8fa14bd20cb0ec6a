@NullMarked
package dev.lockstep.settings;

import org.jspecify.annotations.NullMarked;
