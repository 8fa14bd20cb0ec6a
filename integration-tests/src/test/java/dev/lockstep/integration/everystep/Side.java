package dev.lockstep.integration.everystep;

/** Which application. */
enum Side {
    /** It knows the tables as they are before. */
    OLD,
    /** It knows them as they are from RELEASE on. */
    NEW
}
