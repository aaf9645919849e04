package dev.braid;

class RawArrayTest extends RawArrayContract {
  @Override
  <T> RawArray<T> array(char typecode, Iterable<? extends T> values) {
    return new RawArray<>(typecode, values);
  }

  @Override
  <T> RawArray<T> array(char typecode, int length) {
    return new RawArray<>(typecode, length);
  }
}
