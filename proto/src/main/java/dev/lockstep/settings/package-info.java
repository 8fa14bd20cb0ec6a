/** Files with secrets that tell a process how to log in elsewhere. */
@NullMarked
package dev.lockstep.settings;

import org.jspecify.annotations.NullMarked;
