package dev.braid;

class RawValueTest extends RawValueContract {
  @Override
  <T> RawValue<T> value(char typecode, T initial) {
    return new RawValue<>(typecode, initial);
  }

  @Override
  <T> RawValue<T> value(T initial) {
    return new RawValue<>(initial);
  }
}
