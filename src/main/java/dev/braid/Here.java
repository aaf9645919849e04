package dev.braid;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method that runs in its caller's process even if its object is [Remotes], because it takes or
/// returns what lives only there, or has to do with the caller's own thread or clock. It uses
/// nothing of the object but other public methods.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Here {}
