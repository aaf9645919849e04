package dev.braid.os;

/// The thing whose end tells other processes that its maker has ended, by whatever cause.
///
/// @param address by which [OperatingSystem#watch] finds it
public record Lifeline(String address) {}
