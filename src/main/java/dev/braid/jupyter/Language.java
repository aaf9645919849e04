package dev.braid.jupyter;

/// What clients are told of the language: file names, highlighting, a greeting.
///
/// @param implementation the kernel's name
/// @param implementationVersion the kernel's version
/// @param name the language's name
/// @param version the language's version
/// @param mimetype of a source file
/// @param fileExtension of a source file, with its dot
/// @param lexer Pygments' name for it
/// @param codemirrorMode CodeMirror's name for it
/// @param banner shown by consoles at the start
public record Language(
    String implementation,
    String implementationVersion,
    String name,
    String version,
    String mimetype,
    String fileExtension,
    String lexer,
    String codemirrorMode,
    String banner) {}
