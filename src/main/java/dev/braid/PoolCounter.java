package dev.braid;

import java.time.Duration;

/// Where a client of a manager's pool submits tasks whose results nobody waits for at the server:
/// they are sent to him.
interface PoolCounter {
  /// Submits tasks. When they have ended, their number is sent, and then an [Ending] of all their
  /// results.
  ///
  /// @param number by which the client knows them
  void submit(long number, Origin origin, Submission tasks);

  /// Gives each of those tasks so much time, if they are still under way.
  void limit(long number, Duration limit);

  /// Cancels those tasks, if they are still under way.
  void cancel(long number);

  /// Where counters are.
  interface Opening {
    /// A new one.
    ///
    /// @param mailbox where results are to be sent
    PoolCounter open(Connection<Object> mailbox);
  }
}
