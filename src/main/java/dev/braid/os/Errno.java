package dev.braid.os;

import java.util.Map;

/// Error numbers of system calls in words, with what to do where something can be done.
final class Errno {
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private static final Map<Integer, String> WORDS =
      Map.of(
          1,
          "operation not permitted (EPERM)",
          2,
          "no such file (ENOENT)",
          3,
          "no such process (ESRCH)",
          7,
          "the arguments are too long (E2BIG); shorten the class path",
          EAGAIN,
          "too many processes or threads (EAGAIN); end some, or raise the limit of 'ulimit -u'",
          12,
          "out of memory (ENOMEM); end some processes, or give them a smaller heap",
          13,
          "permission denied (EACCES); make the file executable for this user",
          23,
          "too many open files in the system (ENFILE); end some processes",
          24,
          "too many open files (EMFILE); raise the limit of 'ulimit -n'");

  private Errno() {}

  static String text(int number) {
    return WORDS.getOrDefault(number, "error number " + number);
  }
}
