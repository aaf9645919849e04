package dev.braid.pool;

/// Results that somebody waits for: those of the tasks of a batch from one index to another.
record Claim(Batch batch, int from, int end) {}
