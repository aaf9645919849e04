package dev.braid;

import org.junit.jupiter.api.Tag;

/// Deaths that are tested only where those who wait are woken.
@Tag("linux")
abstract class KillTest extends DeathTest {}
