"""dtlslint: a linter for C and C++ code that speaks TLS or DTLS through OpenSSL."""

__version__ = "0.1.0"
