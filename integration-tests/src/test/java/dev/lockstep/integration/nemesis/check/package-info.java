/**
 * Judges a history that the nemesis has made, from the records of Kafka's topics and the rows of the nodes alone. Knows the contract's messages and nothing else of
 * Lockstep: what the code under test believes of its own rules must not make it look right.
 */
@NullMarked
package dev.lockstep.integration.nemesis.check;

import org.jspecify.annotations.NullMarked;
