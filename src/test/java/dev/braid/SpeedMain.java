package dev.braid;

import dev.braid.memory.*;

public class SpeedMain {
  public static void main(String[] a) throws Exception {
    Queue<byte[]> q = new Queue<>();
    int n = 3_000_000;
    for (int round = 0; round < 4; round++) {
      Process p =
          new Process(
              (Queue<byte[]> x) -> {
                byte[] b = new byte[64];
                for (int i = 0; i < n; i++) x.put(b);
              },
              q);
      p.start();
      q.get();
      long t = System.nanoTime();
      for (int i = 1; i < n; i++) q.get();
      System.out.printf("1P1C %.2f M/s%n", n * 1e3 / (System.nanoTime() - t));
      p.join();
    }
    int m = 2000;
    for (int round = 0; round < 3; round++) {
      Process p =
          new Process(
              (Queue<byte[]> x) -> {
                byte[] b = new byte[1 << 20];
                for (int i = 0; i < m; i++) {
                  x.put(b);
                }
              },
              q);
      p.start();
      q.get();
      long t = System.nanoTime();
      for (int i = 1; i < m; i++) q.get();
      System.out.printf("1MiB %.2f GB/s%n", m * (double) (1 << 20) / (System.nanoTime() - t));
      p.join();
    }
    try (Pipe<Integer> pipe = new Pipe<>()) {
      Process p =
          new Process(
              (Connection<Integer> c) -> {
                while (true) {
                  int v = c.recv();
                  c.send(v);
                  if (v < 0) return;
                }
              },
              pipe.second());
      p.start();
      for (int round = 0; round < 4; round++) {
        long t = System.nanoTime();
        for (int i = 0; i < 300_000; i++) {
          pipe.first().send(i);
          pipe.first().recv();
        }
        System.out.printf("RTT %.0f ns%n", (System.nanoTime() - t) / 300_000.0);
      }
      pipe.first().send(-1);
      p.join();
    }
  }
}
