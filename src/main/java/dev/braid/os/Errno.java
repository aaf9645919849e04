package dev.braid.os;

import java.util.Map;

/// Error numbers of system calls in words, with what to do where something can be done.
final class Errno {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOSYS = 38;

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(1, "operation not permitted (EPERM)"),
          Map.entry(2, "no such file (ENOENT); check the path"),
          Map.entry(3, "no such process (ESRCH)"),
          Map.entry(7, "the arguments are too long (E2BIG); shorten the class path"),
          Map.entry(8, "it isn't a program (ENOEXEC); name an executable"),
          Map.entry(
              EAGAIN,
              "too many processes or threads (EAGAIN); end some, or raise the limit of 'ulimit -u'"),
          Map.entry(12, "out of memory (ENOMEM); end some processes, or give them a smaller heap"),
          Map.entry(13, "permission denied (EACCES); make the file executable for this user"),
          Map.entry(20, "a part of the path isn't a directory (ENOTDIR); check the path"),
          Map.entry(23, "too many open files in the system (ENFILE); end some processes"),
          Map.entry(24, "too many open files (EMFILE); raise the limit of 'ulimit -n'"));

  private Errno() {}

  static String text(int number) {
    return WORDS.getOrDefault(number, "error number " + number);
  }
}
